package org.engram.nn.tokenizers;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A tokenizer in the terms of the library: the content of a {@code tokenizer.json}, and what Engram does around it.
 *
 * @param kind how text is cleaned and ids are read back
 * @param fields the content, without padding and truncation, which are done by Engram
 * @param vocabulary token to id, the added tokens included
 * @param padding the id to pad with
 */
record TokenizerDescription(Kind kind, Map<String, Object> fields, Map<String, Long> vocabulary,
        long padding) {
    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";
    static final String END_OF_WORD = "</w>";

    private static final String CLIP_WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    enum Kind {
        CLIP, WORD_PIECE
    }

    /** CLIP's byte-pair encoding; both marks are in the vocabulary. */
    static TokenizerDescription clip(Map<String, Long> vocabulary, List<String> merges, List<String> added,
            OptionalLong padding) {
        Map<String, Object> model = fields("type", "BPE", "dropout", null, "unk_token", END,
                "continuing_subword_prefix", "", "end_of_word_suffix", END_OF_WORD, "fuse_unk", false,
                "vocab", vocabulary, "merges", merges);
        Map<String, Object> words = fields("type", "Split", "pattern", fields("Regex", CLIP_WORDS),
                "behavior",
                "Removed", "invert", true);
        Map<String, Object> bytes = fields("type", "ByteLevel", "add_prefix_space", false, "trim_offsets",
                true, "use_regex", false);
        Map<String, Object> ends = fields("type", "RobertaProcessing", "sep",
                List.of(END, vocabulary.get(END)),
                "cls", List.of(START, vocabulary.get(START)), "trim_offsets", false, "add_prefix_space",
                false);
        Map<String, Object> all = fields("version", "1.0", "added_tokens",
                added(vocabulary, List.of(START, END), added), "normalizer", null, "pre_tokenizer",
                fields("type", "Sequence", "pretokenizers", List.of(words, bytes)), "post_processor", ends,
                "decoder", bytes, "model", model);
        return new TokenizerDescription(Kind.CLIP, all, vocabulary,
                padding.orElse(vocabulary.get(END)));
    }

    /** BERT's WordPieces; the four marks are in the vocabulary. */
    static TokenizerDescription wordPiece(Map<String, Long> vocabulary, boolean lowerCase, List<String> added,
            OptionalLong padding) {
        Map<String, Object> model = fields("type", "WordPiece", "unk_token", "[UNK]",
                "continuing_subword_prefix", "##", "max_input_chars_per_word", 100, "vocab", vocabulary);
        Map<String, Object> normalizer = fields("type", "BertNormalizer", "clean_text", true,
                "handle_chinese_chars", true, "strip_accents", null, "lowercase", lowerCase);
        Map<String, Object> ends = fields("type", "BertProcessing", "sep",
                List.of("[SEP]", vocabulary.get("[SEP]")), "cls", List.of("[CLS]", vocabulary.get("[CLS]")));
        var marks = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
        Map<String, Object> all = fields("version", "1.0", "added_tokens",
                added(vocabulary, marks, added), "normalizer",
                normalizer, "pre_tokenizer", fields("type", "BertPreTokenizer"), "post_processor", ends,
                "decoder", fields("type", "WordPiece", "prefix", "##", "cleanup", true), "model", model);
        return new TokenizerDescription(Kind.WORD_PIECE, all, vocabulary,
                padding.orElse(vocabulary.get("[PAD]")));
    }

    /** The largest id plus one. */
    int size() {
        return (int) (vocabulary.values().stream().mapToLong(Long::longValue).max().orElse(-1) + 1);
    }

    Set<Long> ids() {
        return new HashSet<>(vocabulary.values());
    }

    private static List<Object> added(Map<String, Long> vocabulary, List<String> marks,
            List<String> further) {
        return Stream.concat(marks.stream().filter(vocabulary::containsKey), further.stream()).distinct()
                .<Object>map(mark -> fields("id", vocabulary.get(mark), "content", mark, "single_word", false,
                        "lstrip", false, "rstrip", false, "normalized", false, "special",
                        true))
                .toList();
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
