package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.interpolation.ChannelInterpolation;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;

/**
 * Finds bad EEG channels as those that cannot be predicted from random subsets of the others (PREP): each channel is
 * interpolated from many subsets, and where the median of these has little to do with what was measured, the window is
 * bad. A channel is never predicted from itself, which pyprep allows.
 *
 * @param subsets how many random subsets
 * @param part how much of the good channels is in a subset
 * @param correlation a window of a channel is bad when its correlation with the prediction is lower
 * @param badTime a channel is bad when a larger part of its windows is
 * @param windowSeconds length of a window
 * @param seed of the random subsets
 */
public record RansacChannels(int subsets, double part, double correlation, double badTime,
        double windowSeconds, long seed) {
    /** 50 subsets of a quarter, correlation 0.75 in windows of 5 s, 40 % of them, seed 0. */
    public static final RansacChannels DEFAULT = new RansacChannels(50, 0.25, 0.75, 0.4, 5, 0);

    /** Checks the ranges. */
    public RansacChannels {
        if (subsets < 1 || !(part > 0 && part < 1 && correlation >= -1 && correlation <= 1 && badTime >= 0
                && badTime < 1 && windowSeconds > 0)) {
            throw new IllegalArgumentException(subsets + " subsets of " + part + ", correlation "
                    + correlation
                    + ", bad time " + badTime + ", window " + windowSeconds + " s are not all possible");
        }
    }

    /**
     * @param value another seed
     * @return the same with it
     */
    public RansacChannels withSeed(long value) {
        return new RansacChannels(subsets, part, correlation, badTime, windowSeconds, value);
    }

    /**
     * @param recording its good EEG channels have positions; high-pass it at 1 Hz first
     * @param sphere the sphere the scalp is taken for
     * @param parallelism threads; the result does not depend on them
     * @return names of the bad channels
     * @throws IOException if the file cannot be read
     */
    public List<String> find(Recording recording, HeadSphere sphere, Parallelism parallelism)
            throws IOException {
        int[] channels = recording
                .channelsThat(channel -> channel.type() == ChannelType.EEG && !channel.bad());
        int size = (int) Math.rint(part * channels.length);
        if (size < 4) {
            throw new EngramException(
                    "subsets of " + part + " of " + channels.length + " good EEG channels have "
                            + size + ": at least 4 are needed; use a larger part");
        }
        Matrix[] predictors = new Matrix[channels.length];
        BlasThreads.forEach(parallelism, channels.length,
                i -> predictors[i] = predictors(recording.channels(), channels, i, size, sphere));
        int length = (int) Math.rint(windowSeconds * recording.samplingRateHz());
        List<Long> windows = Windows.of(recording, length);
        int[] bad = new int[channels.length];
        for (long from : windows) {
            Matrix x = Matrix.ofRows(recording.read(channels, from, length));
            Windows.requireFinite(x, recording, channels, from);
            BlasThreads.forEach(parallelism, channels.length,
                    i -> bad[i] += correlationWithMedian(DenseAlgebra.multiply(predictors[i], x),
                            x.row(i)) < correlation
                                    ? 1
                                    : 0);
        }
        return IntStream.range(0, bad.length).filter(i -> bad[i] > badTime * windows.size())
                .mapToObj(i -> recording.channels().get(channels[i]).name()).toList();
    }

    /** Weights of all channels, subset by subset, that predict one of them. */
    private Matrix predictors(List<Channel> all, int[] channels, int target, int size, HeadSphere sphere) {
        Matrix weights = Matrix.zeros(subsets, channels.length);
        List<Integer> others = IntStream.range(0, channels.length).filter(i -> i != target).boxed().toList();
        String name = all.get(channels[target]).name();
        for (int subset = 0; subset < subsets; subset++) {
            int[] order = RandomStream.of(seed, (long) target * subsets + subset).permutation(others.size());
            List<Channel> chosen = new ArrayList<>();
            chosen.add(all.get(channels[target]));
            for (int i = 0; i < size; i++) {
                chosen.add(all.get(channels[others.get(order[i])]));
            }
            Matrix row = ChannelInterpolation.of(chosen, List.of(name), sphere).weights();
            for (int i = 0; i < size; i++) {
                weights.set(subset, others.get(order[i]), row.get(0, i));
            }
        }
        return weights;
    }

    private static double correlationWithMedian(Matrix predictions, double[] measured) {
        double[] median = new double[measured.length];
        for (int t = 0; t < median.length; t++) {
            median[t] = Descriptive.median(predictions.column(t));
        }
        double meanA = Descriptive.mean(median);
        double meanB = Descriptive.mean(measured);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int t = 0; t < median.length; t++) {
            ab += (median[t] - meanA) * (measured[t] - meanB);
            aa += (median[t] - meanA) * (median[t] - meanA);
            bb += (measured[t] - meanB) * (measured[t] - meanB);
        }
        // A channel that does not move is predicted by nothing.
        return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
    }
}
