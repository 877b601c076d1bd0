package org.engram.decoders.timeseries.complexity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.core.EngramException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class LempelZivTest {
    @Test
    void goldenValues() {
        assertEquals(6, of("1001111011000010"));
        assertEquals(6, of("0001101001000101"));
        assertEquals(2, of("00000000000000000000"));
        assertEquals(3, of("01010101010101010101"));
        assertEquals(2, of("10"));
        assertEquals(1, of("1"));
    }

    private static int of(String digits) {
        byte[] symbols = new byte[digits.length()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (byte) (digits.charAt(i) - '0');
        }
        return LempelZiv.complexity(symbols);
    }

    /** The definition, word by word: slow and plain. */
    private static int byDefinition(byte[] s) {
        int words = 0;
        int start = 0;
        while (start < s.length) {
            int length = 0;
            boolean found = true;
            while (found && start + length < s.length) {
                length++;
                found = false;
                for (int from = 0; from < start && !found; from++) {
                    found = true;
                    for (int k = 0; k < length && found; k++) {
                        found = s[from + k] == s[start + k];
                    }
                }
            }
            words++;
            start += length;
        }
        return words;
    }

    @Test
    void countsEqualTheDefinition() {
        for (int round = 0; round < 60; round++) {
            int symbolsUsed = 2 + round % 4;
            double[] noise = Lcg.numbers(round + 1, 5 + 7 * round);
            byte[] symbols = new byte[noise.length];
            for (int i = 0; i < symbols.length; i++) {
                // Repeats make long words.
                symbols[i] = i > 20 && round % 3 == 0 && noise[i] < 0.9
                        ? symbols[i - 13]
                        : (byte) (noise[i] * symbolsUsed);
            }
            assertEquals(byDefinition(symbols), LempelZiv.complexity(symbols), "round " + round);
        }
    }

    @Test
    void noiseIsNearOneAndRhythmsNearZero() {
        double[] noise = Lcg.numbers(9, 20_000);
        double[] rhythm = new double[20_000];
        for (int i = 0; i < rhythm.length; i++) {
            rhythm[i] = Math.sin(2 * Math.PI * (i + 0.5) / 50);
        }
        assertEquals(1, LempelZiv.normalised(LempelZiv.aboveMedian(noise)), 0.06);
        assertTrue(LempelZiv.normalised(LempelZiv.aboveMedian(rhythm)) < 0.05);
        assertArrayEquals(new byte[] {0, 0, 1, 1}, LempelZiv.aboveMedian(new double[] {1, 2, 3, 4}));
        assertThrows(EngramException.class, () -> LempelZiv.complexity(new byte[0]));
        assertThrows(EngramException.class, () -> LempelZiv.normalised(new byte[1]));
    }
}
