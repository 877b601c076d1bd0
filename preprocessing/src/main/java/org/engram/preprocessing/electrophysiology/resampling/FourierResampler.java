package org.engram.preprocessing.electrophysiology.resampling;

import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;
import org.engram.preprocessing.electrophysiology.filtering.OddReflection;

/**
 * Resampling by cutting or extending the spectrum of the whole series, its ends continued by odd reflection. Immutable and
 * thread-safe.
 *
 * <h2>References</h2> As MNE-Python 1.x, {@code mne.filter.resample}.
 *
 * @param ratio samples afterwards for one before, above 0
 * @param padding samples added at each end, or {@link #AUTO}
 */
public record FourierResampler(double ratio, int padding) {
    /** Pads to the next power of two that leaves min(n / 8, 100) samples or more at each end. */
    public static final int AUTO = -1;

    /** Checks the ranges. */
    public FourierResampler {
        if (!(ratio > 0) || Double.isInfinite(ratio) || padding < AUTO) {
            throw new IllegalArgumentException("resampling by " + ratio + " with " + padding
                    + " samples of padding: give a positive ratio and 0 samples or more");
        }
    }

    /**
     * @param x samples, finite; not changed
     * @return max(rint(n ratio), 1) samples, fresh; none from none
     */
    public double[] apply(double[] x) {
        int n = x.length;
        if (n == 0) {
            return new double[0];
        }
        int before = padding;
        long padded = n + 2L * padding;
        if (padding == AUTO) {
            padded = 1;
            while (padded < n + 2L * Math.min(n / 8, 100)) {
                padded *= 2;
            }
            before = (int) (padded - n) / 2;
        }
        double target = Math.max(1, Math.rint(ratio * padded));
        if (padded > 1 << 28 || target > 1 << 28) {
            throw new EngramException("the Fourier method cannot resample " + n + " samples by " + ratio
                    + " at once: use the polyphase method");
        }
        int old = (int) padded;
        int fresh = (int) target;
        double[] series = new double[old];
        new OddReflection(n, n).fill(x, 0, -before, old, series, 0);
        RealFft forward = RealFft.of(old);
        RealFft inverse = old == fresh ? forward : RealFft.of(fresh);
        int bins = Math.max(forward.bins(), inverse.bins());
        double[] re = new double[bins];
        double[] im = new double[bins];
        forward.forward(series, re, im);
        int shared = Math.min(old, fresh);
        if (shared % 2 == 0 && fresh != old) {
            re[shared / 2] *= fresh < old ? 2 : 0.5;
            im[shared / 2] *= fresh < old ? 2 : 0.5;
        }
        double[] y = new double[fresh];
        inverse.inverse(re, im, y);
        int count = (int) Math.max(1, Math.rint(ratio * n));
        int skip = (int) Math.rint(ratio * before);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = y[skip + i] * ((double) fresh / old);
        }
        return out;
    }
}
