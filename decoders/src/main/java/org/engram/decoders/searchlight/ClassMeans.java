package org.engram.decoders.searchlight;

import java.util.Arrays;

/**
 * Inner products with class means, from inner products between samples: every training and test sample with
 * the mean of each class's training samples, and the means with one another.
 */
final class ClassMeans {
    private final int classes;
    private final int[] counts;
    private final double[][] meanWithMean; // classes x classes
    private double[][] trainWithMean = new double[0][]; // classes x training
    private double[][] testWithMean = new double[0][]; // classes x test

    ClassMeans(int classes) {
        this.classes = classes;
        this.counts = new int[classes];
        this.meanWithMean = new double[classes][classes];
    }

    /**
     * @param products the inner products of a fold
     * @param train its training samples
     * @param codes the class of every sample
     */
    void compute(FoldGram products, int[] train, int[] codes) {
        int n = train.length;
        trainWithMean = new double[classes][n];
        testWithMean = new double[classes][products.cross()[0].length];
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            int c = codes[train[i]];
            counts[c]++;
            add(trainWithMean[c], products.train()[i]);
            add(testWithMean[c], products.cross()[i]);
        }
        for (int c = 0; c < classes; c++) {
            divide(trainWithMean[c], counts[c]);
            divide(testWithMean[c], counts[c]);
        }
        for (int c = 0; c < classes; c++) {
            double[] row = meanWithMean[c];
            Arrays.fill(row, 0);
            for (int i = 0; i < n; i++) {
                row[codes[train[i]]] += trainWithMean[c][i];
            }
            for (int k = 0; k < classes; k++) {
                row[k] /= Math.max(1, counts[k]);
            }
        }
    }

    private static void add(double[] into, double[] row) {
        SymmetricKernels.addScaled(into, row, 1, 0, row.length);
    }

    private static void divide(double[] row, int count) {
        for (int j = 0; j < row.length; j++) {
            row[j] /= Math.max(1, count);
        }
    }

    /** @return training samples per class */
    int[] counts() {
        return counts;
    }

    /** @return classes x training */
    double[][] trainWithMean() {
        return trainWithMean;
    }

    /** @return classes x test */
    double[][] testWithMean() {
        return testWithMean;
    }

    /** @return classes x classes */
    double[][] meanWithMean() {
        return meanWithMean;
    }

    /**
     * @param values classes x test
     * @param predicted receives the class of the largest value of each test sample, the lowest code on a tie
     */
    static void largest(double[][] values, int[] predicted) {
        for (int t = 0; t < values[0].length; t++) {
            int best = 0;
            for (int c = 1; c < values.length; c++) {
                if (values[c][t] > values[best][t]) {
                    best = c;
                }
            }
            predicted[t] = best;
        }
    }
}
