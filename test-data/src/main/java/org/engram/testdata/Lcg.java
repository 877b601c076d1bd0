package org.engram.testdata;

/**
 * The linear congruential numbers every golden value was computed from: {@code s <- (1103515245 s + 12345) mod 2^31},
 * value {@code s / 2^31}. Arrays are filled row-major, last index fastest.
 */
public final class Lcg {
    private Lcg() {}

    /**
     * @param seed the starting state
     * @param count how many numbers
     * @return the numbers, each in [0, 1)
     */
    public static double[] numbers(long seed, int count) {
        double[] out = new double[count];
        long s = seed;
        for (int i = 0; i < count; i++) {
            s = (1103515245L * s + 12345L) & 0x7fffffffL;
            out[i] = s / 2147483648.0;
        }
        return out;
    }
}
