package org.engram.compute.random;

/**
 * The Philox 4x32 bijection with 10 rounds: 128 counter bits and 64 key bits in, 128 random bits out.
 *
 * <h2>References</h2> J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC'11, 2011, section 3.3.
 */
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * One half of the block of a counter; both halves cost the same.
     *
     * @param low counter words 1 (high half) and 0 (low half)
     * @param high counter words 3 (high half) and 2 (low half)
     * @param key key words 1 (high half) and 0 (low half)
     * @param secondHalf whether to give the output words 3 and 2, not 1 and 0
     * @return two output words, the one of the higher number in the upper half
     */
    static long half(long low, long high, long key, boolean secondHalf) {
        long c0 = low & LOW;
        long c1 = low >>> 32;
        long c2 = high & LOW;
        long c3 = high >>> 32;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * c0;
            long p1 = MULTIPLIER_1 * c2;
            c0 = ((p1 >>> 32) ^ c1 ^ k0) & LOW;
            c1 = p1 & LOW;
            c2 = ((p0 >>> 32) ^ c3 ^ k1) & LOW;
            c3 = p0 & LOW;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return secondHalf ? c3 << 32 | c2 : c1 << 32 | c0;
    }
}
