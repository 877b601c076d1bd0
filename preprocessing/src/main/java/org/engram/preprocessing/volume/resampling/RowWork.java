package org.engram.preprocessing.volume.resampling;

/** Loops over rows shared by the samplings: weighted sums of up to four rows, transposition. */
final class RowWork {
    private RowWork() {}

    /** Makes output row {@code index} of an axis from its input rows. */
    static void combine(double[][] rows, AxisTaps axis, int index, double[] out, int length) {
        int at = axis.taps() * index;
        int[] from = axis.indices();
        double[] w = axis.weights();
        if (axis.taps() == 2) {
            sum2(rows[from[at]], rows[from[at + 1]], w[at], w[at + 1], out, length);
        } else {
            sum4(rows[from[at]], rows[from[at + 1]], rows[from[at + 2]], rows[from[at + 3]], w[at], w[at + 1],
                    w[at + 2], w[at + 3], out, length);
        }
    }

    /** to[j][i] = from[i][j]. */
    static void transpose(double[][] from, int rows, int columns, double[][] to) {
        for (int j0 = 0; j0 < columns; j0 += 8) {
            int j1 = Math.min(columns, j0 + 8);
            for (int i = 0; i < rows; i++) {
                double[] row = from[i];
                for (int j = j0; j < j1; j++) {
                    to[j][i] = row[j];
                }
            }
        }
    }

    private static void sum2(double[] a, double[] b, double wa, double wb, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = wa * a[i] + wb * b[i];
        }
    }

    private static void sum4(double[] a, double[] b, double[] c, double[] d, double wa, double wb, double wc,
            double wd, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = wa * a[i] + wb * b[i] + (wc * c[i] + wd * d[i]);
        }
    }
}
