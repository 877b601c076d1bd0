package org.engram.nn.tokenizers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.table.JsonFile;

/**
 * Reads a {@code tokenizer.json} of CLIP or BERT. Only its vocabulary, merges and letter case are taken, and checked: the
 * native library ends the whole process on some malformed descriptions, so a stranger's never reaches it as it is.
 */
final class TokenizerFile {
    /** More ids than any published vocabulary has. */
    static final int MOST_IDS = 2_000_000;
    private static final int LONGEST_TOKEN = 10_000;

    private TokenizerFile() {}

    static TokenizerDescription read(Path file, Optional<Boolean> lowerCase) throws IOException {
        VocabularyLines.requireReasonable(file);
        Map<String, Object> fields = JsonFile.read(file);
        Map<String, Object> model = object(file, fields.get("model"), "model");
        Object type = model.getOrDefault("type", model.containsKey("merges") ? "BPE" : "WordPiece");
        if ("BPE".equals(type) && TokenizerDescription.END_OF_WORD.equals(model.get("end_of_word_suffix"))) {
            return clip(file, fields, model);
        }
        if ("WordPiece".equals(type)) {
            return wordPiece(file, fields, model, lowerCase);
        }
        throw new UnsupportedFeatureException(file + ": its model is " + type + ("BPE".equals(type)
                ? " without words that end in " + TokenizerDescription.END_OF_WORD
                : "") + "; Engram reads the BPE of CLIP and the WordPiece of BERT");
    }

    private static TokenizerDescription clip(Path file, Map<String, Object> fields,
            Map<String, Object> model) {
        Map<String, Long> vocabulary = ids(file, object(file, model.get("vocab"), "model.vocab"));
        List<String> merges = merges(file, model.get("merges"), vocabulary);
        List<String> added = added(file, fields.get("added_tokens"), vocabulary);
        ClipVocabulary.requireMarks(file, vocabulary);
        return TokenizerDescription.clip(vocabulary, merges, added, padding(file, fields, vocabulary));
    }

    private static TokenizerDescription wordPiece(Path file, Map<String, Object> fields,
            Map<String, Object> model, Optional<Boolean> lowerCase) {
        requireEqual(file, "model.continuing_subword_prefix",
                model.getOrDefault("continuing_subword_prefix", "##"), "##");
        requireEqual(file, "model.unk_token", model.getOrDefault("unk_token", "[UNK]"), "[UNK]");
        Map<String, Object> cleaning = fields.get("normalizer") == null
                ? Map.of()
                : object(file, fields.get("normalizer"), "normalizer");
        requireEqual(file, "normalizer.type", cleaning.getOrDefault("type", "BertNormalizer"),
                "BertNormalizer");
        requireEqual(file, "normalizer.handle_chinese_chars",
                cleaning.getOrDefault("handle_chinese_chars", true), true);
        Object stored = cleaning.getOrDefault("lowercase", true);
        requireEqual(file, "normalizer.strip_accents",
                cleaning.get("strip_accents") == null ? stored : cleaning.get("strip_accents"), stored);
        Map<String, Long> vocabulary = ids(file, object(file, model.get("vocab"), "model.vocab"));
        List<String> added = added(file, fields.get("added_tokens"), vocabulary);
        WordPieceVocabulary.requireMarks(file, vocabulary);
        return TokenizerDescription.wordPiece(vocabulary, lowerCase.orElse(Boolean.TRUE.equals(stored)),
                added,
                padding(file, fields, vocabulary));
    }

    private static void requireEqual(Path file, String name, Object found, Object expected) {
        if (!expected.equals(found)) {
            throw new UnsupportedFeatureException(
                    file + ": " + name + " is " + shortened(String.valueOf(found))
                            + "; Engram reads tokenizers where it is " + expected + ", as in BERT");
        }
    }

