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
        double[] x = block.data();
        double[] removed = new double[width];
        // The second pass takes away what rounding left of a large mean.
        for (int pass = 0; pass < 2; pass++) {
            double[] mean = new double[width];
            for (int t = 0; t < block.rows(); t++) {
                add(x, t * width, mean, width);
            }
            for (int c = 0; c < width; c++) {
                mean[c] /= block.rows();
                removed[c] += mean[c];
            }
            for (int t = 0; t < block.rows(); t++) {
                subtract(x, t * width, mean, 1, width);
            }
        }
        return removed;
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
        double[] means = removeMeanInPlace(block);
        double[] x = block.data();
        double[] slope = new double[width];
        double centre = (rows - 1) / 2.0;
        double squares = 0;
        for (int t = 0; t < rows; t++) {
            squares += (t - centre) * (t - centre);
            subtract(slope, 0, x, t * width, centre - t, width);
        }
        for (int c = 0; c < width; c++) {
            slope[c] /= squares;
        }
        for (int t = 0; t < rows; t++) {
            subtract(x, t * width, slope, t - centre, width);
        }
        return means;
    }

    private static void add(double[] x, int from, double[] sum, int width) {
        for (int c = 0; c < width; c++) {
            sum[c] += x[from + c];
        }
    }

    private static void subtract(double[] x, int from, double[] values, double factor, int width) {
        subtract(x, from, values, 0, factor, width);
    }

    private static void subtract(double[] x, int from, double[] values, int at, double factor, int width) {
        for (int c = 0; c < width; c++) {
            x[from + c] -= factor * values[at + c];
        }
    }
}
