package org.engram.compute.signal;

import org.engram.compute.linalg.Matrix;

/** Removes means and straight lines from the columns of a matrix, row by row so that it vectorises. */
public final class Trends {
    private Trends() {}

    /**
     * @param block time x channels, at least one row; each column loses its mean
     * @return the means removed, one per column
     */
    public static double[] removeMeanInPlace(Matrix block) {
        int width = block.columns();
        double[] means = means(block);
        double[] rest = new double[width];
        for (int t = 0; t < block.rows(); t++) {
            centre(block.data(), t * width, means, rest, width);
        }
        // The second pass takes away what rounding left of a large mean.
        for (int c = 0; c < width; c++) {
            rest[c] /= block.rows();
            means[c] += rest[c];
        }
        for (int t = 0; t < block.rows(); t++) {
            subtractLine(block.data(), t * width, rest, rest, 0, width);
        }
        return means;
    }

    /**
     * Removes the straight line fitted by least squares.
     *
     * @param block time x channels; each column loses its mean and slope. A single row is left as it is
     * @return the means removed, one per column; zeros for a single row
     */
    public static double[] removeLineInPlace(Matrix block) {
        int rows = block.rows();
        int width = block.columns();
        if (rows < 2) {
            return new double[width];
        }
        double[] x = block.data();
        double[] means = means(block);
        double[] rest = new double[width];
        double[] slope = new double[width];
        double middle = (rows - 1) / 2.0;
        double squares = 0;
        for (int t = 0; t < rows; t++) {
            squares += (t - middle) * (t - middle);
            centreAndFit(x, t * width, means, rest, slope, t - middle, width);
        }
        for (int c = 0; c < width; c++) {
            rest[c] /= rows;
            means[c] += rest[c];
            slope[c] /= squares;
        }
        for (int t = 0; t < rows; t++) {
            subtractLine(x, t * width, rest, slope, t - middle, width);
        }
        return means;
    }

    private static double[] means(Matrix block) {
        int width = block.columns();
        double[] means = new double[width];
        for (int t = 0; t < block.rows(); t++) {
            add(block.data(), t * width, means, width);
        }
        for (int c = 0; c < width; c++) {
            means[c] /= block.rows();
        }
        return means;
    }

    private static void add(double[] x, int from, double[] sum, int width) {
        for (int c = 0; c < width; c++) {
            sum[c] += x[from + c];
        }
    }

    private static void centre(double[] x, int from, double[] means, double[] rest, int width) {
        for (int c = 0; c < width; c++) {
            double deviation = x[from + c] - means[c];
            x[from + c] = deviation;
            rest[c] += deviation;
        }
    }

    /** Times are counted from the middle of the series, so the mean that is left does not tilt the slope. */
    private static void centreAndFit(double[] x, int from, double[] means, double[] rest, double[] slope,
            double time,
            int width) {
        for (int c = 0; c < width; c++) {
            double deviation = x[from + c] - means[c];
            x[from + c] = deviation;
            rest[c] += deviation;
            slope[c] += time * deviation;
        }
    }

    private static void subtractLine(double[] x, int from, double[] level, double[] slope, double time,
            int width) {
        for (int c = 0; c < width; c++) {
            x[from + c] -= level[c] + time * slope[c];
        }
    }
}
