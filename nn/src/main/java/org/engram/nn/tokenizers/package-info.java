/**
 * Text to token ids and back: the byte-pair encoding of CLIP and the WordPieces of BERT, read from the files that
 * published models come with, never from a network.
 *
 * <pre>{@code
 * try (Tokenizer tokenizer = Tokenizers.clip(Path.of("clip/tokenizer.json"), TokenizerOptions.clip())) {
 *     Tokens tokens = tokenizer.encode("a photo of a cat");   // 77 ids
 * }
 * }</pre>
 *
 * <p>The work is done by the Hugging Face tokenizers library (in DJL). Vocabularies that come without a
 * {@code tokenizer.json} are checked line by line and described to it in memory.
 */
package org.engram.nn.tokenizers;
