package org.engram.decoders.timeseries.temporal;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.Correlation;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;

/**
 * Temporal receptive fields: how responses follow continuous features (a sound envelope, a spectrogram) after delays, or with
 * the roles exchanged, how a stimulus is reconstructed from responses. Linear regression on delayed features with a ridge or a
 * Laplacian penalty, which favours coefficients that change little from one delay to the next.
 *
 * <p>The delayed features are never laid out: their products are computed from correlations with the edges corrected, so
 * memory is (features x delays) squared whatever the length. Features are zero beyond the ends of each trial. Immutable and
 * thread-safe.
 *
 * <h2>References</h2> M. J. Crosse et al., Frontiers in Human Neuroscience 10, 2016; the conventions are those of
 * MNE-Python's {@code ReceptiveField} with {@code TimeDelayingRidge}: means are taken out, the penalty is added as it is.
 *
 * @param firstLag smallest delay of the response behind the feature, in samples; may be negative
 * @param lastLag largest delay, in samples
 * @param penalty 0 or more
 * @param smooth whether the penalty is on differences of neighbouring delays rather than on the coefficients themselves
 */
public record ReceptiveField(int firstLag, int lastLag, double penalty, boolean smooth) {
    /** Checks the ranges. */
    public ReceptiveField {
        if (lastLag < firstLag || !(penalty >= 0)) {
            throw new IllegalArgumentException("a receptive field from " + firstLag + " to " + lastLag
                    + " samples with penalty " + penalty
                    + ": expected rising delays and a penalty of 0 or more");
        }
    }

    /**
     * @param minimumSeconds smallest delay
     * @param maximumSeconds largest delay
     * @param samplingRateHz samples per second
     * @param penalty 0 or more
     * @return a receptive field with a ridge penalty
     */
    public static ReceptiveField ofSeconds(double minimumSeconds, double maximumSeconds,
            double samplingRateHz,
            double penalty) {
        return new ReceptiveField((int) Math.rint(minimumSeconds * samplingRateHz),
                (int) Math.rint(maximumSeconds * samplingRateHz), penalty, false);
    }

    private int lags() {
        return lastLag - firstLag + 1;
    }

    /**
     * @param features trial x feature x sample
     * @param responses trial x response x sample, as many samples as the features of the trial
     * @param parallelism threads
     * @return the fitted field
     */
    public Model fit(List<double[][]> features, List<double[][]> responses, Parallelism parallelism) {
        requireShapes(features, responses);
        double[] featureMeans = means(features);
        double[] responseMeans = means(responses);
        int size = featureMeans.length * lags();
        Matrix gram = Matrix.zeros(size, size);
        Matrix cross = Matrix.zeros(size, responseMeans.length);
        for (int trial = 0; trial < features.size(); trial++) {
            double[][] x = centred(features.get(trial), featureMeans);
            double[][] y = centred(responses.get(trial), responseMeans);
            addProducts(gram, x, parallelism);
            addCross(cross, x, y, parallelism);
        }
        Matrix regularised = gram.copy();
        addPenalty(regularised, featureMeans.length);
        Matrix weights;
        try {
            weights = DenseAlgebra.solvePositiveDefinite(regularised, cross);
        } catch (EngramException singular) {
            throw new EngramException(
                    "the delayed features are not independent of each other, so that a penalty of "
                            + penalty + " does not determine the field: give a larger penalty",
                    singular);
        }
        return new Model(this, weights, gram, featureMeans, responseMeans);
    }

    private static void requireShapes(List<double[][]> features, List<double[][]> responses) {
        if (features.isEmpty() || features.size() != responses.size()) {
            throw new ShapeException(features.size() + " trials of features and " + responses.size()
                    + " of responses: expected the same number, at least one");
        }
        for (int trial = 0; trial < features.size(); trial++) {
            int length = features.get(trial)[0].length;
            for (double[][] side : List.of(features.get(trial), responses.get(trial))) {
                for (double[] row : side) {
                    if (row.length != length) {
                        throw new ShapeException(
                                "trial " + trial + " has series of " + length + " and " + row.length
                                        + " samples");
                    }
                    for (int i = 0; i < length; i++) {
                        if (!Double.isFinite(row[i])) {
                            throw new EngramException("trial " + trial + " is " + row[i] + " at sample " + i
                                    + ": a receptive field needs finite samples");
                        }
                    }
                }
            }
        }
    }

    private static double[] means(List<double[][]> trials) {
        double[] sums = new double[trials.get(0).length];
        long count = 0;
        for (double[][] trial : trials) {
            for (int r = 0; r < sums.length; r++) {
                sums[r] += Arrays.stream(trial[r]).sum();
            }
            count += trial[0].length;
        }
        for (int r = 0; r < sums.length; r++) {
            sums[r] /= count;
        }
        return sums;
    }

