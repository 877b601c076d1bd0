package org.engram.nn.tokenizers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.nn.tokenizers.TokenizerDescription.Kind;

/**
 * Opens tokenizers from files. Nothing is fetched from anywhere: the native library comes in the jar (Linux and Windows
 * on x86-64, Linux and macOS on ARM) and is unpacked once into {@code DJL_CACHE_DIR}, by default {@code ~/.djl.ai}.
 */
public final class Tokenizers {
    private static final List<String> CLIP_MERGES = List.of("bpe_simple_vocab_16e6.txt.gz",
            "bpe_simple_vocab_16e6.txt");

    private Tokenizers() {}

    /**
     * Opens CLIP's byte-pair encoding. Text is cleaned as CLIP's authors do: characters composed (NFC), HTML entities
     * resolved twice, white space collapsed, lower case; their repair of wrongly decoded text (ftfy) is left out.
     *
     * @param path a {@code tokenizer.json}, a {@code vocab.json} with a {@code merges.txt} beside it, OpenAI's
     *        {@code bpe_simple_vocab_16e6.txt} (plain or gzip), or a folder with any of these
     * @param options {@link TokenizerOptions#clip()} for the original
     * @return the tokenizer, which the caller closes
     * @throws org.engram.core.FormatException if a file is not what it should be, with the line where there is one
     * @throws IOException if a file cannot be read
     */
    public static Tokenizer clip(Path path, TokenizerOptions options) throws IOException {
        Path file = found(path,
                List.of("tokenizer.json", "vocab.json", CLIP_MERGES.get(0), CLIP_MERGES.get(1)));
        String name = file.getFileName().toString();
        TokenizerDescription description;
        if (name.equals("vocab.json")) {
            Path merges = file.resolveSibling("merges.txt");
            if (!Files.exists(merges)) {
                throw new NoSuchFileException(merges.toString());
            }
            description = ClipVocabulary.fromVocabulary(file, merges);
        } else if (name.endsWith(".json")) {
            description = ofKind(TokenizerFile.read(file, options.lowerCase()), Kind.CLIP, file,
                    "a CLIP tokenizer (BPE with words that end in </w>)");
        } else {
            description = ClipVocabulary.fromMerges(file);
        }
        return LibraryTokenizer.open(description, options);
    }

    /**
     * Opens the WordPieces of BERT and its relatives.
     *
     * @param path a {@code tokenizer.json}, a {@code vocab.txt}, or a folder with one of them
     * @param options {@link TokenizerOptions#wordPiece()} for the original
     * @return the tokenizer, which the caller closes
     * @throws org.engram.core.FormatException if a file is not what it should be, with the line where there is one
     * @throws IOException if a file cannot be read
     */
    public static Tokenizer wordPiece(Path path, TokenizerOptions options) throws IOException {
        Path file = found(path, List.of("tokenizer.json", "vocab.txt"));
        TokenizerDescription description = file.getFileName().toString().endsWith(".json")
                ? ofKind(TokenizerFile.read(file, options.lowerCase()), Kind.WORD_PIECE, file,
                        "a WordPiece tokenizer")
                : WordPieceVocabulary.read(file, options.lowerCase());
        return LibraryTokenizer.open(description, options);
    }

    /**
     * Opens the tokenizer a {@code tokenizer.json} describes, {@link #clip} or {@link #wordPiece}.
     *
     * @param file a {@code tokenizer.json}, or a folder with one
     * @param options how texts are padded and cut
     * @return the tokenizer, which the caller closes
     * @throws org.engram.core.FormatException if the file is not what it should be
     * @throws org.engram.core.UnsupportedFeatureException if it describes a tokenizer of another kind
     * @throws IOException if it cannot be read
     */
    public static Tokenizer read(Path file, TokenizerOptions options) throws IOException {
        return LibraryTokenizer.open(
                TokenizerFile.read(found(file, List.of("tokenizer.json")), options.lowerCase()), options);
    }

    private static Path found(Path path, List<String> names) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(path)) {
            return path;
        }
        return names.stream().map(path::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new EngramException(
                        path + ": there is no vocabulary in this folder; expected one of "
                                + String.join(", ", names)));
    }

    private static TokenizerDescription ofKind(TokenizerDescription description, Kind kind, Path file,
            String expected) {
        if (description.kind() != kind) {
            throw new EngramException(file + ": this is not " + expected
                    + ": give the file that belongs to the model");
        }
        return description;
    }
}
