package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;
import org.engram.io.recording.Epochs;

/**
 * Where the mean over trials would lie for other trials of the same kind, by the percentile bootstrap: at each time by
 * itself, so the band is not one for the whole curve at once.
 *
 * @param lower channel x time, SI units
 * @param upper channel x time
 */
public record ConfidenceBand(double[][] lower, double[][] upper) {
    /**
     * @param epochs at least two trials
     * @param channels which channels
     * @param options level, number of samples drawn and seed
     * @return the band of those channels. The same trials are drawn for each of them
     * @throws IOException if the file cannot be read
     */
    public static ConfidenceBand of(Epochs epochs, int[] channels, Options options) throws IOException {
        int trials = epochs.trialCount();
        if (trials < 2) {
            throw new EngramException("a confidence band needs at least 2 trials, there are " + trials);
        }
        Matrix weights = drawn(trials, options);
        double[][] lower = new double[channels.length][];
        double[][] upper = new double[channels.length][];
        int together = Math.max(1, (int) Math.min(channels.length,
                (64L << 20) / (8L * trials * epochs.timeCount())));
        for (int from = 0; from < channels.length; from += together) {
            int[] some = Arrays.copyOfRange(channels, from, Math.min(channels.length, from + together));
            Matrix[] samples = read(epochs, some);
            for (int i = 0; i < some.length; i++) {
                Matrix means = DenseAlgebra.multiply(weights, samples[i]).transpose();
                lower[from + i] = new double[epochs.timeCount()];
                upper[from + i] = new double[epochs.timeCount()];
                for (int t = 0; t < epochs.timeCount(); t++) {
                    double[] sorted = means.row(t);
                    Arrays.sort(sorted);
                    lower[from + i][t] = Descriptive.sortedQuantile(sorted, (1 - options.level) / 2);
                    upper[from + i][t] = Descriptive.sortedQuantile(sorted, (1 + options.level) / 2);
                }
            }
        }
        return new ConfidenceBand(lower, upper);
    }

    /** How often each trial was drawn over the number of trials: a product with it gives all means at once. */
    private static Matrix drawn(int trials, Options options) {
        Matrix weights = Matrix.zeros(options.samples, trials);
        for (int sample = 0; sample < options.samples; sample++) {
            RandomStream random = RandomStream.of(options.seed, sample);
            for (int i = 0; i < trials; i++) {
                weights.data()[sample * trials + random.bounded(i, trials)] += 1.0 / trials;
            }
        }
        return weights;
    }

    private static Matrix[] read(Epochs epochs, int[] channels) throws IOException {
        Matrix[] samples = new Matrix[channels.length];
        for (int i = 0; i < channels.length; i++) {
            samples[i] = Matrix.zeros(epochs.trialCount(), epochs.timeCount());
        }
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            double[][] rows = epochs.read(trial, channels);
            FiniteSamples.require(Arrays.stream(channels).mapToObj(epochs.channels()::get).toList(), rows,
                    epochs.trials().get(trial));
            for (int i = 0; i < channels.length; i++) {
                System.arraycopy(rows[i], 0, samples[i].data(), trial * epochs.timeCount(),
                        epochs.timeCount());
            }
        }
        return samples;
    }

    /**
     * How the band is found.
     *
     * @param level how much of the drawn means lies within, between 0 and 1
     * @param samples how many samples of trials are drawn
     * @param seed of the random numbers
     */
    public record Options(double level, int samples, long seed) {
        /** 95 %, 2000 samples, seed 0. */
        public static final Options DEFAULT = new Options(0.95, 2000, 0);

        /** Checks the ranges. */
        public Options {
            if (!(level > 0 && level < 1) || samples < 2) {
                throw new IllegalArgumentException("a band of level " + level + " from " + samples
                        + " samples: give a level between 0 and 1 and at least 2 samples");
            }
        }
    }
}
