package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.interpolation.LeftOutElectrodes;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * Rejection and repair of EEG epochs with a limit for each channel.
 *
 * <p>Limits are found as in {@link GlobalRejection}, of each channel by itself, from its epochs and as many that are
 * interpolated from all other channels, over random splits. In each epoch, channels above their limit are bad. The epoch
 * is dropped when at least a part kappa of its channels is bad; otherwise the rho worst of them are interpolated from all
 * channels that are not. Kappa and rho are those with which the mean of the repaired training epochs is closest to the
 * median of the validation epochs as they are; of equals the largest kappa, then the smallest rho, which changes least.
 *
 * <p>Every candidate limit is tried, where the published search stops after 50; identical epochs do no harm.
 *
 * <h2>References</h2> M. Jas, D. A. Engemann, Y. Bekhti, F. Raimondo, A. Gramfort, NeuroImage 159, 2017.
 */
public final class LocalRejection {
    private static final int KAPPAS = 11;
    private final long seed;
    private final int splits;
    private final int folds;
    private final int[] interpolated;
    private final Parallelism parallelism;

    private LocalRejection(Builder builder) {
        seed = builder.seed;
        splits = builder.splits;
        folds = builder.folds;
        interpolated = builder.interpolated.clone();
        parallelism = builder.parallelism;
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param epochs at least 5 good EEG channels, all with positions, and at least 5 trials
     * @param sphere the sphere the scalp is taken for
     * @return limits, and what is dropped and repaired with them
     * @throws IOException if the file cannot be read
     */
    public LocalRepair fit(Epochs epochs, HeadSphere sphere) throws IOException {
        int[] places = epochs.channelsThat(channel -> channel.type() == ChannelType.EEG && !channel.bad());
        if (places.length < 5 || epochs.trialCount() < 5) {
            throw new EngramException(places.length + " good EEG channels and " + epochs.trialCount()
                    + " epochs: local rejection needs at least 5 of each");
        }
        Epochs chosen = epochs.selectChannels(places);
        List<Channel> channels = chosen.channels();
        LeftOutElectrodes electrodes = LeftOutElectrodes.of(channels, sphere);
        double[] thresholds = new double[places.length];
        double[][] ranges = new double[epochs.trialCount()][places.length];
        findThresholds(chosen, electrodes, thresholds, ranges);
        int[][] worst = worst(thresholds, ranges);
        return new Consensus(chosen, electrodes, worst, kappas(), rhos(places.length),
                Math.min(folds, epochs.trialCount())).choose(thresholds);
    }

    private void findThresholds(Epochs chosen, LeftOutElectrodes electrodes, double[] thresholds,
            double[][] ranges) throws IOException {
        int n = chosen.trialCount();
        int channels = chosen.channelCount();
        Matrix others = Matrix.zeros(channels, channels);
        for (int c = 0; c < channels; c++) {
            System.arraycopy(electrodes.weights(c).data(), 0, others.data(), c * channels, channels);
        }
        Epochs predicted = ChannelMixing.inPlace("each from all others", chosen.channels(), others)
                .apply(chosen);
        List<int[][]> shuffles = shuffles(n);
        ChannelRows.forEach(chosen, IntStream.range(0, channels).toArray(), (first, rows) -> {
            double[][][] twins = new double[rows.length][n][];
            int[] which = IntStream.range(first, first + rows.length).toArray();
            for (int trial = 0; trial < n; trial++) {
                double[][] samples = predicted.read(trial, which);
                for (int i = 0; i < rows.length; i++) {
                    twins[i][trial] = samples[i];
                }
            }
            parallelism.forEach(rows.length, i -> {
                double[][] both = Arrays.copyOf(rows[i], 2 * n);
                System.arraycopy(twins[i], 0, both, n, n);
                thresholds[first + i] = threshold(both, shuffles);
                for (int trial = 0; trial < n; trial++) {
                    ranges[trial][first + i] = ErrorCurve.range(rows[i][trial]);
                }
            });
        });
    }

    private static double threshold(double[][] rows, List<int[][]> shuffles) {
        double[] ranges = Arrays.stream(rows).mapToDouble(ErrorCurve::range).toArray();
        List<int[]> training = new ArrayList<>();
        List<double[]> curves = new ArrayList<>();
        for (int[][] shuffle : shuffles) {
            int[] sorted = ErrorCurve.sorted(shuffle[0], ranges);
            training.add(sorted);
            curves.add(ErrorCurve.of(rows, sorted, shuffle[1]));
        }
        return ThresholdScores.of(ranges, training, curves, rows[0].length).best();
    }

    /** Splits of twice n epochs, a fifth of the measured and of the interpolated ones aside. */
    private List<int[][]> shuffles(int n) {
        int aside = (int) Math.ceil(0.2 * n);
        List<int[][]> all = new ArrayList<>();
        for (int split = 0; split < splits; split++) {
            int[] measured = RandomStream.of(seed, 2L * split).permutation(n);
            int[] twins = RandomStream.of(seed, 2L * split + 1).permutation(n);
            int[] training = new int[2 * (n - aside)];
            int[] validation = new int[2 * aside];
            for (int i = 0; i < n; i++) {
                int[] into = i < aside ? validation : training;
                int place = i < aside ? i : i - aside;
                into[2 * place] = measured[i];
                into[2 * place + 1] = n + twins[i];
            }
            all.add(new int[][] {training, validation});
        }
        return all;
    }

    /** Bad channels of each epoch, the one with the largest range first. */
    private static int[][] worst(double[] thresholds, double[][] ranges) {
        return Arrays.stream(ranges)
                .map(row -> IntStream.range(0, row.length).filter(c -> row[c] > thresholds[c]).boxed()
                        .sorted(Comparator.comparingDouble((Integer c) -> -row[c]))
                        .mapToInt(Integer::intValue)
                        .toArray())
                .toArray(int[][]::new);
    }

    private static double[] kappas() {
        return IntStream.range(0, KAPPAS).mapToDouble(i -> i / (KAPPAS - 1.0)).toArray();
    }

    /** At least four channels are left to interpolate from. */
    private int[] rhos(int channels) {
        return Arrays.stream(interpolated).map(rho -> Math.min(rho, channels - 4)).distinct().sorted()
                .toArray();
    }

    /** Collects the options. */
    public static final class Builder {
        private long seed;
        private int splits = 10;
        private int folds = 10;
        private int[] interpolated = {1, 4, 32};
        private Parallelism parallelism = Parallelism.available();

        private Builder() {}

        /**
         * @param value seed of the random splits. Default 0
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * @param value random splits to find limits by. Default 10
         * @return this
         */
        public Builder splits(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("there are " + value + " splits: give at least 1");
            }
            splits = value;
            return this;
        }

        /**
         * @param value parts of the epochs to choose kappa and rho by. Default 10
         * @return this
         */
        public Builder folds(int value) {
            if (value < 2) {
                throw new IllegalArgumentException("there are " + value + " folds: give at least 2");
            }
            folds = value;
            return this;
        }

        /**
         * @param value most channels of an epoch that are interpolated: the numbers to choose from. Default 1, 4, 32
         * @return this
         */
        public Builder interpolated(int... value) {
            if (value.length == 0 || Arrays.stream(value).anyMatch(rho -> rho < 1)) {
                throw new IllegalArgumentException("interpolate " + Arrays.toString(value)
                        + " channels: give at least one number, each 1 or more");
            }
            interpolated = value.clone();
            return this;
        }

        /**
         * @param value threads. Default all; the result does not depend on it
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /** @return what rejects so */
        public LocalRejection build() {
            return new LocalRejection(this);
        }
    }
}
