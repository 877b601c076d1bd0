package org.engram.preprocessing.electrophysiology.resampling;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
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
        return x.length == 0 ? new double[0] : plan(x.length).apply(x);
    }

    /**
     * Resamples several series; what depends on their length alone is computed once.
     *
     * @param series channel x sample, finite, all equally long; not changed
     * @param parallelism threads to use
     * @return channel x sample at the new rate, fresh
     */
    public double[][] apply(double[][] series, Parallelism parallelism) {
        double[][] out = new double[series.length][0];
        if (series.length > 0 && series[0].length > 0) {
            Plan plan = plan(series[0].length);
            parallelism.forEach(series.length, c -> out[c] = plan.apply(series[c]));
        }
        return out;
    }

    /** @param samples length of the series, at least 1 */
    Plan plan(int samples) {
        return new Plan(samples);
    }

    /** Transforms for series of one length, and memory for as many threads as have used it. Thread-safe. */
    final class Plan {
        private final int count;
        private final int before;
        private final RealFft forward;
        private final RealFft inverse;
        private final ConcurrentLinkedDeque<double[][]> spaces = new ConcurrentLinkedDeque<>();

        private Plan(int n) {
            count = n;
            long padded = n + 2L * padding;
            if (padding == AUTO) {
                padded = 1;
                while (padded < n + 2L * Math.min(n / 8, 100)) {
                    padded *= 2;
                }
            }
            before = padding == AUTO ? (int) (padded - n) / 2 : padding;
            double target = Math.max(1, Math.rint(ratio * padded));
            if (padded > 1 << 28 || target > 1 << 28) {
                throw new EngramException("the Fourier method cannot resample " + n + " samples by " + ratio
                        + " at once: use the polyphase method");
            }
            forward = RealFft.of((int) padded);
            inverse = target == padded ? forward : RealFft.of((int) target);
        }

        double[] apply(double[] x) {
            if (x.length != count) {
                throw new ShapeException("series of " + count + " and " + x.length
                        + " samples cannot be resampled together: give equal lengths");
            }
            int old = forward.length();
            int fresh = inverse.length();
            double[][] space = spaces.pollFirst();
            if (space == null) {
                int bins = Math.max(forward.bins(), inverse.bins());
                space = new double[][] {new double[Math.max(old, fresh)], new double[bins], new double[bins],
                        new double[bins], new double[bins]};
            }
            double[] series = space[0];
            double[] re = space[1];
            double[] im = space[2];
            new OddReflection(count, count).fill(x, 0, -before, old, series, 0);
            forward.forward(series, re, im, space[3], space[4]);
            int shared = Math.min(old, fresh);
            Arrays.fill(re, forward.bins(), re.length, 0);
            Arrays.fill(im, forward.bins(), im.length, 0);
            if (shared % 2 == 0 && fresh != old) {
                re[shared / 2] *= fresh < old ? 2 : 0.5;
                im[shared / 2] *= fresh < old ? 2 : 0.5;
            }
            inverse.inverse(re, im, series, space[3], space[4]);
            double[] out = new double[(int) Math.max(1, Math.rint(ratio * count))];
            int skip = (int) Math.rint(ratio * before);
            double scale = (double) fresh / old;
            for (int i = 0; i < out.length; i++) {
                out[i] = series[skip + i] * scale;
            }
            spaces.addFirst(space);
            return out;
        }
    }
}
