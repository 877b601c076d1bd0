package org.engram.compute.statistics;

import java.util.Arrays;
import org.apache.commons.math3.special.Beta;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * One-way analysis of variance of each feature: F = (between-class sum of squares / (K - 1)) / (within-class
 * sum of squares / (n - K)). Infinite where classes differ and nothing varies within them, NaN for a constant
 * feature. Immutable.
 */
public final class FTest {
    private final double[] values;
    private final int numeratorDegrees;
    private final int denominatorDegrees;

    private FTest(double[] values, int numeratorDegrees, int denominatorDegrees) {
        this.values = values;
        this.numeratorDegrees = numeratorDegrees;
        this.denominatorDegrees = denominatorDegrees;
    }

    /**
     * @param x samples x features, finite; not changed
     * @param y the class of each row; classes without a sample do not count
     * @return the test of every feature; fails with fewer than two classes or no more samples than classes
     */
    public static FTest oneWay(Matrix x, Labels y) {
        if (x.rows() != y.size()) {
            throw new ShapeException(
                    x.rows() + " samples but " + y.size() + " labels: give one label per row");
        }
        int[] counts = y.counts();
        int classes = (int) Arrays.stream(counts).filter(count -> count > 0).count();
        if (classes < 2 || x.rows() <= classes) {
            throw new EngramException("an F test of " + x.rows() + " samples in " + classes
                    + " classes is not possible: it needs two classes or more, and more samples than classes");
        }
        int p = x.columns();
        // Differences from the first sample: a constant feature is exactly zero, and large means cost no
        // digits.
        double[][] means = classMeans(x, y, counts);
        double[] within = new double[p];
        for (int i = 0; i < x.rows(); i++) {
            double[] mean = means[y.code(i)];
            for (int j = 0; j < p; j++) {
                double d = x.get(i, j) - x.get(0, j) - mean[j];
                within[j] += d * d;
            }
        }
        double[] f = new double[p];
        double scale = (x.rows() - classes) / (double) (classes - 1);
        for (int j = 0; j < p; j++) {
            f[j] = between(means, counts, j, x.rows()) / within[j] * scale;
        }
        return new FTest(f, classes - 1, x.rows() - classes);
    }

    private static double[][] classMeans(Matrix x, Labels y, int[] counts) {
        double[][] means = new double[counts.length][x.columns()];
        for (int i = 0; i < x.rows(); i++) {
            double[] mean = means[y.code(i)];
            for (int j = 0; j < mean.length; j++) {
                mean[j] += x.get(i, j) - x.get(0, j);
            }
        }
        for (int c = 0; c < counts.length; c++) {
            for (int j = 0; j < means[c].length && counts[c] > 0; j++) {
                means[c][j] /= counts[c];
            }
        }
        return means;
    }

    private static double between(double[][] means, int[] counts, int feature, int n) {
        double grand = 0;
        for (int c = 0; c < counts.length; c++) {
            grand += counts[c] * means[c][feature] / n;
        }
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            double d = means[c][feature] - grand;
            sum += counts[c] * d * d;
        }
        return sum;
    }

    /** @return F of each feature, a copy */
    public double[] values() {
        return values.clone();
    }

    /** @return K - 1 */
    public int numeratorDegrees() {
        return numeratorDegrees;
    }

    /** @return n - K */
    public int denominatorDegrees() {
        return denominatorDegrees;
    }

    /**
     * @param feature feature index
     * @return the probability of an F as large or larger without any difference; 0 for infinity, NaN for NaN
     */
    public double p(int feature) {
        double f = values[feature];
        if (Double.isInfinite(f)) {
            return 0;
        }
        double share = denominatorDegrees / (denominatorDegrees + numeratorDegrees * f);
        return Beta.regularizedBeta(share, denominatorDegrees / 2.0, numeratorDegrees / 2.0);
    }

    /**
     * @param count how many, 0 or more
     * @return the features with the largest F, ascending by index: infinity first, NaN never, of equal ones
     *     the lower index; fewer when fewer are not NaN
     */
    public int[] best(int count) {
        double[] sorted = Arrays.stream(values).filter(f -> !Double.isNaN(f)).sorted().toArray();
        int wanted = Math.min(count, sorted.length);
        if (wanted == 0) {
            return new int[0];
        }
        double threshold = sorted[sorted.length - wanted];
        int above = 0;
        for (double f : values) {
            above += f > threshold ? 1 : 0;
        }
        int ties = wanted - above;
        int[] chosen = new int[wanted];
        int at = 0;
        for (int j = 0; j < values.length; j++) {
            if (values[j] > threshold || values[j] == threshold && ties-- > 0) {
                chosen[at++] = j;
            }
        }
        return chosen;
    }
}
