package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Principal components of scaled channels.
 *
 * @param components component x channel, orthonormal rows, strongest first
 * @param variances of their scores, descending, not negative
 * @param rank how many of them are more than rounding
 */
record Principal(Matrix components, double[] variances, int rank) {

    static Principal of(Matrix covariance, double[] scales, double tolerance) {
        int n = scales.length;
        Matrix scaled = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled.set(i, j, covariance.get(i, j) / scales[i] / scales[j]);
            }
        }
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(scaled);
        Matrix components = Matrix.zeros(n, n);
        double[] variances = new double[n];
        int rank = 0;
        double largest = Math.max(0, eigen.values()[n - 1]);
        for (int k = 0; k < n; k++) {
            int from = n - 1 - k;
            variances[k] = Math.max(0, eigen.values()[from]);
            if (variances[k] > tolerance * tolerance * largest) {
                rank++;
            }
            double sign = largestIsNegative(eigen.vectors(), from) ? -1 : 1;
            for (int c = 0; c < n; c++) {
                components.set(k, c, sign * eigen.vectors().get(c, from));
            }
        }
        return new Principal(components, variances, rank);
    }

    /** Signs are arbitrary; the largest loading is made positive so that libraries agree. */
    private static boolean largestIsNegative(Matrix vectors, int column) {
        double largest = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            if (Math.abs(vectors.get(row, column)) > Math.abs(largest)) {
                largest = vectors.get(row, column);
            }
        }
        return largest < 0;
    }

    /** The least number that explains more than a share of the variance. */
    int countFor(double share) {
        double total = 0;
        for (double variance : variances) {
            total += variance;
        }
        double sum = 0;
        for (int k = 0; k < variances.length; k++) {
            sum += variances[k];
            if (sum / total > share) {
                return k + 1;
            }
        }
        return variances.length;
    }

    /** Component x channel, scores of unit variance. */
    Matrix whitening(int count) {
        int n = variances.length;
        Matrix whitening = Matrix.zeros(count, n);
        for (int k = 0; k < count; k++) {
            double factor = 1 / Math.sqrt(variances[k]);
            for (int c = 0; c < n; c++) {
                whitening.set(k, c, factor * components.get(k, c));
            }
        }
        return whitening;
    }
}
