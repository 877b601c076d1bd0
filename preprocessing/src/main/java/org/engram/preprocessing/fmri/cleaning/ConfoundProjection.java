package org.engram.preprocessing.fmri.cleaning;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.DenseAlgebra.PivotedQr;
import org.engram.compute.linalg.Matrix;

/**
 * Removes from every column what lies in the span of the confounds: X - Q (Q'X), with Q from a pivoted QR so that
 * collinear confounds do no harm. The two small products run on one block of columns at a time, in plain loops: blocks
 * are already spread over the threads, and a native product would start its own.
 */
final class ConfoundProjection {
    /** Diagonal elements of R below this are columns that add nothing. */
    private static final double NEGLIGIBLE = 100 * Math.ulp(1.0);
    /**
     * And so are those below this part of the largest: what filtering leaves of an exact linear dependence is rounding
     * noise above the fixed limit, and a direction of noise taken out of the data would differ from machine to machine.
     */
    private static final double DEPENDENT = 1e-10;

    /** Orthonormal directions, one per row, so that both products read it along rows. */
    private final Matrix directions;

    private ConfoundProjection(Matrix directions) {
        this.directions = directions;
    }

    /**
     * @param confounds volumes x confounds, fewer confounds than volumes
     * @return the projection; it does nothing when all confounds are constant
     */
    static ConfoundProjection of(Matrix confounds) {
        PivotedQr qr = DenseAlgebra.pivotedQr(confounds);
        double largest = qr.diagonal().length == 0 ? 0 : qr.diagonal()[0];
        double limit = Math.max(NEGLIGIBLE, DEPENDENT * largest);
        int rank = 0;
        while (rank < qr.diagonal().length && qr.diagonal()[rank] > limit) {
            rank++;
        }
        int[] first = new int[rank];
        for (int k = 0; k < rank; k++) {
            first[k] = k;
        }
        return new ConfoundProjection(qr.q().selectColumns(first).transpose());
    }

    /** Number of independent confounds. */
    int rank() {
        return directions.rows();
    }

    /** Takes the confounds out of every column of a volumes x voxels block. */
    void removeFrom(Matrix block) {
        int rank = directions.rows();
        int rows = block.rows();
        int width = block.columns();
        double[] q = directions.data();
        double[] x = block.data();
        double[] weights = new double[rank * width];
        for (int t = 0; t < rows; t += 8) {
            int many = Math.min(8, rows - t);
            for (int k = 0; k < rank; k++) {
                if (many == 8) {
                    addEight(weights, k * width, x, t * width, q, k * rows + t, 1, width);
                } else {
                    addFew(weights, k * width, x, t * width, q, k * rows + t, 1, many, width);
                }
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = -weights[i];
        }
        for (int k = 0; k < rank; k += 8) {
            int many = Math.min(8, rank - k);
            for (int t = 0; t < rows; t++) {
                if (many == 8) {
                    addEight(x, t * width, weights, k * width, q, k * rows + t, rows, width);
                } else {
                    addFew(x, t * width, weights, k * width, q, k * rows + t, rows, many, width);
                }
            }
        }
    }

    /** Adds eight neighbouring rows of {@code from}, each times its factor, to one row: one store for eight loads. */
    private static void addEight(double[] to, int toAt, double[] from, int at, double[] q, int qAt, int qStep,
            int width) {
        double q0 = q[qAt];
        double q1 = q[qAt + qStep];
        double q2 = q[qAt + 2 * qStep];
        double q3 = q[qAt + 3 * qStep];
        double q4 = q[qAt + 4 * qStep];
        double q5 = q[qAt + 5 * qStep];
        double q6 = q[qAt + 6 * qStep];
        double q7 = q[qAt + 7 * qStep];
        int r1 = at + width;
        int r2 = r1 + width;
        int r3 = r2 + width;
        int r4 = r3 + width;
        int r5 = r4 + width;
        int r6 = r5 + width;
        int r7 = r6 + width;
        for (int c = 0; c < width; c++) {
            to[toAt + c] += (q0 * from[at + c] + q1 * from[r1 + c]) + (q2 * from[r2 + c] + q3 * from[r3 + c])
                    + ((q4 * from[r4 + c] + q5 * from[r5 + c]) + (q6 * from[r6 + c] + q7 * from[r7 + c]));
        }
    }

    private static void addFew(double[] to, int toAt, double[] from, int at, double[] q, int qAt, int qStep,
            int many,
            int width) {
        for (int i = 0; i < many; i++) {
            double factor = q[qAt + i * qStep];
            int row = at + i * width;
            for (int c = 0; c < width; c++) {
                to[toAt + c] += factor * from[row + c];
            }
        }
    }
}
