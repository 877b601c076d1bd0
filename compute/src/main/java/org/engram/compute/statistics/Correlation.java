package org.engram.compute.statistics;

import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/** Correlation of two series, or column by column of two matrices. A constant series gives NaN, never a number. */
public final class Correlation {
    private Correlation() {}

    /**
     * Pearson's product-moment correlation.
     *
     * @param a at least two values
     * @param b as many
     * @return from -1 to 1; NaN when either is constant
     */
    public static double pearson(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new ShapeException("cannot correlate " + a.length + " values with " + b.length);
        }
        return ofColumns(Matrix.of(a.length, 1, a), Matrix.of(b.length, 1, b))[0];
    }

    /**
     * Spearman's rank correlation: Pearson's of the mid-ranks.
     *
     * @param a at least two values, not NaN
     * @param b as many
     * @return from -1 to 1; NaN when either is constant
     */
    public static double spearman(double[] a, double[] b) {
        return pearson(Ranks.midRanks(a), Ranks.midRanks(b));
    }

    /**
     * Pearson's correlation of each column of one matrix with the same column of another, as for the scores of an
     * encoding model.
     *
     * @param a samples x features
     * @param b samples x features, the same shape
     * @return one per column; NaN where either column is constant
     */
    public static double[] ofColumns(Matrix a, Matrix b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new ShapeException("cannot correlate the columns of " + a + " with those of " + b);
        }
        int columns = a.columns();
        double[] meanA = shiftedMeans(a);
        double[] meanB = shiftedMeans(b);
        double[] aa = new double[columns];
        double[] bb = new double[columns];
        double[] ab = new double[columns];
        double[] da = a.data();
        double[] db = b.data();
        for (int r = 0; r < a.rows(); r++) {
            int from = r * columns;
            for (int c = 0; c < columns; c++) {
                // Deviations are taken from the first sample, so a constant column gives exact zeros.
                double x = da[from + c] - da[c] - meanA[c];
                double y = db[from + c] - db[c] - meanB[c];
                aa[c] += x * x;
                bb[c] += y * y;
                ab[c] += x * y;
            }
        }
        for (int c = 0; c < columns; c++) {
            double r = ab[c] / (Math.sqrt(aa[c]) * Math.sqrt(bb[c]));
            ab[c] = Double.isNaN(r) ? r : Math.max(-1, Math.min(1, r));
        }
        return ab;
    }

    private static double[] shiftedMeans(Matrix x) {
        double[] means = new double[x.columns()];
        double[] data = x.data();
        for (int r = 1; r < x.rows(); r++) {
            int from = r * means.length;
            for (int c = 0; c < means.length; c++) {
                means[c] += data[from + c] - data[c];
            }
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= x.rows();
        }
        return means;
    }
}
