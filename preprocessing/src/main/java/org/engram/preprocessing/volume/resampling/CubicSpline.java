package org.engram.preprocessing.volume.resampling;

/**
 * The recursive filter that turns samples into cubic B-spline coefficients (Unser, Aldroubi and Eden 1993, IEEE
 * Transactions on Signal Processing 41, part II), with the signal mirrored about its first and last sample. Works on
 * many lines side by side: row k holds sample k of every line.
 */
final class CubicSpline {
    private static final double POLE = Math.sqrt(3) - 2;
    private static final double GAIN = 6;

    private CubicSpline() {}

    /**
     * @param rows row k holds sample k of each line; replaced by the coefficients
     * @param count samples in a line
     * @param length number of lines
     */
    static void prefilter(double[][] rows, int count, int length) {
        if (count == 1) {
            return;
        }
        start(rows, count, length);
        for (int k = 1; k < count; k++) {
            forward(rows[k], rows[k - 1], length);
        }
        last(rows[count - 1], rows[count - 2], length);
        for (int k = count - 2; k >= 0; k--) {
            backward(rows[k], rows[k + 1], length);
        }
    }

    private static void start(double[][] rows, int count, int length) {
        double[] first = rows[0];
        double period = 1 - Math.pow(POLE, 2.0 * count - 2);
        scale(first, GAIN / period, length);
        for (int k = 1; k < count; k++) {
            double weight = k == count - 1
                    ? Math.pow(POLE, k)
                    : Math.pow(POLE, k) + Math.pow(POLE, 2.0 * count - 2 - k);
            // Terms fall by a factor of 3.7 each; those below rounding need not be added.
            if (Math.abs(weight) > 1e-20) {
                add(first, rows[k], GAIN / period * weight, length);
            }
        }
    }

    private static void scale(double[] row, double factor, int length) {
        for (int i = 0; i < length; i++) {
            row[i] *= factor;
        }
    }

    private static void add(double[] row, double[] other, double weight, int length) {
        for (int i = 0; i < length; i++) {
            row[i] += weight * other[i];
        }
    }

    private static void forward(double[] row, double[] previous, int length) {
        for (int i = 0; i < length; i++) {
            row[i] = GAIN * row[i] + POLE * previous[i];
        }
    }

    private static void last(double[] row, double[] previous, int length) {
        double factor = POLE / (POLE * POLE - 1);
        for (int i = 0; i < length; i++) {
            row[i] = factor * (row[i] + POLE * previous[i]);
        }
    }

    private static void backward(double[] row, double[] next, int length) {
        for (int i = 0; i < length; i++) {
            row[i] = POLE * (next[i] - row[i]);
        }
    }
}
