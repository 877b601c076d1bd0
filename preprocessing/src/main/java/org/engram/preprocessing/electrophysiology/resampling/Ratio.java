package org.engram.preprocessing.electrophysiology.resampling;

import java.math.BigInteger;
import org.engram.core.EngramException;

/**
 * The ratio of two sampling rates in lowest terms.
 *
 * @param up samples afterwards
 * @param down for so many before
 */
public record Ratio(int up, int down) {
    private static final int LARGEST = 1 << 16;

    /** Reduces to lowest terms. */
    public Ratio {
        if (up < 1 || down < 1) {
            throw new IllegalArgumentException(
                    "resampling by " + up + "/" + down + ": give positive numbers");
        }
        int divisor = BigInteger.valueOf(up).gcd(BigInteger.valueOf(down)).intValue();
        up /= divisor;
        down /= divisor;
    }

    /**
     * @param fromHz a sampling rate
     * @param toHz another
     * @return their ratio, by continued fractions, to one part in 10^9
     */
    public static Ratio of(double fromHz, double toHz) {
        if (!(fromHz > 0 && toHz > 0) || Double.isInfinite(fromHz) || Double.isInfinite(toHz)) {
            throw new IllegalArgumentException(
                    "resampling from " + fromHz + " to " + toHz + " Hz: give positive rates");
        }
        double value = toHz / fromHz;
        double rest = value;
        long p0 = 0;
        long q0 = 1;
        long p1 = 1;
        long q1 = 0;
        for (int round = 0; round < 40; round++) {
            double whole = Math.floor(rest);
            double p = whole * p1 + p0;
            double q = whole * q1 + q0;
            if (p > LARGEST || q > LARGEST) {
                break;
            }
            p0 = p1;
            q0 = q1;
            p1 = (long) p;
            q1 = (long) q;
            if (p1 > 0 && Math.abs((double) p1 / q1 - value) <= 1e-9 * value) {
                return new Ratio((int) p1, (int) q1);
            }
            rest = 1 / (rest - whole);
        }
        throw new EngramException("the rates " + fromHz + " and " + toHz
                + " Hz are in no ratio of whole numbers up to " + LARGEST
                + ": choose another rate, or the Fourier method");
    }

    /** @return samples afterwards for one before */
    public double value() {
        return (double) up / down;
    }
}
