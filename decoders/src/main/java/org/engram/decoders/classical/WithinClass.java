package org.engram.decoders.classical;

import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/** Class means, and samples with the mean of their class taken off. */
record WithinClass(int[] counts, Matrix means, double[] grandMean, Matrix deviations) {

    static WithinClass of(Matrix x, Labels y) {
        int[] counts = y.counts();
        int p = x.columns();
        Matrix means = Matrix.zeros(counts.length, p);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < p; j++) {
                means.data()[y.code(i) * p + j] += x.get(i, j);
            }
        }
        double[] grand = new double[p];
        for (int c = 0; c < counts.length; c++) {
            for (int j = 0; j < p; j++) {
                grand[j] += means.get(c, j) / x.rows();
                means.set(c, j, means.get(c, j) / counts[c]);
            }
        }
        Matrix deviations = Matrix.zeros(x.rows(), p);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < p; j++) {
                deviations.set(i, j, x.get(i, j) - means.get(y.code(i), j));
            }
        }
        return new WithinClass(counts, means, grand, deviations);
    }

    /** Class means less the grand mean, classes x features. */
    Matrix centredMeans() {
        return ColumnMoments.shifted(means, grandMean);
    }
}
