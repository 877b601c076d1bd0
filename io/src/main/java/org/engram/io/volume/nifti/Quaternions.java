package org.engram.io.volume.nifti;

/**
 * Rotations as unit quaternions (a, b, c, d).
 *
 * <h2>References</h2> I. Y. Bar-Itzhack, New method for extracting the quaternion from a rotation matrix, Journal of
 * Guidance, Control and Dynamics 23 (2000) 1085-1087.
 */
final class Quaternions {
    private Quaternions() {}

    /** @return the rotation matrix of a quaternion of any length but 0 */
    static double[][] toMatrix(double a, double b, double c, double d) {
        double s = 1 / (a * a + b * b + c * c + d * d);
        return new double[][] {
                {s * (a * a + b * b - c * c - d * d), 2 * s * (b * c - a * d), 2 * s * (b * d + a * c)},
                {2 * s * (b * c + a * d), s * (a * a + c * c - b * b - d * d), 2 * s * (c * d - a * b)},
                {2 * s * (b * d - a * c), 2 * s * (c * d + a * b), s * (a * a + d * d - b * b - c * c)}};
    }

    /**
     * The quaternion of the rotation nearest to a matrix: the eigenvector of the largest eigenvalue of a symmetric 4
     * by 4 matrix, which for a matrix that is not quite orthogonal is the rotation of its polar decomposition.
     *
     * @return a, b, c, d with a not negative, and the first other part positive when a is 0
     */
    static double[] nearest(double[][] m) {
        double[][] k = {
                {m[0][0] - m[1][1] - m[2][2], m[0][1] + m[1][0], m[0][2] + m[2][0], m[2][1] - m[1][2]},
                {m[0][1] + m[1][0], m[1][1] - m[0][0] - m[2][2], m[1][2] + m[2][1], m[0][2] - m[2][0]},
                {m[0][2] + m[2][0], m[1][2] + m[2][1], m[2][2] - m[0][0] - m[1][1], m[1][0] - m[0][1]},
                {m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1], m[0][0] + m[1][1] + m[2][2]}};
        double[][] vectors = diagonalise(k);
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            if (k[i][i] > k[largest][largest]) {
                largest = i;
            }
        }
        double[] q = {vectors[3][largest], vectors[0][largest], vectors[1][largest], vectors[2][largest]};
        double sign = 0;
        for (int i = 0; i < 4 && sign == 0; i++) {
            sign = Math.abs(q[i]) > 1e-12 ? Math.signum(q[i]) : 0;
        }
        for (int i = 0; i < 4; i++) {
            q[i] = Math.abs(q[i]) <= 1e-12 ? 0 : q[i] * sign;
        }
        return q;
    }

    /**
     * Jacobi rotations: leaves the eigenvalues on the diagonal of {@code k}, returns the eigenvectors as
     * columns.
     */
    private static double[][] diagonalise(double[][] k) {
        double[][] v = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        for (int sweep = 0; sweep < 50; sweep++) {
            double off = 0;
            for (int p = 0; p < 4; p++) {
                for (int q = p + 1; q < 4; q++) {
                    off += k[p][q] * k[p][q];
                    rotate(k, v, p, q);
                }
            }
            if (off < 1e-30) {
                break;
            }
        }
        return v;
    }

    private static void rotate(double[][] k, double[][] v, int p, int q) {
        if (k[p][q] == 0) {
            return;
        }
        double theta = (k[q][q] - k[p][p]) / (2 * k[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cos = 1 / Math.sqrt(t * t + 1);
        double sin = t * cos;
        for (int i = 0; i < 4; i++) {
            double a = k[i][p];
            double b = k[i][q];
            k[i][p] = cos * a - sin * b;
            k[i][q] = sin * a + cos * b;
        }
        for (int i = 0; i < 4; i++) {
            double a = k[p][i];
            double b = k[q][i];
            k[p][i] = cos * a - sin * b;
            k[q][i] = sin * a + cos * b;
            double x = v[i][p];
            double y = v[i][q];
            v[i][p] = cos * x - sin * y;
            v[i][q] = sin * x + cos * y;
        }
    }
}
