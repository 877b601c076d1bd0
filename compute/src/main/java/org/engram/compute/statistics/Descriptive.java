package org.engram.compute.statistics;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;

/** Means, variances and quantiles. Two passes: accurate also when the mean is large against the spread. */
public final class Descriptive {
    private Descriptive() {}

    /**
     * @param values at least one
     * @return their arithmetic mean; NaN for none
     */
    public static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double rest = 0;
        for (double value : values) {
            rest += value - mean;
        }
        return mean + rest / values.length;
    }

    /**
     * @param values more than {@code lostDegrees} values
     * @param lostDegrees 1 for the variance of a sample, 0 for that of a population
     * @return the sum of squared deviations over (n - lostDegrees); NaN for too few values
     */
    public static double variance(double[] values, int lostDegrees) {
        if (values.length <= lostDegrees) {
            return Double.NaN;
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - lostDegrees);
    }

    /**
     * @param x samples x features, at least one sample
     * @return the mean of each column
     */
    public static double[] columnMeans(Matrix x) {
        double[] means = new double[x.columns()];
        double[] rest = new double[x.columns()];
        double[] data = x.data();
        for (int r = 0; r < x.rows(); r++) {
            int from = r * x.columns();
            for (int c = 0; c < means.length; c++) {
                means[c] += data[from + c];
            }
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= x.rows();
        }
        for (int r = 0; r < x.rows(); r++) {
            int from = r * x.columns();
            for (int c = 0; c < means.length; c++) {
                rest[c] += data[from + c] - means[c];
            }
        }
        for (int c = 0; c < means.length; c++) {
            means[c] += rest[c] / x.rows();
        }
        return means;
    }

    /**
     * @param x samples x features
     * @param lostDegrees 1 for the variance of a sample, 0 for that of a population
     * @return the variance of each column; NaN with too few samples
     */
    public static double[] columnVariances(Matrix x, int lostDegrees) {
        double[] means = columnMeans(x);
        double[] squares = new double[x.columns()];
        double[] data = x.data();
        for (int r = 0; r < x.rows(); r++) {
            int from = r * x.columns();
            for (int c = 0; c < means.length; c++) {
                double deviation = data[from + c] - means[c];
                squares[c] += deviation * deviation;
            }
        }
        int degrees = x.rows() - lostDegrees;
        for (int c = 0; c < means.length; c++) {
            squares[c] = degrees > 0 ? squares[c] / degrees : Double.NaN;
        }
        return squares;
    }

    /**
     * Quantile by linear interpolation between order statistics: position p (n - 1), as NumPy's default and type 7 of
     * R. J. Hyndman, Y. Fan, Am. Stat. 50, 1996.
     *
     * @param values at least one, in any order; not changed
     * @param p from 0 (smallest) to 1 (largest)
     * @return the quantile; NaN when a value is NaN
     */
    public static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sortedQuantile(sorted, p);
    }

    /**
     * @param values at least one, in any order; not changed
     * @return their median; NaN when a value is NaN
     */
    public static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /**
     * @param sorted at least one value, ascending
     * @param p from 0 to 1
     * @return as {@link #quantile}, without sorting again
     */
    public static double sortedQuantile(double[] sorted, double p) {
        if (sorted.length == 0 || !(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("quantile " + p + " of " + sorted.length
                    + " values: give at least one value and a fraction from 0 to 1");
        }
        // Arrays.sort puts NaN last.
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        double place = p * (sorted.length - 1);
        int below = (int) Math.min(Math.floor(place), sorted.length - 1.0);
        int above = Math.min(below + 1, sorted.length - 1);
        double fraction = place - below;
        if (fraction == 0 || sorted[below] == sorted[above]) {
            return sorted[below];
        }
        return sorted[below] + fraction * (sorted[above] - sorted[below]);
    }
}