    private static double[][] centred(double[][] rows, double[] means) {
        double[][] centred = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            double mean = means[r];
            centred[r] = Arrays.stream(rows[r]).map(v -> v - mean).toArray();
        }
        return centred;
    }

    /** Products of delayed features: along a diagonal of a block they differ by the samples at the two ends only. */
    private void addProducts(Matrix gram, double[][] x, Parallelism parallelism) {
        int lags = lags();
        int n = x[0].length;
        parallelism.forEach(x.length, f -> {
            for (int g = 0; g <= f; g++) {
                for (int start = 0; start < lags; start++) {
                    diagonal(gram, x[f], x[g], f * lags, g * lags, start, 0, n);
                    if (start > 0) {
                        diagonal(gram, x[f], x[g], f * lags, g * lags, 0, start, n);
                    }
                }
            }
        });
        int size = gram.rows();
        for (int row = 0; row < size; row++) {
            for (int column = row + 1; column < size; column++) {
                if (column / lags > row / lags) {
                    gram.set(row, column, gram.get(column, row));
                }
            }
        }
    }

    /** Entries (i + k, j + k) of the block of two features. */
    private void diagonal(Matrix gram, double[] a, double[] b, int rowOffset, int columnOffset, int i, int j,
            int n) {
        int lagA = firstLag + i;
        int lagB = firstLag + j;
        int lags = lags();
        // Sum over t of a(t - lagA) b(t - lagB).
        double sum = 0;
        for (int t = Math.max(0, Math.max(lagA, lagB)); t < Math.min(n, n + Math.min(lagA, lagB)); t++) {
            sum += a[t - lagA] * b[t - lagB];
        }
        for (int k = 0; i + k < lags && j + k < lags; k++) {
            int row = rowOffset + i + k;
            int column = columnOffset + j + k;
            gram.set(row, column, gram.get(row, column) + sum);
            // One sample further: a product enters at t = 0 and one leaves at t = n - 1.
            sum += product(a, b, -1 - lagA - k, -1 - lagB - k)
                    - product(a, b, n - 1 - lagA - k, n - 1 - lagB - k);
        }
    }

    private static double product(double[] a, double[] b, int i, int j) {
        return i >= 0 && j >= 0 && i < a.length && j < b.length ? a[i] * b[j] : 0;
    }

    private void addCross(Matrix cross, double[][] x, double[][] y, Parallelism parallelism) {
        int lags = lags();
        int n = x[0].length;
        parallelism.forEach(x.length, f -> {
            for (int i = 0; i < lags; i++) {
                int lag = firstLag + i;
                for (int r = 0; r < y.length; r++) {
                    double sum = 0;
                    for (int t = Math.max(0, lag); t < Math.min(n, n + lag); t++) {
                        sum += x[f][t - lag] * y[r][t];
                    }
                    cross.set(f * lags + i, r, cross.get(f * lags + i, r) + sum);
                }
            }
        });
    }

    private void addPenalty(Matrix gram, int features) {
        int lags = lags();
        for (int f = 0; f < features; f++) {
            for (int i = 0; i < lags; i++) {
                int at = f * lags + i;
                boolean inner = i > 0 && i < lags - 1;
                gram.set(at, at, gram.get(at, at) + penalty * (smooth && inner ? 2 : 1));
                if (smooth && i > 0) {
                    gram.set(at, at - 1, gram.get(at, at - 1) - penalty);
                    gram.set(at - 1, at, gram.get(at - 1, at) - penalty);
                }
            }
        }
    }

    /** A fitted receptive field. Immutable and thread-safe. */
    public static final class Model {
        private final ReceptiveField options;
        private final Matrix weights;
        private final Matrix gram;
        private final double[] featureMeans;
        private final double[] responseMeans;

        private Model(ReceptiveField options, Matrix weights, Matrix gram, double[] featureMeans,
                double[] responseMeans) {
            this.options = options;
            this.weights = weights;
            this.gram = gram;
            this.featureMeans = featureMeans;
            this.responseMeans = responseMeans;
        }

        /** @return response x feature x delay */
        public double[][][] coefficients() {
            int lags = options.lags();
            double[][][] coefficients = new double[responseMeans.length][featureMeans.length][lags];
            for (int r = 0; r < coefficients.length; r++) {
                for (int f = 0; f < featureMeans.length; f++) {
                    for (int i = 0; i < lags; i++) {
                        coefficients[r][f][i] = weights.get(f * lags + i, r);
                    }
                }
            }
            return coefficients;
        }

        /**
         * Patterns that can be read as activity, where coefficients cannot (Haufe et al. 2014): the covariance of delayed
         * features with the response that the field predicts, over the variance of that response.
         *
         * @return response x feature x delay
         */
        public double[][][] patterns() {
            Matrix products = DenseAlgebra.multiply(gram, weights);
            int lags = options.lags();
            double[][][] patterns = new double[responseMeans.length][featureMeans.length][lags];
            for (int r = 0; r < patterns.length; r++) {
                double variance = 0;
                for (int k = 0; k < weights.rows(); k++) {
                    variance += weights.get(k, r) * products.get(k, r);
                }
                for (int f = 0; f < featureMeans.length; f++) {
                    for (int i = 0; i < lags; i++) {
                        patterns[r][f][i] = variance == 0 ? 0 : products.get(f * lags + i, r) / variance;
                    }
                }
            }
            return patterns;
        }

        /**
         * @param features feature x sample
         * @return response x sample
         */
        public double[][] predict(double[][] features) {
            if (features.length != featureMeans.length) {
                throw new ShapeException(features.length + " features for a field of " + featureMeans.length);
            }
            int n = features[0].length;
            int lags = options.lags();
            double[][] responses = new double[responseMeans.length][n];
            for (int r = 0; r < responses.length; r++) {
                Arrays.fill(responses[r], responseMeans[r]);
                for (int f = 0; f < features.length; f++) {
                    for (int i = 0; i < lags; i++) {
                        int lag = options.firstLag + i;
                        double weight = weights.get(f * lags + i, r);
                        for (int t = Math.max(0, lag); t < Math.min(n, n + lag); t++) {
                            responses[r][t] += weight * (features[f][t - lag] - featureMeans[f]);
                        }
                    }
                }
            }
            return responses;
        }

        /**
         * @param features feature x sample
         * @param responses response x sample
         * @return Pearson correlation of each predicted response with the true one
         */
        public double[] score(double[][] features, double[][] responses) {
            double[][] predicted = predict(features);
            double[] scores = new double[responses.length];
            Arrays.setAll(scores, r -> Correlation.pearson(predicted[r], responses[r]));
            return scores;
        }
    }
}
