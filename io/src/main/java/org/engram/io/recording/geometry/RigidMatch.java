package org.engram.io.recording.geometry;

import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.Position;

/**
 * Rigid changes of coordinates from points that are known in both.
 *
 * <h2>References</h2> Horn 1987, Closed-form solution of absolute orientation using unit quaternions, Journal of the
 * Optical Society of America A 4:629-642.
 */
public final class RigidMatch {
    private static final int SWEEPS = 60;

    private RigidMatch() {}

    /**
     * The rotation and translation that bring points nearest to others, in the least squares sense.
     *
     * @param points at least three, not on one line
     * @param targets as many, in the same order
     * @param from coordinates of the points
     * @param to coordinates of the targets
     * @return the change of coordinates
     */
    public static CoordinateTransform of(List<Position> points, List<Position> targets,
            CoordinateFrame from, CoordinateFrame to) {
        if (points.size() != targets.size() || points.size() < 3) {
            throw new EngramException(points.size() + " and " + targets.size()
                    + " points cannot be matched: expected the same number, at least 3");
        }
        double[] centre = mean(points);
        double[] targetCentre = mean(targets);
        double[] s = new double[9];
        for (int i = 0; i < points.size(); i++) {
            double[] a = Vectors.minus(Vectors.array(points.get(i)), centre);
            double[] b = Vectors.minus(Vectors.array(targets.get(i)), targetCentre);
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    s[3 * row + column] += a[row] * b[column];
                }
            }
        }
        double[] matrix = rotation(largestEigenvector(new double[][] {
                {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]},
                {s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]},
                {s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7]},
                {s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4]}}));
        for (int row = 0; row < 3; row++) {
            matrix[4 * row + 3] = targetCentre[row] - matrix[4 * row] * centre[0]
                    - matrix[4 * row + 1] * centre[1] - matrix[4 * row + 2] * centre[2];
        }
        return new CoordinateTransform(from, to, matrix);
    }

    private static double[] rotation(double[] q) {
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[] {
                w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y), 0,
                2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x), 0,
                2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z, 0,
                0, 0, 0, 1};
    }

    /** Cyclic Jacobi rotations; four by four, so a handful of sweeps. */
    private static double[] largestEigenvector(double[][] a) {
        int n = a.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (a[p][q] != 0) {
                        rotate(a, vectors, p, q);
                    }
                }
            }
        }
        int best = 0;
        for (int i = 1; i < n; i++) {
            best = a[i][i] > a[best][best] ? i : best;
        }
        double[] vector = new double[n];
        for (int i = 0; i < n; i++) {
            vector[i] = vectors[i][best];
        }
        return vector;
    }

    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double vp = vectors[k][p];
            double vq = vectors[k][q];
            vectors[k][p] = c * vp - s * vq;
            vectors[k][q] = s * vp + c * vq;
        }
        a[p][q] = 0;
        a[q][p] = 0;
    }

    private static double[] mean(List<Position> points) {
        double[] sum = new double[3];
        for (Position point : points) {
            sum[0] += point.x() / points.size();
            sum[1] += point.y() / points.size();
            sum[2] += point.z() / points.size();
        }
        return sum;
    }
}
