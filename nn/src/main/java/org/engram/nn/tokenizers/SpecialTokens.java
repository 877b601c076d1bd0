package org.engram.nn.tokenizers;

/**
 * The ids with a meaning of their own.
 *
 * @param start put before every text ({@code <|startoftext|>}, {@code [CLS]})
 * @param end put after every text ({@code <|endoftext|>}, {@code [SEP]})
 * @param padding fills short texts; in CLIP the end token, or 0 for OpenCLIP
 * @param unknown stands for what the vocabulary cannot spell
 */
public record SpecialTokens(long start, long end, long padding, long unknown) {}
