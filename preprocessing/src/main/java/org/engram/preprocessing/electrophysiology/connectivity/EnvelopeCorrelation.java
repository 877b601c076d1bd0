package org.engram.preprocessing.electrophysiology.connectivity;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.signal.AnalyticSignal;
import org.engram.compute.statistics.Correlation;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Epochs;

/**
 * Correlation of amplitude envelopes, mean over trials. Epochs are band-passed before. Orthogonalised by default: from each
 * channel what goes with the other without delay is taken out first, since volume conduction and field spread alone make
 * envelopes alike.
 *
 * <h2>References</h2> J. F. Hipp, D. J. Hawellek, M. Corbetta, M. Siegel, A. K. Engel, Nature Neuroscience 15, 2012.
 *
 * @param orthogonal whether to take out what goes together without delay
 * @param logarithm whether to correlate logarithms of power, as the paper does, rather than amplitudes
 */
public record EnvelopeCorrelation(boolean orthogonal, boolean logarithm) {
    /** Orthogonalised, amplitudes. */
    public static final EnvelopeCorrelation DEFAULT = new EnvelopeCorrelation(true, false);

    private static final double NOTHING = 1e-300;

    /**
     * @param epochs band-passed trials
     * @param channels indices of the channels
     * @param parallelism threads
     * @param progress told how far it is
     * @return symmetric: of the two directions of orthogonalisation the mean of absolute correlations
     * @throws IOException if the epochs cannot be read
     */
    public ConnectivityMatrix of(Epochs epochs, int[] channels, Parallelism parallelism, Progress progress)
            throws IOException {
        int n = channels.length;
        double[][] sums = new double[n][n];
        AnalyticSignal analytic = new AnalyticSignal(epochs.timeCount());
        try (Progress.Task task = progress.begin("envelope correlation", epochs.trialCount())) {
            for (int trial = 0; trial < epochs.trialCount(); trial++) {
                double[][] real = epochs.read(trial, channels);
                double[][] imaginary = new double[n][epochs.timeCount()];
                parallelism.forEach(n, c -> analytic.transform(real[c], imaginary[c]));
                parallelism.forEach(n, i -> {
                    for (int j = 0; j < n; j++) {
                        sums[i][j] += i == j ? 0 : correlation(real, imaginary, i, j);
                    }
                });
                task.advance(1);
            }
        }
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                values[i][j] = (sums[i][j] + sums[j][i]) / (2 * epochs.trialCount());
            }
        }
        List<String> names = IntStream.of(channels).mapToObj(c -> epochs.channels().get(c).name()).toList();
        return new ConnectivityMatrix(names, values,
                (orthogonal ? "orthogonalised " : "") + "envelope correlation");
    }

    /** Of the envelope of i with that of j, after i has been taken out of j. */
    private double correlation(double[][] real, double[][] imaginary, int i, int j) {
        int length = real[i].length;
        double[] one = new double[length];
        double[] other = new double[length];
        for (int t = 0; t < length; t++) {
            double a = real[i][t];
            double b = imaginary[i][t];
            double size = Math.sqrt(a * a + b * b);
            one[t] = scaled(size);
            if (orthogonal) {
                // The part of j at a right angle to the phase of i.
                double across = size > 0 ? (imaginary[j][t] * a - real[j][t] * b) / size : 0;
                other[t] = scaled(Math.abs(across));
            } else {
                other[t] = scaled(Math.hypot(real[j][t], imaginary[j][t]));
            }
        }
        double r = Correlation.pearson(one, other);
        return orthogonal ? Math.abs(r) : r;
    }

    private double scaled(double amplitude) {
        return logarithm ? 2 * Math.log(Math.max(amplitude, NOTHING)) : amplitude;
    }
}
