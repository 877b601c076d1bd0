package org.engram.decoders.timeseries.spatialfilters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.LedoitWolf;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SignalSubspace;

/**
 * Common spatial patterns: filters whose power differs most between classes. Two classes are a generalised eigenproblem,
 * more are diagonalised jointly. Covariances are second moments: the mean over time is not removed.
 * Agrees with {@code mne.decoding.CSP} up to the sign of filters.
 *
 * <h2>References</h2> Koles, Lazar and Zhou 1990, Brain Topography 2:275; Blankertz et al. 2008, IEEE Signal
 * Processing Magazine 25:41; Grosse-Wentrup and Buss 2008, IEEE Trans. Biomed. Eng. 55:1991 (several classes).
 */
public final class CommonSpatialPatterns {
    private final Builder options;

    private CommonSpatialPatterns(Builder options) {
        this.options = options;
    }

    /** @return options with their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /** How the covariance of a class is formed. */
    public enum ClassCovariance {
        /** Of all its trials in one row. */
        CONCATENATED,
        /** The mean of those of its trials. */
        MEAN_OF_TRIALS
    }

    /** Which filters come first. */
    public enum Order {
        /** Those that tell most about the class. */
        MUTUAL_INFORMATION,
        /** Largest and smallest eigenvalue in turn; two classes only. */
        ALTERNATE
    }

