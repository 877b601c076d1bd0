package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;
import org.engram.io.recording.Recording;

/**
 * Finds bad channels by their amplitude and by what they share with others, as the PREP pipeline does (N. Bigdely-Shamlo
 * and others, Front. Neuroinform. 9, 2015). High-pass the recording at 1 Hz first.
 *
 * @param deviation a channel is bad when the robust z-score of its robust scale, among all channels, is farther from 0
 * @param correlation a window of a channel is bad when the 98th percentile of its absolute correlations with the others
 *     is lower
 * @param badTime a channel is bad when a larger part of its windows is
 * @param windowSeconds length of a window
 */
public record NoisyChannels(double deviation, double correlation, double badTime, double windowSeconds) {
    /** Deviation 5, correlation 0.4 in windows of 1 s, 1 % of them. */
    public static final NoisyChannels DEFAULT = new NoisyChannels(5, 0.4, 0.01, 1);

    /** Checks the ranges. */
    public NoisyChannels {
        if (!(deviation > 0 && correlation >= 0 && correlation <= 1 && badTime >= 0 && badTime < 1
                && windowSeconds > 0)) {
            throw new IllegalArgumentException("deviation " + deviation + ", correlation " + correlation
                    + ", bad time " + badTime + ", window " + windowSeconds + " s are not all possible");
        }
    }

    /**
     * @param recording what to look at, in pieces spread over it
     * @param channels which channels, at least three, of one type
     * @return names of those whose amplitude stands out, flat ones among them
     * @throws IOException if the file cannot be read
     */
    public List<String> byDeviation(Recording recording, int... channels) throws IOException {
        requireSome(channels);
        double[] scales = PlausibilityGuard.scales(recording, channels);
        double middle = Descriptive.median(scales);
        // 0.7413 times the interquartile range is the standard deviation of normal numbers.
        double spread = 0.7413 * (Descriptive.quantile(scales, 0.75) - Descriptive.quantile(scales, 0.25));
        return named(recording, channels, i -> scales[i] == 0 || Double.isNaN(scales[i])
                || Math.abs(scales[i] - middle) > deviation * spread);
    }

    /**
     * @param recording what to look at, window by window; those a bad annotation overlaps are left out
     * @param channels which channels, at least three, of one type
     * @return names of those that have little to do with any other
     * @throws IOException if the file cannot be read
     */
    public List<String> byCorrelation(Recording recording, int... channels) throws IOException {
        requireSome(channels);
        int length = Math.max(3, (int) Math.rint(windowSeconds * recording.samplingRateHz()));
        List<Long> windows = Windows.of(recording, length);
        int[] bad = new int[channels.length];
        for (long from : windows) {
            Matrix x = Matrix.ofRows(recording.read(channels, from, length));
            Windows.requireFinite(x, recording, channels, from);
            double[][] correlations = correlations(x);
            for (int i = 0; i < bad.length; i++) {
                bad[i] += Descriptive.quantile(correlations[i], 0.98) < correlation ? 1 : 0;
            }
        }
        return named(recording, channels, i -> bad[i] > badTime * windows.size());
    }

    /** Absolute correlations of each channel with all others; 0 with one that does not move. */
    private static double[][] correlations(Matrix x) {
        int n = x.rows();
        for (int i = 0; i < n; i++) {
            double mean = 0;
            for (int t = 0; t < x.columns(); t++) {
                mean += x.get(i, t) / x.columns();
            }
            for (int t = 0; t < x.columns(); t++) {
                x.set(i, t, x.get(i, t) - mean);
            }
        }
        Matrix products = DenseAlgebra.gram(x);
        double[][] correlations = new double[n][n - 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double norm = Math.sqrt(products.get(i, i) * products.get(j, j));
                if (i != j) {
                    correlations[i][j < i ? j : j - 1] = norm > 0 ? Math.abs(products.get(i, j)) / norm : 0;
                }
            }
        }
        return correlations;
    }

    private static void requireSome(int[] channels) {
        if (channels.length < 3) {
            throw new EngramException(
                    channels.length + " channels: which one stands out can be told of at least 3");
        }
    }

    private static List<String> named(Recording recording, int[] channels,
            IntPredicate choice) {
        return IntStream.range(0, channels.length).filter(choice)
                .mapToObj(i -> recording.channels().get(channels[i]).name()).toList();
    }
}
