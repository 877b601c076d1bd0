package org.engram.compute.validation;

/**
 * Random numbers that depend on a seed and a stream index alone, so that the order in which streams are drawn does not
 * matter. SplitMix64 (Steele, Lea and Flood, 2014) started at a mix of both.
 */
final class SeededStream {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private long state;

    SeededStream(long seed, long stream) {
        state = mix(mix(seed + GOLDEN) ^ (stream * 0xd1342543de82ef95L + GOLDEN));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }

    /** Uniform in 0..bound-1, without bias: draws that would favour small numbers are drawn again. */
    int nextInt(int bound) {
        long limit = (1L << 32) - (1L << 32) % bound;
        long draw;
        do {
            state += GOLDEN;
            draw = mix(state) >>> 32;
        } while (draw >= limit);
        return (int) (draw % bound);
    }

    /** Fisher-Yates, in place. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int held = values[i];
            values[i] = values[j];
            values[j] = held;
        }
    }
}
