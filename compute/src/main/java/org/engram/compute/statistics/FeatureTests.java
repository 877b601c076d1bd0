package org.engram.compute.statistics;

import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * F tests of every feature at once. Sums are taken of deviations from a sample of the same class, so features that
 * are constant, or constant within each class, are recognised exactly and give NaN and infinity, not rounding noise.
 */
public final class FeatureTests {
    private FeatureTests() {}

    /**
     * One-way analysis of variance: does the mean of the feature differ between classes? Classes without a sample are
     * left out of the degrees of freedom.
     *
     * @param x samples x features, finite
     * @param codes the class of each sample, 0..classCount-1
     * @param classCount number of classes
     * @return F with (classes - 1, samples - classes) degrees of freedom
     */
    public static FeatureScores classes(Matrix x, int[] codes, int classCount) {
        int n = x.rows();
        if (codes.length != n) {
            throw new ShapeException(
                    "F test of " + x + " with " + codes.length + " labels: give one per row");
        }
        int[] sizes = new int[classCount];
        int[] first = new int[classCount];
        for (int r = n - 1; r >= 0; r--) {
            sizes[codes[r]]++;
            first[codes[r]] = r;
        }
        int present = 0;
        for (int size : sizes) {
            present += size > 0 ? 1 : 0;
        }
        if (present < 2 || n <= present) {
            throw new EngramException(
                    "F test needs two classes and more samples than classes, found " + present
                            + " classes in " + n + " samples");
        }
        int features = x.columns();
        Matrix means = classMeans(x, codes, sizes, first);
        double[] within = within(x, codes, first, means);
        double[] f = new double[features];
        double[] grand = new double[features];
        double[] between = new double[features];
        double[] data = x.data();
        // Means are now told relative to the very first sample, so that a constant feature has exact zeros.
        for (int k = 0; k < classCount; k++) {
            for (int c = 0; c < features && sizes[k] > 0; c++) {
                double mean = means.get(k, c) + (data[first[k] * features + c] - data[c]);
                means.set(k, c, mean);
                grand[c] += mean * sizes[k] / n;
            }
        }
        for (int k = 0; k < classCount; k++) {
            for (int c = 0; c < features; c++) {
                double deviation = means.get(k, c) - grand[c];
                between[c] += sizes[k] * deviation * deviation;
            }
        }
        for (int c = 0; c < features; c++) {
            f[c] = between[c] / (present - 1) / (within[c] / (n - present));
        }
        return new FeatureScores(f, present - 1, n - present);
    }

    /** Mean of each class and feature, as deviation from the first sample of the class. */
    private static Matrix classMeans(Matrix x, int[] codes, int[] sizes, int[] first) {
        int features = x.columns();
        Matrix means = Matrix.zeros(sizes.length, features);
        double[] m = means.data();
        double[] data = x.data();
        for (int r = 0; r < x.rows(); r++) {
            int row = r * features;
            int reference = first[codes[r]] * features;
            int to = codes[r] * features;
            for (int c = 0; c < features; c++) {
                m[to + c] += data[row + c] - data[reference + c];
            }
        }
        for (int k = 0; k < sizes.length; k++) {
            for (int c = 0; c < features && sizes[k] > 0; c++) {
                m[k * features + c] /= sizes[k];
            }
        }
        return means;
    }

    private static double[] within(Matrix x, int[] codes, int[] first, Matrix means) {
        int features = x.columns();
        double[] squares = new double[features];
        double[] m = means.data();
        double[] data = x.data();
        for (int r = 0; r < x.rows(); r++) {
            int row = r * features;
            int reference = first[codes[r]] * features;
            int mean = codes[r] * features;
            for (int c = 0; c < features; c++) {
                double deviation = data[row + c] - data[reference + c] - m[mean + c];
                squares[c] += deviation * deviation;
            }
        }
        return squares;
    }

    /**
     * Simple regression: does the feature vary with a target? F = r^2 / (1 - r^2) * (n - 2).
     *
     * @param x samples x features, finite, at least 3 samples
     * @param y one target per sample
     * @return F with (1, n - 2) degrees of freedom; NaN for every feature when the target is constant
     */
    public static FeatureScores regression(Matrix x, double[] y) {
        int n = x.rows();
        if (y.length != n) {
            throw new ShapeException("F test of " + x + " with " + y.length + " targets: give one per row");
        }
        if (n < 3) {
            throw new EngramException("F test of a regression needs at least 3 samples, found " + n);
        }
        int features = x.columns();
        double[] target = y.clone();
        double meanY = Descriptive.mean(y);
        double yy = 0;
        boolean constant = true;
        for (int r = 0; r < n; r++) {
            constant &= y[r] == y[0];
            target[r] -= meanY;
            yy += target[r] * target[r];
        }
        double[] mean = new double[features];
        double[] xx = new double[features];
        double[] xy = new double[features];
        double[] data = x.data();
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < features; c++) {
                mean[c] += (data[r * features + c] - data[c]) / n;
            }
        }
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < features; c++) {
                double deviation = data[r * features + c] - data[c] - mean[c];
                xx[c] += deviation * deviation;
                xy[c] += deviation * target[r];
            }
        }
        double[] f = new double[features];
        for (int c = 0; c < features; c++) {
            double square = constant ? Double.NaN : Math.min(1, xy[c] / xx[c] * (xy[c] / yy));
            f[c] = square / (1 - square) * (n - 2);
        }
        return new FeatureScores(f, 1, n - 2);
    }
}
