package org.engram.decoders.classical;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** The amount of shrinkage of standardised, centred samples, and the mean variance they are drawn towards. */
record LedoitWolfAmount(double amount, double meanVariance) {

    static LedoitWolfAmount of(Matrix centred, double[] scales) {
        Matrix u = ColumnMoments.scaled(centred, scales, 1);
        int n = u.rows();
        int p = u.columns();
        // All the formula needs are inner products of features or of samples, whichever are fewer.
        Matrix samples = n <= p ? DenseAlgebra.multiplyTransposed(u, u) : null;
        double trace = 0;
        double fourth = 0;
        for (int i = 0; i < n; i++) {
            double norm = 0;
            for (int j = 0; j < p; j++) {
                norm += u.get(i, j) * u.get(i, j);
            }
            trace += norm / n;
            fourth += norm * norm;
        }
        Matrix products = samples == null ? DenseAlgebra.transposedMultiply(u, u) : samples;
        double squared = 0;
        for (double value : products.data()) {
            squared += value * value / ((double) n * n);
        }
        double mean = trace / p;
        double distance = squared - mean * trace;
        double error = Math.min((fourth / n - squared) / n, distance);
        return new LedoitWolfAmount(error <= 0 ? 0 : error / distance, mean);
    }
}
