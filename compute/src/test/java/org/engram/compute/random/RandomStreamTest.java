package org.engram.compute.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomStreamTest {
    private static long words(String second, String first) {
        return Long.parseUnsignedLong(second + first, 16);
    }

    /** The known-answer vectors published with Random123 for philox4x32 with 10 rounds. */
    @ParameterizedTest
    @CsvSource({"00000000,00000000,00000000,00000000,00000000,00000000,6627e8d5,e169c58d,bc57ac4c,9b00dbd8",
            "ffffffff,ffffffff,ffffffff,ffffffff,ffffffff,ffffffff,408f276d,41c83b0e,a20bc7c6,6d5451fd",
            "243f6a88,85a308d3,13198a2e,03707344,a4093822,299f31d0,d16cfe09,94fdcceb,5001e420,24126ea1"})
    void philoxGivesThePublishedAnswers(String c0, String c1, String c2, String c3, String k0, String k1,
            String r0,
            String r1, String r2, String r3) {
        long key = words(k1, k0);
        assertEquals(words(r1, r0), Philox.half(words(c1, c0), words(c3, c2), key, false));
        assertEquals(words(r3, r2), Philox.half(words(c1, c0), words(c3, c2), key, true));
    }

    @Test
    void numbersAreThoseOfThePublishedBlock() {
        RandomStream random = RandomStream.of(0, 0);
        assertEquals(words("e169c58d", "6627e8d5"), random.bits(0));
        assertEquals(words("9b00dbd8", "bc57ac4c"), random.bits(1));
        assertEquals((words("e169c58d", "6627e8d5") >>> 11) * 0x1p-53, random.uniform(0), 0.0);
    }

    @Test
    void orderOfAskingDoesNotMatter() {
        RandomStream random = RandomStream.of(7, 3);
        double late = random.normal(1000);
        for (int i = 0; i < 10; i++) {
            random.normal(i);
        }
        assertEquals(late, RandomStream.of(7, 3).normal(1000), 0.0);
        assertNotEquals(late, RandomStream.of(7, 4).normal(1000));
        assertNotEquals(late, RandomStream.of(8, 3).normal(1000));
        assertNotEquals(random.derive(0).bits(0), random.derive(1).bits(0));
        assertNotEquals(RandomStream.of(7, 4).derive(0).bits(0), random.derive(0).bits(0));
    }

    @Test
    void uniformsAndNormalsHaveTheirMoments() {
        RandomStream random = RandomStream.of(1, 0);
        int n = 200_000;
        double uniform = 0;
        double normal = 0;
        double square = 0;
        double fourth = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            uniform += random.uniform(i) / n;
            double z = random.normal(i);
            normal += z / n;
            square += z * z / n;
            fourth += z * z * z * z / n;
            product += i % 2 == 0 ? z * random.normal(i + 1) / (n / 2) : 0;
        }
        // Each within five standard errors: sqrt(1/12n), sqrt(1/n), sqrt(2/n), sqrt(96/n), sqrt(2/n).
        assertEquals(0.5, uniform, 5 * Math.sqrt(1 / 12.0 / n));
        assertEquals(0, normal, 5 * Math.sqrt(1.0 / n));
        assertEquals(1, square, 5 * Math.sqrt(2.0 / n));
        assertEquals(3, fourth, 5 * Math.sqrt(96.0 / n));
        assertEquals(0, product, 5 * Math.sqrt(2.0 / n));
    }

    /** With a bound of 3 * 2^29 a plain remainder of 32 bits would favour the lower third two to one. */
    @Test
    void boundedNumbersFavourNone() {
        RandomStream random = RandomStream.of(5, 0);
        int bound = 3 << 29;
        int[] thirds = new int[3];
        for (int i = 0; i < 30_000; i++) {
            int value = random.bounded(i, bound);
            assertTrue(value >= 0 && value < bound);
            thirds[value >> 29]++;
        }
        int[] faces = new int[6];
        for (int i = 0; i < 60_000; i++) {
            faces[random.bounded(i, 6)]++;
        }
        // Binomial counts of mean 10,000: five standard deviations are 410 and 457.
        for (int count : thirds) {
            assertEquals(10_000, count, 410);
        }
        for (int count : faces) {
            assertEquals(10_000, count, 457);
        }
        assertEquals(0, random.bounded(9, 1));
        assertThrows(IllegalArgumentException.class, () -> random.bounded(0, 0));
        assertThrows(IllegalArgumentException.class, () -> random.bits(-1));
    }

    @Test
    void boundedNumbersAreTheUpperPartOfTheProduct() {
        RandomStream random = RandomStream.of(11, 2);
        for (int i = 0; i < 1000; i++) {
            int bound = Integer.MAX_VALUE - i;
            java.math.BigInteger word = new java.math.BigInteger(Long.toUnsignedString(random.bits(i)));
            int expected = word.multiply(java.math.BigInteger.valueOf(bound)).shiftRight(64).intValueExact();
            assertEquals(expected, random.bounded(i, bound));
        }
    }

    @Test
    void permutationsAreEquallyLikely() {
        int[] counts = new int[24];
        for (int p = 0; p < 24_000; p++) {
            int[] order = RandomStream.of(3, p).permutation(4);
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            assertArrayEquals(new int[] {0, 1, 2, 3}, sorted);
            counts[code(order)]++;
        }
        for (int count : counts) {
            // Binomial of mean 1000 and standard deviation 31: five of them.
            assertEquals(1000, count, 155);
        }
        assertEquals(0, RandomStream.of(3, 0).permutation(0).length);
    }

    private static int code(int[] order) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int smaller = 0;
            for (int j = i + 1; j < 4; j++) {
                smaller += order[j] < order[i] ? 1 : 0;
            }
            code = code * (4 - i) + smaller;
        }
        return code;
    }
}
