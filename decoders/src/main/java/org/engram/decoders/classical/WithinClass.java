package org.engram.decoders.classical;

import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/** Class means, and samples with the mean of their class taken off. */
record WithinClass(int[] counts, Matrix means, double[] grandMean, Matrix deviations) {

    static WithinClass of(Matrix x, Labels y) {
        int[] counts = y.counts();
        int[] references = references(y, counts.length);
        int p = x.columns();
        Matrix deviations = Matrix.zeros(x.rows(), p);
        Matrix means = Matrix.zeros(counts.length, p);
        for (int i = 0; i < x.rows(); i++) {
            int c = y.code(i);
            // Differences from the first sample of the class: what is constant in it deviates by exactly zero.
            for (int j = 0; j < p; j++) {
                double difference = x.get(i, j) - x.get(references[c], j);
                deviations.set(i, j, difference);
                means.data()[c * p + j] += difference / counts[c];
            }
        }
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < p; j++) {
                deviations.set(i, j, deviations.get(i, j) - means.get(y.code(i), j));
            }
        }
        double[] grand = new double[p];
        for (int c = 0; c < counts.length; c++) {
            for (int j = 0; j < p; j++) {
                means.set(c, j, means.get(c, j) + x.get(references[c], j));
                grand[j] += means.get(c, j) * counts[c] / x.rows();
            }
        }
        return new WithinClass(counts, means, grand, deviations);
    }

    private static int[] references(Labels y, int classes) {
        int[] references = new int[classes];
        for (int i = y.size() - 1; i >= 0; i--) {
            references[y.code(i)] = i;
        }
        return references;
    }

    /** Class means less the grand mean, classes x features. */
    Matrix centredMeans() {
        return ColumnMoments.shifted(means, grandMean);
    }
}
