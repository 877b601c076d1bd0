package org.engram.nn.tokenizers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/**
 * Reads a WordPiece vocabulary: one token a line, its id the number of the line from 0.
 *
 * <h2>References</h2> Devlin et al., BERT: pre-training of deep bidirectional transformers, NAACL 2019; Wu et al.,
 * Google's neural machine translation system, arXiv 1609.08144 (2016).
 */
final class WordPieceVocabulary {
    private static final List<String> MARKS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");

    private WordPieceVocabulary() {}

    static TokenizerDescription read(Path file, Optional<Boolean> lowerCase) throws IOException {
        var vocabulary = new LinkedHashMap<String, Long>();
        List<String> lines = VocabularyLines.read(file);
        for (int i = 0; i < lines.size(); i++) {
            Long earlier = vocabulary.putIfAbsent(lines.get(i), (long) i);
            if (earlier != null) {
                throw new FormatException(file, "line " + (i + 1) + ": \"" + lines.get(i)
                        + "\" stands already on line " + (earlier + 1));
            }
        }
        requireMarks(file, vocabulary);
        return TokenizerDescription.wordPiece(vocabulary,
                lowerCase.orElse(isLowerCase(file, vocabulary)), List.of(), OptionalLong.empty());
    }

    static void requireMarks(Path file, Map<String, Long> vocabulary) {
        for (String mark : MARKS) {
            if (!vocabulary.containsKey(mark)) {
                throw new FormatException(file,
                        "lacks " + mark + ", which every WordPiece vocabulary has: is this the right file?");
            }
        }
    }

    private static boolean isLowerCase(Path file, Map<String, Long> vocabulary) throws IOException {
        Path settings = file.resolveSibling("tokenizer_config.json");
        if (Files.exists(settings)
                && JsonFile.read(settings).get("do_lower_case") instanceof Boolean lowerCase) {
            return lowerCase;
        }
        return vocabulary.keySet().stream().filter(token -> !token.startsWith("["))
                .noneMatch(token -> token.codePoints().anyMatch(Character::isUpperCase));
    }
}
