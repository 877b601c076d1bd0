package org.engram.decoders.timeseries.complexity;

import java.util.Arrays;
import org.engram.core.EngramException;

/**
 * Lempel-Ziv complexity (1976): into how few words a sequence of symbols falls when each word is the shortest that was not
 * there before. Made with a suffix automaton, so that the work grows in proportion to the length.
 *
 * <h2>References</h2> A. Lempel, J. Ziv, IEEE Trans. Information Theory 22, 1976; F. Kaspar, H. G. Schuster, Physical Review A
 * 36, 1987, whose count of the last, unfinished word is followed.
 */
public final class LempelZiv {
    private LempelZiv() {}

    /**
     * @param symbols a sequence, each symbol from 0 to 255; at least one
     * @return the number of words of its exhaustive history
     */
    public static int complexity(byte[] symbols) {
        if (symbols.length == 0) {
            throw new EngramException("an empty sequence has no complexity: give at least one symbol");
        }
        int words = 0;
        SuffixAutomaton seen = new SuffixAutomaton(symbols);
        int start = 0;
        while (start < symbols.length) {
            int length = seen.longestSeen(start);
            words++;
            start += length + 1;
        }
        return words;
    }

    /**
     * Complexity relative to that of a random sequence of as many symbols and as many different ones: c log_b(n) / n, b at
     * least 2. Near 1 for noise, near 0 for a regular sequence.
     *
     * @param symbols a sequence of at least two symbols
     * @return the normalised complexity
     */
    public static double normalised(byte[] symbols) {
        if (symbols.length < 2) {
            throw new EngramException("a sequence of " + symbols.length
                    + " symbols has no normalised complexity: give at least two");
        }
        boolean[] found = new boolean[256];
        for (byte symbol : symbols) {
            found[symbol & 0xff] = true;
        }
        int different = 0;
        for (boolean one : found) {
            different += one ? 1 : 0;
        }
        double log = Math.log(symbols.length) / Math.log(Math.max(2, different));
        return complexity(symbols) * log / symbols.length;
    }

    /**
     * @param x a series, finite
     * @return 1 where it is above its median, else 0: the custom for EEG
     */
    public static byte[] aboveMedian(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        byte[] symbols = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            symbols[i] = (byte) (x[i] > median ? 1 : 0);
        }
        return symbols;
    }
}
