package org.engram.decoders.foundation.meggpt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The tokens that occur in the training data, the most frequent first: its label is 1, the next one's 2, and 0 is
 * reserved. Immutable.
 */
public final class MegVocabulary {
    private final int[] tokens;
    private final int[] labels;

    private MegVocabulary(int[] tokens, int kinds) {
        this.tokens = tokens;
        labels = new int[kinds];
        for (int i = 0; i < tokens.length; i++) {
            labels[tokens[i]] = i + 1;
        }
    }

    /**
     * @param counts how often each token occurs in the training data
     * @return the vocabulary; of equally frequent tokens the lower comes first
     */
    public static MegVocabulary of(long[] counts) {
        int[] tokens = IntStream.range(0, counts.length).filter(token -> counts[token] > 0).boxed()
                .sorted(Comparator.comparingLong((Integer token) -> counts[token]).reversed())
                .mapToInt(Integer::intValue).toArray();
        if (tokens.length == 0) {
            throw new IllegalArgumentException("no token occurs: count the tokens of some data first");
        }
        return new MegVocabulary(tokens, counts.length);
    }

    /** @return how many labels there are, the reserved 0 included */
    public int size() {
        return tokens.length + 1;
    }

    /**
     * @param given tokens
     * @return their labels
     * @throws IllegalArgumentException when one never occurred in the training data
     */
    public long[] labels(long[] given) {
        return Arrays.stream(given).map(token -> {
            if (token < 0 || token >= labels.length || labels[(int) token] == 0) {
                throw new IllegalArgumentException("token " + token
                        + " never occurred in the data the vocabulary was made of");
            }
            return labels[(int) token];
        }).toArray();
    }

    /**
     * @param given labels, from 1
     * @return their tokens
     */
    public long[] tokens(long[] given) {
        return Arrays.stream(given).map(label -> {
            if (label < 1 || label > tokens.length) {
                throw new IllegalArgumentException(
                        "label " + label + " stands for no token: labels go from 1 to "
                                + tokens.length);
            }
            return tokens[(int) label - 1];
        }).toArray();
    }
}