    /** Token to id, checked. */
    static Map<String, Long> ids(Path file, Map<String, Object> stored) {
        var vocabulary = new LinkedHashMap<String, Long>();
        var owners = new HashMap<Long, String>();
        for (Map.Entry<String, Object> entry : stored.entrySet()) {
            if (!(entry.getValue() instanceof Integer id) || id < 0 || id >= MOST_IDS) {
                throw new FormatException(file, "token \"" + shortened(entry.getKey()) + "\" has the id "
                        + entry.getValue() + ": expected a whole number from 0 to " + (MOST_IDS - 1));
            }
            put(file, vocabulary, owners, entry.getKey(), id);
        }
        return vocabulary;
    }

    private static void put(Path file, Map<String, Long> vocabulary, Map<Long, String> owners, String token,
            long id) {
        if (token.length() > LONGEST_TOKEN) {
            throw new FormatException(file, "the token of id " + id + " has " + token.length()
                    + " characters (at most " + LONGEST_TOKEN + "): is this the right file?");
        }
        String owner = owners.putIfAbsent(id, token);
        if (owner != null && !owner.equals(token)) {
            throw new FormatException(file, "the id " + id + " is given to \"" + shortened(owner)
                    + "\" and to \"" + shortened(token) + "\"");
        }
        vocabulary.put(token, id);
    }

    /** Puts the added tokens into the vocabulary and gives their texts. */
    private static List<String> added(Path file, Object stored, Map<String, Long> vocabulary) {
        var owners = new HashMap<Long, String>();
        vocabulary.forEach((token, id) -> owners.put(id, token));
        var added = new ArrayList<String>();
        for (Object each : stored instanceof List<?> list ? list : List.of()) {
            Map<String, Object> token = object(file, each, "added_tokens");
            if (!(token.get("id") instanceof Integer id) || id < 0 || id >= MOST_IDS
                    || !(token.get("content") instanceof String content) || content.isEmpty()) {
                throw new FormatException(file, "added_tokens holds " + shortened(token.toString())
                        + ": expected an \"id\" and a \"content\"");
            }
            put(file, vocabulary, owners, content, id);
            added.add(content);
        }
        return added;
    }

    private static List<String> merges(Path file, Object stored, Map<String, Long> vocabulary) {
        if (!(stored instanceof List<?> list)) {
            throw new FormatException(file, "model.merges is missing: a BPE model needs its list of merges");
        }
        var merges = new ArrayList<String>();
        for (int i = 0; i < list.size(); i++) {
            List<?> parts = list.get(i) instanceof String text
                    ? List.of(text.split(" ", -1))
                    : list.get(i) instanceof List<?> pair ? pair : List.of();
            if (parts.size() != 2 || !(parts.get(0) instanceof String left)
                    || !(parts.get(1) instanceof String right)) {
                throw new FormatException(file, "merge " + (i + 1) + " of model.merges is "
                        + shortened(String.valueOf(list.get(i))) + ": expected two symbols");
            }
            for (String part : List.of(left, right, left + right)) {
                if (!vocabulary.containsKey(part)) {
                    throw new FormatException(file, "merge " + (i + 1) + " of model.merges names \""
                            + shortened(part) + "\", which is not in model.vocab");
                }
            }
            merges.add(left + " " + right);
        }
        return merges;
    }

    private static OptionalLong padding(Path file, Map<String, Object> fields, Map<String, Long> vocabulary) {
        if (fields.get("padding") instanceof Map<?, ?> padding
                && padding.get("pad_id") instanceof Integer id) {
            if (!vocabulary.containsValue((long) id)) {
                throw new FormatException(file, "padding.pad_id is " + id + ", which no token has");
            }
            return OptionalLong.of(id);
        }
        return OptionalLong.empty();
    }

    private static Map<String, Object> object(Path file, Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new FormatException(file, name + " is " + shortened(String.valueOf(value))
                    + ": expected an object, as a tokenizer.json has");
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, each) -> copy.put((String) key, each));
        return copy;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
