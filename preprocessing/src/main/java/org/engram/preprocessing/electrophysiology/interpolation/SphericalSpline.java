package org.engram.preprocessing.electrophysiology.interpolation;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.DenseAlgebra.SingularValues;
import org.engram.compute.linalg.Matrix;

/**
 * The spherical splines of F. Perrin, J. Pernier, O. Bertrand, J. F. Echallier, Electroencephalogr. Clin. Neurophysiol.
 * 72, 1989 (with the erratum in 76, 1990): sums of Legendre polynomials of the cosine of the angle between two
 * directions.
 *
 * @param stiffness the order m of the spline, 2 or more for a finite density
 * @param terms Legendre polynomials summed
 */
public record SphericalSpline(int stiffness, int terms) {
    /** Order 4 and 50 terms. */
    public static final SphericalSpline DEFAULT = new SphericalSpline(4, 50);

    /** Checks the ranges. */
    public SphericalSpline {
        if (stiffness < 2 || terms < 1 || terms > 10_000) {
            throw new IllegalArgumentException("a spline of stiffness " + stiffness + " with " + terms
                    + " terms: give a stiffness of 2 or more and 1 to 10000 terms");
        }
    }

    /**
     * @param cosine cosine of the angle between two directions
     * @return sum over n of (2n + 1) / (n^m (n + 1)^m) P_n(cosine), over 4 pi
     */
    public double potential(double cosine) {
        return sum(cosine, stiffness);
    }

    /**
     * @param cosine cosine of the angle between two directions
     * @return the same with m - 1 in place of m: minus the surface Laplacian of {@link #potential}
     */
    public double density(double cosine) {
        return sum(cosine, stiffness - 1);
    }

    private double sum(double cosine, int power) {
        double x = Math.max(-1, Math.min(1, cosine));
        double before = 1;
        double current = x;
        double sum = 0;
        for (int n = 1; n <= terms; n++) {
            sum += (2 * n + 1) * current / Math.pow((double) n * (n + 1), power);
            double next = ((2 * n + 1) * x * current - n * before) / (n + 1);
            before = current;
            current = next;
        }
        return sum / (4 * Math.PI);
    }

    /**
     * @param from directions of length 1, n x 3
     * @param to directions of length 1, k x 3
     * @return the cosines of the angles between them, k x n
     */
    static Matrix cosines(double[][] from, double[][] to) {
        Matrix cosines = Matrix.zeros(to.length, from.length);
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < from.length; j++) {
                cosines.set(i, j, to[i][0] * from[j][0] + to[i][1] * from[j][1] + to[i][2] * from[j][2]);
            }
        }
        return cosines;
    }

    /**
     * The weights with which measured potentials give those at other places.
     *
     * @param from directions of the measured electrodes from the centre, n x 3, length 1
     * @param to directions wanted, k x 3, length 1
     * @param smoothing added to the diagonal: 1e-5 as usual
     * @return k x n; each row sums to 1, as a constant potential stays one
     */
    public Matrix weights(double[][] from, double[][] to, double smoothing) {
        int n = from.length;
        Matrix system = system(from, smoothing);
        Matrix between = cosines(from, to);
        Matrix targets = Matrix.zeros(to.length, n + 1);
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < n; j++) {
                targets.set(i, j, potential(between.get(i, j)));
            }
            targets.set(i, n, 1);
        }
        Matrix all = DenseAlgebra.multiply(targets, pseudoInverse(system));
        Matrix weights = Matrix.zeros(to.length, n);
        for (int i = 0; i < to.length; i++) {
            System.arraycopy(all.data(), i * (n + 1), weights.data(), i * n, n);
        }
        return weights;
    }

    /** Potentials among the electrodes with a border of ones: the spline's coefficients sum to 0, beside a constant. */
    Matrix system(double[][] directions, double smoothing) {
        int n = directions.length;
        Matrix among = cosines(directions, directions);
        Matrix system = Matrix.zeros(n + 1, n + 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                system.set(i, j, potential(among.get(i, j)) + (i == j ? smoothing : 0));
            }
            system.set(i, n, 1);
            system.set(n, i, 1);
        }
        return system;
    }

    /** Two electrodes at one place make the system singular; then the shortest solution is taken. */
    static Matrix pseudoInverse(Matrix a) {
        SingularValues f = DenseAlgebra.singularValues(a);
        double least = f.s()[0] * a.rows() * Math.ulp(1.0);
        Matrix scaled = f.vt().transpose();
        for (int row = 0; row < scaled.rows(); row++) {
            for (int k = 0; k < scaled.columns(); k++) {
                scaled.set(row, k, f.s()[k] > least ? scaled.get(row, k) / f.s()[k] : 0);
            }
        }
        return DenseAlgebra.multiplyTransposed(scaled, f.u());
    }
}
