package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Epochs;
import org.engram.preprocessing.electrophysiology.interpolation.LeftOutElectrodes;

/** Chooses how many bad channels drop an epoch, and how many of them are interpolated otherwise. */
final class Consensus {
    private final Epochs epochs;
    private final LeftOutElectrodes electrodes;
    private final int[][] worst;
    private final double[] kappas;
    private final int[] rhos;
    private final int folds;
    private final int[] foldOf;
    private final double[][][] losses;

    /**
     * @param epochs the channels looked at only
     * @param electrodes interpolates them
     * @param worst bad channels of each epoch, worst first
     * @param kappas parts of bad channels that drop an epoch, ascending
     * @param rhos numbers of channels interpolated, ascending
     * @param folds parts of the epochs
     */
    Consensus(Epochs epochs, LeftOutElectrodes electrodes, int[][] worst, double[] kappas, int[] rhos,
            int folds) {
        this.epochs = epochs;
        this.electrodes = electrodes;
        this.worst = worst;
        this.kappas = kappas;
        this.rhos = rhos;
        this.folds = folds;
        foldOf = new int[epochs.trialCount()];
        for (int fold = 0; fold < folds; fold++) {
            for (int trial : GlobalRejection.fold(foldOf.length, folds, fold)) {
                foldOf[trial] = fold;
            }
        }
        losses = new double[rhos.length][kappas.length][folds];
    }

    LocalRepair choose(double[] thresholds) throws IOException {
        double[][][][] repaired = new double[rhos.length][][][];
        for (int r = 0; r < rhos.length; r++) {
            repaired[r] = repaired(rhos[r]);
        }
        ChannelRows.forEach(epochs, IntStream.range(0, epochs.channelCount()).toArray(), (first, rows) -> {
            for (int i = 0; i < rows.length; i++) {
                double[][] medians = medians(rows[i]);
                for (int r = 0; r < rhos.length; r++) {
                    add(replaced(rows[i], repaired[r], first + i, rhos[r]), medians, losses[r]);
                }
            }
        });
        double[][] means = new double[rhos.length][kappas.length];
        int bestRho = -1;
        int bestKappa = -1;
        for (int k = kappas.length - 1; k >= 0; k--) {
            for (int r = 0; r < rhos.length; r++) {
                means[r][k] = loss(r, k);
                if (means[r][k] < (bestRho < 0 ? Double.POSITIVE_INFINITY : means[bestRho][bestKappa])) {
                    bestRho = r;
                    bestKappa = k;
                }
            }
        }
        if (bestRho < 0) {
            throw new EngramException(
                    "every way to reject leaves no epoch in some fold: channels are above their limits"
                            + " nearly everywhere; look at the recording, or use fewer folds");
        }
        return new LocalRepair(epochs.channels().stream().map(channel -> channel.name()).toList(), thresholds,
                worst,
                kappas[bestKappa], rhos[bestRho], kappas, rhos, means, electrodes);
    }

    /** The root mean square over channels and times, averaged over folds. */
    private double loss(int r, int k) {
        if (kappas[k] * epochs.channelCount() <= rhos[r]) {
            return Double.POSITIVE_INFINITY;
        }
        double numbers = (double) epochs.channelCount() * epochs.timeCount();
        return Arrays.stream(losses[r][k]).map(sum -> Math.sqrt(sum / numbers)).average().orElseThrow();
    }

    /** Interpolated rows of each epoch, in the order of its worst channels. */
    private double[][][] repaired(int rho) throws IOException {
        double[][][] rows = new double[worst.length][][];
        for (int trial = 0; trial < worst.length; trial++) {
            int[] out = Arrays.copyOf(worst[trial], Math.min(rho, worst[trial].length));
            rows[trial] = new double[out.length][epochs.timeCount()];
            if (out.length > 0) {
                Matrix weights = electrodes.weights(out);
                double[][] samples = epochs.read(trial);
                for (int i = 0; i < out.length; i++) {
                    for (int c = 0; c < samples.length; c++) {
                        double weight = weights.get(i, c);
                        for (int t = 0; t < epochs.timeCount() && weight != 0; t++) {
                            rows[trial][i][t] += weight * samples[c][t];
                        }
                    }
                }
            }
        }
        return rows;
    }

    private double[][] replaced(double[][] rows, double[][][] repaired, int channel, int rho) {
        double[][] all = rows.clone();
        for (int trial = 0; trial < all.length; trial++) {
            for (int i = 0; i < Math.min(rho, worst[trial].length); i++) {
                if (worst[trial][i] == channel) {
                    all[trial] = repaired[trial][i];
                }
            }
        }
        return all;
    }

    private double[][] medians(double[][] rows) {
        double[][] medians = new double[folds][];
        for (int fold = 0; fold < folds; fold++) {
            medians[fold] = ErrorCurve.median(rows, GlobalRejection.fold(rows.length, folds, fold),
                    epochs.timeCount());
        }
        return medians;
    }

    /** Adds the squares of one channel for every kappa and fold. Epochs good at one kappa are good at all larger ones. */
    private void add(double[][] rows, double[][] medians, double[][] squares) {
        int times = epochs.timeCount();
        double[][] sums = new double[folds][times];
        double[] total = new double[times];
        int[] counts = new int[folds];
        int all = 0;
        boolean[] taken = new boolean[rows.length];
        for (int k = 0; k < kappas.length; k++) {
            for (int trial = 0; trial < rows.length; trial++) {
                if (!taken[trial] && worst[trial].length < kappas[k] * epochs.channelCount()) {
                    taken[trial] = true;
                    all++;
                    counts[foldOf[trial]]++;
                    for (int t = 0; t < times; t++) {
                        sums[foldOf[trial]][t] += rows[trial][t];
                        total[t] += rows[trial][t];
                    }
                }
            }
            for (int fold = 0; fold < folds; fold++) {
                int training = all - counts[fold];
                double error = training == 0 ? Double.POSITIVE_INFINITY : 0;
                for (int t = 0; t < times && training > 0; t++) {
                    double difference = (total[t] - sums[fold][t]) / training - medians[fold][t];
                    error += difference * difference;
                }
                squares[k][fold] += error;
            }
        }
    }
}
