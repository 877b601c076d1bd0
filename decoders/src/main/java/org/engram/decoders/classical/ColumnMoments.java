package org.engram.decoders.classical;

import org.engram.compute.linalg.Matrix;

/** Means and deviations of features, row by row through memory. */
final class ColumnMoments {
    private ColumnMoments() {}

    static double[] means(Matrix x) {
        return weightedMeans(x, null);
    }

    /** Weights are per row and need not sum to one; null for equal ones. */
    static double[] weightedMeans(Matrix x, double[] weights) {
        int p = x.columns();
        double[] data = x.data();
        double[] means = new double[p];
        double total = 0;
        for (int r = 0; r < x.rows(); r++) {
            double weight = weights == null ? 1 : weights[r];
            total += weight;
            int at = r * p;
            for (int j = 0; j < p; j++) {
                means[j] += weight * data[at + j];
            }
        }
        for (int j = 0; j < p; j++) {
            means[j] /= total;
        }
        return means;
    }

    /** Population variances (divided by n), by two passes. */
    static double[] variances(Matrix x, double[] means) {
        int p = x.columns();
        double[] data = x.data();
        double[] variances = new double[p];
        for (int r = 0; r < x.rows(); r++) {
            int at = r * p;
            for (int j = 0; j < p; j++) {
                double d = data[at + j] - means[j];
                variances[j] += d * d;
            }
        }
        for (int j = 0; j < p; j++) {
            variances[j] /= x.rows();
        }
        return variances;
    }

    /** A copy with the mean taken off each row. */
    static Matrix shifted(Matrix x, double[] mean) {
        int p = x.columns();
        Matrix out = Matrix.zeros(x.rows(), p);
        double[] from = x.data();
        double[] to = out.data();
        for (int r = 0; r < x.rows(); r++) {
            int at = r * p;
            for (int j = 0; j < p; j++) {
                to[at + j] = from[at + j] - mean[j];
            }
        }
        return out;
    }

    /** A copy with each column times a factor over its divisor. */
    static Matrix scaled(Matrix m, double[] divisors, double factor) {
        Matrix out = Matrix.zeros(m.rows(), m.columns());
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                out.set(i, j, m.get(i, j) * factor / divisors[j]);
            }
        }
        return out;
    }

    /** Intercepts for the features as they are, from those for features with the mean taken off; in place. */
    static void moveIntercepts(Matrix weights, double[] mean, double[] intercepts) {
        int p = weights.columns();
        double[] data = weights.data();
        for (int c = 0; c < weights.rows(); c++) {
            double sum = 0;
            int at = c * p;
            for (int j = 0; j < p; j++) {
                sum += data[at + j] * mean[j];
            }
            intercepts[c] -= sum;
        }
    }
}
