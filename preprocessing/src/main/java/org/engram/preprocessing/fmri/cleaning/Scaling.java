package org.engram.preprocessing.fmri.cleaning;

import org.engram.compute.linalg.Matrix;

/** The last step for a block of voxels, and what it needs to know of the raw values. */
final class Scaling {
    /** Standard deviations below this are zeros with rounding noise. */
    private static final double EPSILON = Math.ulp(1.0);
    /** What remains of a series below this part of its raw magnitude is rounding noise too. */
    private static final double ROUNDING = 1e-13;

    private Scaling() {}

    /** Tells which columns have one value at all kept rows, and writes the largest magnitude of each. */
    static boolean[] constantColumns(Matrix block, int[] kept, double[] magnitude) {
        int width = block.columns();
        double[] x = block.data();
        double[] varies = new double[width];
        int first = kept[0] * width;
        for (int row : kept) {
            int from = row * width;
            for (int c = 0; c < width; c++) {
                varies[c] += Math.abs(x[from + c] - x[first + c]);
                magnitude[c] = Math.max(magnitude[c], Math.abs(x[from + c]));
            }
        }
        boolean[] constant = new boolean[width];
        for (int c = 0; c < width; c++) {
            constant[c] = varies[c] == 0;
        }
        return constant;
    }

    static double[] means(Matrix block) {
        int width = block.columns();
        double[] x = block.data();
        double[] means = new double[width];
        for (int r = 0; r < block.rows(); r++) {
            addRow(x, r * width, means, width);
        }
        for (int c = 0; c < width; c++) {
            means[c] /= block.rows();
        }
        return means;
    }

    private static void addRow(double[] x, int from, double[] sums, int width) {
        for (int c = 0; c < width; c++) {
            sums[c] += x[from + c];
        }
    }

    /**
     * Removes the mean and divides by the standard deviation (n - 1); columns that have nothing left but rounding noise
     * become zero.
     *
     * @param magnitude largest magnitude of each column before anything was done to it
     * @param constant which columns were constant to begin with
     * @return how many columns that were not constant to begin with have nothing left
     */
    static int zScore(Matrix block, double[] magnitude, boolean[] constant) {
        int width = block.columns();
        double[] x = block.data();
        double[] means = means(block);
        double[] scale = new double[width];
        for (int r = 0; r < block.rows(); r++) {
            deviate(x, r * width, means, scale, width);
        }
        int explained = 0;
        for (int c = 0; c < width; c++) {
            double deviation = Math.sqrt(scale[c] / (block.rows() - 1));
            boolean nothing = deviation <= ROUNDING * magnitude[c];
            explained += nothing && !constant[c] ? 1 : 0;
            scale[c] = nothing ? 0 : deviation < EPSILON ? 1 : 1 / deviation;
        }
        for (int r = 0; r < block.rows(); r++) {
            multiply(x, r * width, scale, width);
        }
        return explained;
    }

    private static void deviate(double[] x, int from, double[] means, double[] squares, int width) {
        for (int c = 0; c < width; c++) {
            double deviation = x[from + c] - means[c];
            x[from + c] = deviation;
            squares[c] += deviation * deviation;
        }
    }

    private static void multiply(double[] x, int from, double[] scale, int width) {
        for (int c = 0; c < width; c++) {
            x[from + c] *= scale[c];
        }
    }

    /**
     * 100 (x - mean) / |mean|.
     *
     * @param lost the mean that earlier steps took away, or null when it is still in the block
     * @return how many columns that were not constant have no mean to divide by
     */
    static int percentChange(Matrix block, double[] lost, boolean[] constant) {
        int width = block.columns();
        double[] x = block.data();
        double[] means = means(block);
        double[] scale = new double[width];
        int without = 0;
        for (int c = 0; c < width; c++) {
            double baseline = Math.abs(lost == null ? means[c] : lost[c] + means[c]);
            boolean none = baseline < EPSILON;
            without += none && !constant[c] ? 1 : 0;
            scale[c] = none ? 0 : 100 / baseline;
        }
        for (int r = 0; r < block.rows(); r++) {
            int from = r * width;
            for (int c = 0; c < width; c++) {
                x[from + c] = (x[from + c] - means[c]) * scale[c];
            }
        }
        return without;
    }

    /** Sets the marked columns to zero, and counts them. */
    static int zeroColumns(Matrix block, boolean[] marked) {
        int count = 0;
        for (int c = 0; c < marked.length; c++) {
            if (marked[c]) {
                count++;
                for (int r = 0; r < block.rows(); r++) {
                    block.set(r, c, 0);
                }
            }
        }
        return count;
    }

    /** Divides each column by its largest magnitude, for numerical stability alone. */
    static void divideByLargest(Matrix block) {
        for (int c = 0; c < block.columns(); c++) {
            double largest = 0;
            for (int r = 0; r < block.rows(); r++) {
                largest = Math.max(largest, Math.abs(block.get(r, c)));
            }
            for (int r = 0; largest > 0 && r < block.rows(); r++) {
                block.set(r, c, block.get(r, c) / largest);
            }
        }
    }
}
