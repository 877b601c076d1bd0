package org.engram.decoders.timeseries.riemann;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.engram.compute.linalg.Cholesky;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * How far two covariance matrices are apart, and the mean that goes with it.
 *
 * <h2>References</h2> Moakher 2005, SIAM J. Matrix Analysis 26:735 (affine-invariant); Arsigny et al. 2007, SIAM J.
 * Matrix Analysis 29:328 (log-Euclidean); Chebbi and Moakher 2012, Linear Algebra Appl. 436:1872 (log-determinant);
 * Alvarez-Esteban et al. 2016, J. Math. Analysis Appl. 441:744 (Wasserstein).
 */
public enum Metric {
    /** Affine-invariant: the same whatever linear mixture of the channels is looked at. */
    RIEMANN("riemann"),
    /** Distance of logarithms. */
    LOG_EUCLID("logeuclid"),
    /** Root of the sum of squared differences. */
    EUCLID("euclid"),
    /** Root of the symmetric log-determinant (Bhattacharyya) divergence. */
    LOG_DET("logdet"),
    /** Between centred Gaussians of these covariances (Bures). */
    WASSERSTEIN("wasserstein");

    private final String shortName;

    Metric(String shortName) {
        this.shortName = shortName;
    }

    /** @return the name in the literature's code: "riemann" */
    public String shortName() {
        return shortName;
    }

    /**
     * @param name a short name, in any case
     * @return that metric; an unknown name fails with the list
     */
    public static Metric named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        for (Metric metric : values()) {
            if (metric.shortName.equals(wanted)) {
                return metric;
            }
        }
        throw new EngramException("there is no metric '" + name + "': choose one of "
                + Arrays.stream(values()).map(Metric::shortName).collect(Collectors.joining(", ")));
    }

    /**
     * @param a symmetric positive definite
     * @param b symmetric positive definite, of the same size
     * @return their distance, 0 or more
     */
    public double distance(Matrix a, Matrix b) {
        return distanceFrom(b).to(a);
    }

    /**
     * @param reference symmetric positive definite
     * @return measures distances from it; what depends on it alone is computed once
     */
    public Distance distanceFrom(Matrix reference) {
        return switch (this) {
            case RIEMANN -> riemannian(reference);
            case LOG_EUCLID -> {
                Matrix log = SpdFunctions.log(reference);
                yield other -> frobenius(SpdFunctions.log(other), log);
            }
            case EUCLID -> other -> frobenius(other, reference);
            case LOG_DET -> {
                double half = Cholesky.of(reference).logDeterminant() / 2;
                yield other -> Math.sqrt(Math.max(0, Cholesky.of(average(other, reference)).logDeterminant()
                        - Cholesky.of(other).logDeterminant() / 2 - half));
            }
            case WASSERSTEIN -> {
                Matrix root = SpdFunctions.sqrt(reference);
                double trace = trace(reference);
                yield other -> {
                    double overlap = 0;
                    for (double value : DenseAlgebra
                            .symmetricEigenvalues(SpdFunctions.congruence(root, other))) {
                        overlap += Math.sqrt(Math.max(0, value));
                    }
                    return Math.sqrt(Math.max(0, trace + trace(other) - 2 * overlap));
                };
            }
        };
    }

    /** Root of the sum of squared logarithms of the generalised eigenvalues. */
    private static Distance riemannian(Matrix reference) {
        Matrix whitener = SpdFunctions.inverseSqrt(reference);
        return other -> {
            double[] values = DenseAlgebra.symmetricEigenvalues(SpdFunctions.congruence(whitener, other));
            double sum = 0;
            for (double value : values) {
                if (!(value > 0)) {
                    SpdFunctions.positive(other, "");
                }
                double log = Math.log(value);
                sum += log * log;
            }
            return Math.sqrt(sum);
        };
    }

    /**
     * @param matrices symmetric positive definite, of one size, at least one
     * @param parallelism threads; the result does not depend on them
     * @return their mean
     */
    public Matrix mean(List<Matrix> matrices, Parallelism parallelism) {
        double[] weights = new double[matrices.size()];
        Arrays.fill(weights, 1);
        return mean(matrices, weights, parallelism);
    }

    /**
     * @param matrices symmetric positive definite, of one size, at least one
     * @param weights one each, 0 or more, of any positive sum
     * @param parallelism threads; the result does not depend on them
     * @return their weighted mean
     */
    public Matrix mean(List<Matrix> matrices, double[] weights, Parallelism parallelism) {
        return new FrechetMean(matrices, weights, parallelism).of(this);
    }

    static double frobenius(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            double difference = a.data()[i] - b.data()[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static Matrix average(Matrix a, Matrix b) {
        Matrix mean = a.copy();
        for (int i = 0; i < mean.data().length; i++) {
            mean.data()[i] = (mean.data()[i] + b.data()[i]) / 2;
        }
        return mean;
    }

    private static double trace(Matrix a) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            sum += a.get(i, i);
        }
        return sum;
    }

    /** Distances from one matrix. Thread-safe. */
    @FunctionalInterface
    public interface Distance {
        /**
         * @param other symmetric positive definite, of the same size
         * @return how far it is, 0 or more
         */
        double to(Matrix other);
    }
}
