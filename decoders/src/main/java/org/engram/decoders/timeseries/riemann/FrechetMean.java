package org.engram.decoders.timeseries.riemann;

import java.util.List;
import java.util.function.UnaryOperator;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Cholesky;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.NotConvergedException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;

/** The matrix of the least sum of squared distances, by the fixed-point iteration of each metric. */
final class FrechetMean {
    private static final int BLOCK = 16;
    private static final int ITERATIONS = 50;
    private static final double TOLERANCE = 1e-8;

    private final List<Matrix> matrices;
    private final double[] weights;
    private final Parallelism parallelism;

    FrechetMean(List<Matrix> matrices, double[] weights, Parallelism parallelism) {
        if (matrices.isEmpty()) {
            throw new EngramException("a mean of no covariance matrix was asked for: give at least one");
        }
        if (weights.length != matrices.size()) {
            throw new ShapeException(weights.length + " weights for " + matrices.size() + " matrices");
        }
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new EngramException("weight of a covariance matrix is " + weight + ": give 0 or more");
            }
            sum += weight;
        }
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new EngramException("weights of covariance matrices sum to " + sum
                    + ": give a positive, finite sum");
        }
        this.matrices = matrices;
        this.weights = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            this.weights[i] /= sum;
        }
        this.parallelism = parallelism;
    }

    Matrix of(Metric metric) {
        return switch (metric) {
            case EUCLID -> sum(m -> m);
            case LOG_EUCLID -> SpdFunctions.exp(sum(SpdFunctions::log));
            case RIEMANN -> riemannian();
            case LOG_DET -> logDeterminant();
            case WASSERSTEIN -> wasserstein();
        };
    }

    /** Weighted sum of a function of each matrix, added up in one order whatever the threads. */
    private Matrix sum(UnaryOperator<Matrix> function) {
        int blocks = (matrices.size() + BLOCK - 1) / BLOCK;
        Matrix[] partial = new Matrix[blocks];
        BlasThreads.withSingleThread(() -> parallelism.forEach(blocks, b -> {
            Matrix total = Matrix.zeros(matrices.get(0).rows(), matrices.get(0).rows());
            for (int i = b * BLOCK; i < Math.min(matrices.size(), (b + 1) * BLOCK); i++) {
                try {
                    add(function.apply(matrices.get(i)), weights[i], total);
                } catch (NotConvergedException e) {
                    throw new NotConvergedException("trial " + i + " (counted from 0): " + e.getMessage());
                }
            }
            partial[b] = total;
        }));
        Matrix total = partial[0];
        for (int b = 1; b < blocks; b++) {
            add(partial[b], 1, total);
        }
        return total;
    }

    private static void add(Matrix m, double weight, Matrix total) {
        for (int i = 0; i < total.data().length; i++) {
            total.data()[i] += weight * m.data()[i];
        }
    }

    /** Gradient descent with a step that shrinks when the gradient does not (the rule of pyRiemann and Barachant). */
    private Matrix riemannian() {
        Matrix mean = sum(m -> m);
        double step = 1;
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < ITERATIONS; i++) {
            Matrix root = SpdFunctions.sqrt(mean);
            Matrix whitener = SpdFunctions.inverseSqrt(mean);
            Matrix gradient = sum(m -> SpdFunctions.log(SpdFunctions.congruence(whitener, m)));
            double norm = Metric.frobenius(gradient, Matrix.zeros(mean.rows(), mean.rows()));
            for (int k = 0; k < gradient.data().length; k++) {
                gradient.data()[k] *= step;
            }
            mean = SpdFunctions.congruence(root, SpdFunctions.exp(gradient));
            double progress = step * norm;
            if (progress < smallest) {
                step *= 0.95;
                smallest = progress;
            } else {
                step *= 0.5;
            }
            if (norm <= TOLERANCE || step <= TOLERANCE) {
                return mean;
            }
        }
        return mean;
    }

    private Matrix logDeterminant() {
        Matrix mean = sum(m -> m);
        for (int i = 0; i < ITERATIONS; i++) {
            Matrix former = mean;
            Matrix identity = identity(mean.rows());
            Matrix inverses = sum(m -> {
                Matrix half = Matrix.zeros(m.rows(), m.rows());
                add(m, 0.5, half);
                add(former, 0.5, half);
                return Cholesky.of(half).solve(identity);
            });
            mean = Cholesky.of(inverses).solve(identity);
            if (Metric.frobenius(mean, former) <= TOLERANCE * norm(mean)) {
                break;
            }
        }
        return mean;
    }

    private Matrix wasserstein() {
        Matrix root = SpdFunctions.sqrt(sum(m -> m));
        for (int i = 0; i < ITERATIONS; i++) {
            Matrix former = root;
            root = SpdFunctions.sqrt(sum(m -> SpdFunctions.sqrt(SpdFunctions.congruence(former, m))));
            if (Metric.frobenius(root, former) <= TOLERANCE * norm(root)) {
                break;
            }
        }
        return SpdFunctions.congruence(root, identity(root.rows()));
    }

    private static double norm(Matrix m) {
        return Metric.frobenius(m, Matrix.zeros(m.rows(), m.columns()));
    }

    private static Matrix identity(int p) {
        Matrix identity = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            identity.set(i, i, 1);
        }
        return identity;
    }
}
