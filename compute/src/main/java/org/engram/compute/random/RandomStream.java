package org.engram.compute.random;

/**
 * A sequence of random numbers that is never "drawn from": number {@code index} of stream {@code stream} under
 * {@code seed} is always the same, in whatever order and on whichever thread it is asked for. Immutable and
 * thread-safe; making one costs nothing, so take a stream per permutation, voxel or bootstrap sample.
 *
 * <p>Bits come from Philox 4x32-10 with the seed as key, the index as the lower and the stream as the upper half of the
 * counter. Two numbers of different kind at the same index are not independent: give each kind its own stream or range
 * of indices. Arithmetic is exactly rounded or taken from {@link StrictMath}, so numbers are the same on every machine.
 *
 * <h2>References</h2> J. K. Salmon and others, SC'11, 2011 (Philox); D. Lemire, "Fast random integer generation in an
 * interval", ACM TOMACS 29(1), 2019 (bounded integers); G. E. P. Box, M. E. Muller, Ann. Math. Stat. 29, 1958
 * (normals); R. Durstenfeld, CACM 7(7), 1964 (shuffle).
 */
public final class RandomStream {
    /** Indices have 56 bits; the 8 above them number repeated attempts, or mark a derived seed. */
    private static final long INDEX_LIMIT = 1L << 56;
    private static final long DERIVED = 0xFFL << 56;

    private final long seed;
    private final long stream;

    private RandomStream(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    /**
     * @param seed the seed a person chose; any value
     * @param stream which of the 2^64 independent sequences of that seed
     * @return that sequence
     */
    public static RandomStream of(long seed, long stream) {
        return new RandomStream(seed, stream);
    }

    /**
     * A family of streams below this one, for work that is nested: folds within permutations within subjects.
     *
     * @param child which family, 0 or more
     * @return stream 0 of that family; deterministic, and unrelated to this stream's own numbers
     */
    public RandomStream derive(long child) {
        checkIndex(child);
        return new RandomStream(Philox.half(DERIVED | child, stream, seed, false), 0);
    }

    /**
     * @param index which number, 0 to 2^56 - 1
     * @return 64 random bits
     */
    public long bits(long index) {
        checkIndex(index);
        return bits(index, 0);
    }

    private long bits(long index, int attempt) {
        return Philox.half((long) attempt << 56 | index >>> 1, stream, seed, (index & 1) != 0);
    }

    /**
     * @param index which number, 0 to 2^56 - 1
     * @return uniform in [0, 1), a multiple of 2^-53
     */
    public double uniform(long index) {
        return (bits(index) >>> 11) * 0x1p-53;
    }

    /**
     * @param index which number, 0 to 2^56 - 1
     * @return standard normal. Indices 2j and 2j + 1 are the two (independent) coordinates of one Box-Muller pair;
     *     values beyond 8.6 standard deviations do not occur
     */
    public double normal(long index) {
        checkIndex(index);
        // 1 - u is in (0, 1], so the logarithm is finite.
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(index & ~1L)));
        double angle = 2 * Math.PI * uniform(index | 1);
        return radius * ((index & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /**
     * @param index which number, 0 to 2^56 - 1
     * @param bound one more than the largest value wanted, at least 1
     * @return uniform in 0..bound-1, every value exactly equally likely (values that would favour some are rejected)
     */
    public int bounded(long index, int bound) {
        checkIndex(index);
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + ": give 1 or more");
        }
        for (int attempt = 0; attempt < 255; attempt++) {
            long word = bits(index, attempt);
            // word * bound is 96 bits wide: its upper part is the number, its lower 64 bits say whether to reject.
            long low = word * bound;
            if (Long.compareUnsigned(low, bound) >= 0
                    || Long.compareUnsigned(low, Long.remainderUnsigned(-bound, bound)) >= 0) {
                long high = (word >>> 32) * bound + ((word & 0xFFFFFFFFL) * bound >>> 32);
                return (int) (high >>> 32);
            }
        }
        throw new AssertionError("255 rejections in a row, each less likely than 2^-33");
    }

    /**
     * Shuffles in place, by Fisher and Yates; uses indices 1 to length - 1 of this stream.
     *
     * @param values changed: every order equally likely, as far as 64-bit seeds allow
     */
    public void shuffle(int[] values) {
        shuffle(values, values.length);
    }

    /**
     * Shuffles the first few in place; uses indices 1 to count - 1 of this stream.
     *
     * @param values changed: its first {@code count} elements in any order, all equally likely; the others stay
     * @param count how many, 0 to the length
     */
    public void shuffle(int[] values, int count) {
        for (int i = count - 1; i > 0; i--) {
            int j = bounded(i, i + 1);
            int held = values[i];
            values[i] = values[j];
            values[j] = held;
        }
    }

    /**
     * @param length how many, 0 or more
     * @return the numbers 0..length-1 in random order, fresh
     */
    public int[] permutation(int length) {
        int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }

    private static void checkIndex(long index) {
        if (index < 0 || index >= INDEX_LIMIT) {
            throw new IllegalArgumentException(
                    "index " + index + " is not in 0..2^56 - 1: use another stream");
        }
    }

    @Override
    public String toString() {
        return "RandomStream[seed " + seed + ", stream " + stream + "]";
    }
}
