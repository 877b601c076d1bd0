package org.engram.decoders.timeseries.complexity;

import java.util.Arrays;

/**
 * All substrings of the part of a sequence read so far, in memory proportional to its length. It is extended as words are
 * looked up, so that a word may overlap the place it is a copy of.
 *
 * <h2>References</h2> A. Blumer et al., Theoretical Computer Science 40, 1985.
 */
final class SuffixAutomaton {
    private final byte[] symbols;
    private final int alphabet;
    private final int[] next;
    private final int[] link;
    private final int[] length;
    private int states = 1;
    private int last;
    private int read;

    SuffixAutomaton(byte[] symbols) {
        int[] codes = new int[256];
        boolean[] found = new boolean[256];
        for (byte symbol : symbols) {
            found[symbol & 0xff] = true;
        }
        int count = 0;
        for (int s = 0; s < 256; s++) {
            codes[s] = found[s] ? count++ : -1;
        }
        alphabet = count;
        this.symbols = new byte[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            this.symbols[i] = (byte) codes[symbols[i] & 0xff];
        }
        next = new int[2 * symbols.length * alphabet + alphabet];
        Arrays.fill(next, -1);
        link = new int[2 * symbols.length + 1];
        length = new int[2 * symbols.length + 1];
        link[0] = -1;
    }

    /** The longest word from {@code start} on that also begins earlier, overlaps allowed. Starts must rise. */
    int longestSeen(int start) {
        int state = 0;
        int found = 0;
        for (int at = start; at < symbols.length; at++) {
            // A copy may reach up to the sample before the one that is looked at.
            while (read < at) {
                extend(symbols[read]);
                read++;
            }
            state = follow(start, at, state);
            if (state < 0) {
                return found;
            }
            found++;
        }
        return found;
    }

    /** Extending may have split the state, so that a step that fails is tried again from the root. */
    private int follow(int start, int at, int state) {
        int to = next[state * alphabet + (symbols[at] & 0xff)];
        if (to >= 0) {
            return to;
        }
        int again = 0;
        for (int i = start; i <= at && again >= 0; i++) {
            again = next[again * alphabet + (symbols[i] & 0xff)];
        }
        return again;
    }

    private void extend(int symbol) {
        int current = states++;
        length[current] = length[last] + 1;
        int p = last;
        while (p >= 0 && next[p * alphabet + symbol] < 0) {
            next[p * alphabet + symbol] = current;
            p = link[p];
        }
        if (p < 0) {
            link[current] = 0;
        } else {
            int q = next[p * alphabet + symbol];
            link[current] = length[p] + 1 == length[q] ? q : split(p, q, symbol);
        }
        last = current;
    }

    private int split(int from, int q, int symbol) {
        int clone = states++;
        length[clone] = length[from] + 1;
        System.arraycopy(next, q * alphabet, next, clone * alphabet, alphabet);
        link[clone] = link[q];
        link[q] = clone;
        for (int p = from; p >= 0 && next[p * alphabet + symbol] == q; p = link[p]) {
            next[p * alphabet + symbol] = clone;
        }
        return clone;
    }
}
