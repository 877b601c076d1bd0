package org.engram.decoders.timeseries.spatialfilters;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Fitted filters, best first. The sign of a filter is arbitrary.
 *
 * @param filters components x channels: a trial times this is the time course of each component
 * @param patterns components x channels: how each component shows at the channels, from the pseudo-inverse of all
 *     filters
 * @param values the eigenvalue or score each was ordered by
 */
public record SpatialFilters(Matrix filters, Matrix patterns, double[] values) {
    private static final double CUTOFF = 1e-15;

    /** From all vectors (channels x any, in their order), of which the first are kept. */
    static SpatialFilters of(Matrix vectors, double[] values, int components) {
        int kept = Math.min(components, vectors.columns());
        int[] first = new int[kept];
        double[] firstValues = new double[kept];
        for (int i = 0; i < kept; i++) {
            first[i] = i;
            firstValues[i] = values[i];
        }
        return new SpatialFilters(vectors.transpose().selectRows(first),
                pseudoInverse(vectors).selectRows(first), firstValues);
    }

    /** Any x channels, so that V+ V = 1. */
    private static Matrix pseudoInverse(Matrix vectors) {
        var svd = DenseAlgebra.singularValues(vectors);
        Matrix scaled = svd.vt().transpose(); // any x r
        int r = svd.s().length;
        for (int i = 0; i < scaled.data().length; i++) {
            double s = svd.s()[i % r];
            scaled.data()[i] = s > svd.s()[0] * CUTOFF ? scaled.data()[i] / s : 0;
        }
        return DenseAlgebra.multiplyTransposed(scaled, svd.u());
    }

    /** @return number of components */
    public int count() {
        return filters.rows();
    }

    /**
     * @param trial channels x times
     * @return components x times
     */
    public Matrix sources(Matrix trial) {
        if (trial.rows() != filters.columns()) {
            throw new ShapeException(
                    "trial has " + trial.rows() + " channels, the filters " + filters.columns()
                            + ": use the channels they were fitted on");
        }
        return DenseAlgebra.multiply(filters, trial);
    }

    /**
     * @param moments channels x channels second moments of a trial
     * @return mean power of each component
     */
    public double[] power(Matrix moments) {
        Matrix mixed = DenseAlgebra.multiply(filters, moments);
        double[] power = new double[count()];
        for (int i = 0; i < power.length; i++) {
            for (int c = 0; c < moments.rows(); c++) {
                power[i] += mixed.get(i, c) * filters.get(i, c);
            }
        }
        return power;
    }

    /**
     * @param trials trial x channel x time
     * @return trials x components: the logarithm of the mean power
     */
    public Matrix logPower(double[][][] trials) {
        Matrix features = Matrix.zeros(trials.length, count());
        for (int i = 0; i < trials.length; i++) {
            Matrix sources = sources(Matrix.ofRows(trials[i]));
            for (int k = 0; k < count(); k++) {
                double sum = 0;
                for (int t = 0; t < sources.columns(); t++) {
                    sum += sources.get(k, t) * sources.get(k, t);
                }
                features.set(i, k, Math.log(sum / sources.columns()));
            }
        }
        return features;
    }
}