    /**
     * @param trials trial x channel x time, finite
     * @param y the class of each
     * @return the filters
     */
    public SpatialFilters fit(double[][][] trials, Labels y) {
        if (trials.length != y.size()) {
            throw new ShapeException(
                    trials.length + " trials but " + y.size() + " labels: give one label each");
        }
        List<Matrix> covariances = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            int code = c;
            List<Matrix> members = IntStream.range(0, y.size()).filter(i -> y.code(i) == code)
                    .mapToObj(i -> Matrix.ofRows(trials[i])).toList();
            covariances.add(classCovariance(members, y.names().get(c)));
        }
        return fitClasses(covariances, y.counts());
    }

    private Matrix classCovariance(List<Matrix> members, String name) {
        if (members.isEmpty()) {
            throw new EngramException("class '" + name + "' has no trial: drop it or add trials");
        }
        if (options.classCovariance == ClassCovariance.CONCATENATED) {
            return normalised(covariance(concatenated(members)));
        }
        return normalised(mean(members.stream().map(this::covariance).toList()));
    }

    /** As the reference does, shrinkage is of second moments too. */
    private Matrix covariance(Matrix samples) {
        Matrix moments = CovarianceEstimator.SCM.of(samples);
        return switch (options.estimator) {
            case SCM -> unbiased(moments, samples.columns());
            case LEDOIT_WOLF -> CovarianceEstimator.shrink(moments,
                    LedoitWolf.ofCentred(samples.transpose()).shrinkage());
            case OAS -> CovarianceEstimator.shrink(moments,
                    CovarianceEstimator.oracleShrinkage(moments, samples.columns()));
            default -> options.estimator.of(samples);
        };
    }

    /** Second moments with divisor n - 1 (the mean is not removed all the same), as MNE has them. */
    private static Matrix unbiased(Matrix moments, double samples) {
        return weighted(List.of(moments), new double[] {samples / (samples - 1)});
    }

    private static Matrix concatenated(List<Matrix> trials) {
        int channels = trials.get(0).rows();
        Matrix all = Matrix.zeros(channels, trials.stream().mapToInt(Matrix::columns).sum());
        int at = 0;
        for (Matrix trial : trials) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(trial.data(), c * trial.columns(), all.data(), c * all.columns() + at,
                        trial.columns());
            }
            at += trial.columns();
        }
        return all;
    }

    /**
     * The same from second moments X X' / T of trials of one length, which then need not be kept; without
     * regularisation.
     *
     * @param moments channels x channels, one per trial
     * @param times T
     * @param y the class of each
     * @return the filters
     */
    public SpatialFilters fitMoments(List<Matrix> moments, int times, Labels y) {
        if (options.estimator != CovarianceEstimator.SCM) {
            throw new IllegalArgumentException("CSP regularised by " + options.estimator.shortName()
                    + " needs the trials themselves");
        }
        List<Matrix> covariances = new ArrayList<>();
        boolean each = options.classCovariance == ClassCovariance.MEAN_OF_TRIALS;
        for (int c = 0; c < y.classCount(); c++) {
            int code = c;
            List<Matrix> members = IntStream.range(0, y.size()).filter(i -> y.code(i) == code)
                    .mapToObj(i -> moments.get(i))
                    .toList();
            if (members.isEmpty()) {
                throw new EngramException(
                        "class '" + y.names().get(c) + "' has no trial: drop it or add trials");
            }
            // Every trial has as many samples, so the two kinds of class covariance differ in the divisor alone.
            double samples = each ? times : (double) times * members.size();
            covariances.add(normalised(unbiased(mean(members), samples)));
        }
        return fitClasses(covariances, y.counts());
    }

    private Matrix normalised(Matrix covariance) {
        if (!options.traceNormalised) {
            return covariance;
        }
        double trace = 0;
        for (int i = 0; i < covariance.rows(); i++) {
            trace += covariance.get(i, i);
        }
        Matrix scaled = covariance.copy();
        for (int i = 0; i < scaled.data().length; i++) {
            scaled.data()[i] /= trace;
        }
        return scaled;
    }

    private static Matrix mean(List<Matrix> matrices) {
        double[] weights = new double[matrices.size()];
        Arrays.fill(weights, 1.0 / weights.length);
        return weighted(matrices, weights);
    }

    private static Matrix weighted(List<Matrix> matrices, double[] weights) {
        Matrix sum = Matrix.zeros(matrices.get(0).rows(), matrices.get(0).columns());
        for (int m = 0; m < weights.length; m++) {
            double[] data = matrices.get(m).data();
            for (int i = 0; i < data.length; i++) {
                sum.data()[i] += weights[m] * data[i];
            }
        }
        return sum;
    }

    private SpatialFilters fitClasses(List<Matrix> covariances, int[] counts) {
        if (covariances.size() == 2) {
            return twoClasses(covariances);
        }
        if (covariances.size() < 2 || options.order == Order.ALTERNATE) {
            throw new EngramException("CSP of " + covariances.size() + " classes with filters "
                    + options.order.name().toLowerCase(java.util.Locale.ROOT)
                    + " is impossible: give two classes, or three and more ordered by mutual information");
        }
        double total = IntStream.of(counts).sum();
        double[] frequency = IntStream.of(counts).mapToDouble(count -> count / total).toArray();
        Matrix mean = weighted(covariances, frequency);
        SignalSubspace subspace = SignalSubspace.of(mean);
        List<Matrix> projected = covariances.stream().map(subspace::projectCovariance).toList();
        Matrix rows = JointDiagonalization.basis(projected);
        Matrix vectors = DenseAlgebra.multiplyTransposed(subspace.basis(), rows);
        double[] scores = new double[vectors.columns()];
        for (int k = 0; k < scores.length; k++) {
            double norm = Math.sqrt(power(vectors, k, mean));
            for (int c = 0; c < vectors.rows(); c++) {
                vectors.set(c, k, vectors.get(c, k) / norm);
            }
            scores[k] = information(vectors, k, covariances, frequency);
        }
        return ordered(vectors, scores, order(scores, Comparator.comparingDouble(k -> -scores[k])));
    }

    private SpatialFilters twoClasses(List<Matrix> covariances) {
        GeneralizedEigen eigen = GeneralizedEigen.of(covariances.get(0),
                weighted(covariances, new double[] {1, 1}));
        double[] values = eigen.values();
        int[] order = order(values, Comparator.comparingDouble(k -> -Math.abs(values[k] - 0.5)));
        if (options.order == Order.ALTERNATE) {
            for (int i = 0; i < order.length; i++) {
                order[i] = i % 2 == 0 ? values.length - 1 - i / 2 : i / 2;
            }
        }
        return ordered(eigen.vectors(), values, order);
    }

    private static int[] order(double[] values, Comparator<Integer> by) {
        return IntStream.range(0, values.length).boxed().sorted(by).mapToInt(Integer::intValue).toArray();
    }

    private SpatialFilters ordered(Matrix vectors, double[] values, int[] order) {
        double[] sorted = IntStream.of(order).mapToDouble(k -> values[k]).toArray();
        return SpatialFilters.of(vectors.selectColumns(order), sorted, options.components);
    }

    private static double information(Matrix vectors, int k, List<Matrix> covariances, double[] frequency) {
        double entropy = 0;
        double kurtosis = 0;
        for (int c = 0; c < frequency.length; c++) {
            double power = power(vectors, k, covariances.get(c));
            entropy += frequency[c] * Math.log(Math.sqrt(power));
            kurtosis += frequency[c] * (power * power - 1);
        }
        return -(entropy + 3.0 / 16 * kurtosis * kurtosis);
    }

    private static double power(Matrix vectors, int k, Matrix covariance) {
        double sum = 0;
        for (int i = 0; i < covariance.rows(); i++) {
            for (int j = 0; j < covariance.rows(); j++) {
                sum += vectors.get(i, k) * covariance.get(i, j) * vectors.get(j, k);
            }
        }
        return sum;
    }

    /** @return method and options in words */
    public String describe() {
        return "common spatial patterns (" + options.components + " components)";
    }

    /** Options of common spatial patterns. */
    public static final class Builder {
        private int components = 4;
        private ClassCovariance classCovariance = ClassCovariance.CONCATENATED;
        private CovarianceEstimator estimator = CovarianceEstimator.SCM;
        private boolean traceNormalised;
        private Order order = Order.MUTUAL_INFORMATION;

        private Builder() {}

        /**
         * @param value how many filters, at least 1; fewer are given where there are fewer channels. Default 4
         * @return this
         */
        public Builder components(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("number of components is " + value + ": give 1 or more");
            }
            components = value;
            return this;
        }

        /**
         * @param value how the covariance of a class is formed. Default of all its trials in one row
         * @return this
         */
        public Builder classCovariance(ClassCovariance value) {
            classCovariance = Objects.requireNonNull(value, "classCovariance");
            return this;
        }

        /**
         * @param value the estimator. Default second moments, not regularised
         * @return this
         */
        public Builder estimator(CovarianceEstimator value) {
            estimator = Objects.requireNonNull(value, "estimator");
            return this;
        }

        /**
         * @param value whether the covariance of a class is divided by its trace. Default false
         * @return this
         */
        public Builder traceNormalised(boolean value) {
            traceNormalised = value;
            return this;
        }

        /**
         * @param value which filters come first. Default by mutual information
         * @return this
         */
        public Builder order(Order value) {
            order = Objects.requireNonNull(value, "order");
            return this;
        }

        /** @return the method */
        public CommonSpatialPatterns build() {
            Builder copy = new Builder();
            copy.components = components;
            copy.classCovariance = classCovariance;
            copy.estimator = estimator;
            copy.traceNormalised = traceNormalised;
            copy.order = order;
            return new CommonSpatialPatterns(copy);
        }
    }
}
