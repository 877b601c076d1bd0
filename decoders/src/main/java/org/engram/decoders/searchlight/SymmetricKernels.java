package org.engram.decoders.searchlight;

/**
 * The two inner loops of the closed-form searchlight: adding outer products to the upper triangle of a small
 * symmetric matrix, and its Cholesky factorisation. Rows are separate arrays so that the just-in-time
 * compiler vectorises the loops; four rows at a time keep the memory traffic below the arithmetic. Sums run
 * in one fixed order.
 */
final class SymmetricKernels {
    private SymmetricKernels() {}

    /**
     * Adds sign times (a a' + b b' + c c' + d d') to the upper triangle.
     *
     * @param matrix n rows of n
     * @param a n numbers, likewise b, c and d
     */
    static void addOuterProducts(double[][] matrix, double[] a, double[] b, double[] c, double[] d,
            double sign) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            addScaled(matrix[i], a, b, c, d, sign * a[i], sign * b[i], sign * c[i], sign * d[i], i, n);
        }
    }

    /** Adds pa a + pb b + pc c + pd d to {@code into} between two indices. */
    static void addScaled(double[] into, double[] a, double[] b, double[] c, double[] d, double pa, double pb,
            double pc, double pd, int from, int to) {
        for (int j = from; j < to; j++) {
            into[j] += (pa * a[j] + pb * b[j]) + (pc * c[j] + pd * d[j]);
        }
    }

    /** Adds p a to {@code into} between two indices. */
    static void addScaled(double[] into, double[] a, double p, int from, int to) {
        for (int j = from; j < to; j++) {
            into[j] += p * a[j];
        }
    }

    /**
     * Replaces the upper triangle of A by U with A = U'U.
     *
     * @param a n rows of n, positive definite; only its upper triangle is read
     * @return false when a pivot is not positive
     */
    static boolean cholesky(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k += 4) {
            int end = Math.min(n, k + 4);
            for (int p = k; p < end; p++) {
                for (int q = k; q < p; q++) {
                    addScaled(a[p], a[q], -a[q][p], p, n);
                }
                if (!(a[p][p] > 0)) {
                    return false;
                }
                scale(a[p], 1 / Math.sqrt(a[p][p]), p, n);
            }
            for (int i = end; i < n; i++) { // runs only when the block is a full four
                addScaled(a[i], a[k], a[k + 1], a[k + 2], a[k + 3], -a[k][i], -a[k + 1][i], -a[k + 2][i],
                        -a[k + 3][i], i, n);
            }
        }
        return true;
    }

    /**
     * Solves U'U X = B for many right-hand sides lying side by side.
     *
     * @param u the factor of {@link #cholesky}
     * @param b n rows of one number per right-hand side; replaced by the solution
     */
    static void solveColumns(double[][] u, double[][] b) {
        int n = u.length;
        int m = n == 0 ? 0 : b[0].length;
        for (int i = 0; i < n; i++) {
            int k = 0;
            for (; k + 3 < i; k += 4) {
                addScaled(b[i], b[k], b[k + 1], b[k + 2], b[k + 3], -u[k][i], -u[k + 1][i], -u[k + 2][i],
                        -u[k + 3][i], 0, m);
            }
            for (; k < i; k++) {
                addScaled(b[i], b[k], -u[k][i], 0, m);
            }
            scale(b[i], 1 / u[i][i], 0, m);
        }
        for (int i = n - 1; i >= 0; i--) {
            int k = i + 1;
            for (; k + 3 < n; k += 4) {
                addScaled(b[i], b[k], b[k + 1], b[k + 2], b[k + 3], -u[i][k], -u[i][k + 1], -u[i][k + 2],
                        -u[i][k + 3], 0, m);
            }
            for (; k < n; k++) {
                addScaled(b[i], b[k], -u[i][k], 0, m);
            }
            scale(b[i], 1 / u[i][i], 0, m);
        }
    }

    /**
     * Solves U'U x = b for one right-hand side.
     *
     * @param u the factor of {@link #cholesky}
     * @param b n numbers, replaced by the solution
     */
    static void solve(double[][] u, double[] b) {
        int n = u.length;
        for (int k = 0; k < n; k++) {
            b[k] /= u[k][k];
            addScaled(b, u[k], -b[k], k + 1, n);
        }
        for (int k = n - 1; k >= 0; k--) {
            b[k] = (b[k] - dot(u[k], b, k + 1, n)) / u[k][k];
        }
    }

    /** Four partial sums, so that the additions need not wait for one another. */
    static double dot(double[] a, double[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = from;
        for (; j + 3 < to; j += 4) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < to; j++) {
            s0 += a[j] * b[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void scale(double[] a, double factor, int from, int to) {
        for (int j = from; j < to; j++) {
            a[j] *= factor;
        }
    }
}
