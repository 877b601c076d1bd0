package org.engram.nn.tokenizers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/**
 * Reads CLIP vocabularies that come without a {@code tokenizer.json}: OpenAI's list of merges, or {@code vocab.json}
 * with {@code merges.txt}.
 *
 * <h2>References</h2> Radford et al., Learning transferable visual models from natural language supervision, ICML 2021;
 * Sennrich, Haddow and Birch, Neural machine translation of rare words with subword units, ACL 2016.
 */
final class ClipVocabulary {
    /** OpenAI's file holds more merges than CLIP uses: 49,152 tokens less two alphabets and the marks. */
    static final int MERGES_USED = 49152 - 256 - 2;

    private ClipVocabulary() {}

    /** Ids follow from the order: the bytes, the bytes that end a word, the merges, start, end. */
    static TokenizerDescription fromMerges(Path file) throws IOException {
        var vocabulary = new LinkedHashMap<String, Long>();
        for (int symbol : byteSymbols()) {
            vocabulary.put(Character.toString(symbol), (long) vocabulary.size());
        }
        for (String symbol : List.copyOf(vocabulary.keySet())) {
            vocabulary.put(symbol + TokenizerDescription.END_OF_WORD, (long) vocabulary.size());
        }
        List<String> merges = merges(file, MERGES_USED);
        for (int i = 0; i < merges.size(); i++) {
            requireKnownParts(file, i + 2, merges.get(i), vocabulary.keySet());
            if (vocabulary.putIfAbsent(joined(merges.get(i)), (long) vocabulary.size()) != null) {
                throw new FormatException(file,
                        "line " + (i + 2) + ": \"" + joined(merges.get(i)) + "\" is made a second time");
            }
        }
        vocabulary.put(TokenizerDescription.START, (long) vocabulary.size());
        vocabulary.put(TokenizerDescription.END, (long) vocabulary.size());
        return TokenizerDescription.clip(vocabulary, merges, List.of(), OptionalLong.empty());
    }

    static TokenizerDescription fromVocabulary(Path vocabularyFile, Path mergesFile) throws IOException {
        VocabularyLines.requireReasonable(vocabularyFile);
        Map<String, Long> vocabulary = TokenizerFile.ids(vocabularyFile, JsonFile.read(vocabularyFile));
        requireMarks(vocabularyFile, vocabulary);
        List<String> merges = merges(mergesFile, Integer.MAX_VALUE);
        for (int i = 0; i < merges.size(); i++) {
            requireKnownParts(mergesFile, i + 2, merges.get(i), vocabulary.keySet());
            if (!vocabulary.containsKey(joined(merges.get(i)))) {
                throw new FormatException(mergesFile, "line " + (i + 2) + ": makes \""
                        + joined(merges.get(i)) + "\", which is not in " + vocabularyFile.getFileName()
                        + ": do the two files belong together?");
            }
        }
        return TokenizerDescription.clip(vocabulary, merges, List.of(), OptionalLong.empty());
    }

    static void requireMarks(Path file, Map<String, Long> vocabulary) {
        for (String mark : List.of(TokenizerDescription.START, TokenizerDescription.END)) {
            if (!vocabulary.containsKey(mark)) {
                throw new FormatException(file,
                        "lacks " + mark + ", which every CLIP vocabulary has: is this the right file?");
            }
        }
    }

    /** The printable stand-in of each byte, in the order of OpenAI's table: bytes that print, then the others. */
    static int[] byteSymbols() {
        int[] symbols = new int[256];
        int count = 0;
        for (int value = 0; value < 256; value++) {
            if (prints(value)) {
                symbols[count++] = value;
            }
        }
        int shifted = 256;
        while (count < 256) {
            symbols[count++] = shifted++;
        }
        return symbols;
    }

    private static boolean prints(int value) {
        return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xFF && value != 0xAD;
    }

    private static List<String> merges(Path file, int most) throws IOException {
        List<String> lines = VocabularyLines.read(file);
        if (lines.isEmpty() || !lines.get(0).contains("#version")) {
            throw new FormatException(file, "line 1: expected a line with \"#version\", as a list of merges"
                    + " starts with" + (lines.isEmpty() ? "; the file is empty" : ""));
        }
        int end = lines.size();
        while (end > 1 && lines.get(end - 1).isBlank()) {
            end--;
        }
        var merges = new ArrayList<String>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < end && merges.size() < most; i++) {
            String line = lines.get(i);
            int space = line.indexOf(' ');
            if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
                throw new FormatException(file, "line " + (i + 1) + ": \"" + shortened(line)
                        + "\" is not two symbols with one space between them");
            }
            if (!seen.add(line)) {
                throw new FormatException(file, "line " + (i + 1) + ": \"" + line + "\" stands there twice");
            }
            merges.add(line);
        }
        return merges;
    }

    private static void requireKnownParts(Path file, int line, String merge, Set<String> known) {
        for (String part : merge.split(" ")) {
            if (!known.contains(part)) {
                throw new FormatException(file, "line " + line + ": \"" + shortened(part)
                        + "\" is neither a byte nor made by an earlier line");
            }
        }
    }

    private static String joined(String merge) {
        return merge.replace(" ", "");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
