package org.engram.decoders.timeseries.spatialfilters;

import java.util.List;
import org.engram.compute.linalg.Matrix;

/**
 * A basis in which several positive definite matrices are as diagonal as they can be, by sweeps over pairs of rows.
 *
 * <h2>References</h2> D. T. Pham 2001, SIAM J. Matrix Analysis 22:1136, section 3.
 */
final class JointDiagonalization {
    private static final double TOLERANCE = 1e-6;
    private static final int SWEEPS = 15;

    private final Matrix[] matrices;
    private final Matrix basis;

    private JointDiagonalization(List<Matrix> of) {
        matrices = of.stream().map(Matrix::copy).toArray(Matrix[]::new);
        int p = matrices[0].rows();
        basis = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            basis.set(i, i, 1);
        }
    }

    /** Rows b with b C b' nearly diagonal for each C. */
    static Matrix basis(List<Matrix> matrices) {
        JointDiagonalization run = new JointDiagonalization(matrices);
        int p = matrices.get(0).rows();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double decrease = 0;
            for (int i = 1; i < p; i++) {
                for (int j = 0; j < i; j++) {
                    decrease += run.rotate(i, j);
                }
            }
            if (decrease < p * (p - 1) * TOLERANCE) {
                break;
            }
        }
        return run.basis;
    }

    /** Pham's step for one pair; gives how much the criterion falls, to first order. */
    private double rotate(int i, int j) {
        int n = matrices.length;
        double gij = 0;
        double gji = 0;
        double wij = 0;
        double wji = 0;
        for (Matrix c : matrices) {
            gij += c.get(i, j) / c.get(i, i) / n;
            gji += c.get(i, j) / c.get(j, j) / n;
            wij += c.get(j, j) / c.get(i, i) / n;
            wji += c.get(i, i) / c.get(j, j) / n;
        }
        double omega = Math.sqrt(wij * wji);
        double ratio = Math.sqrt(wji / wij);
        double sum = (ratio * gij + gji) / (omega + 1);
        double difference = (ratio * gij - gji) / Math.max(omega - 1, 1e-9);
        double hij = sum + difference;
        double hji = (sum - difference) / ratio;
        double scale = 1 + Math.sqrt(Math.max(0, 1 - hij * hji));
        double a = -hij / scale;
        double b = -hji / scale;
        for (Matrix c : matrices) {
            mixRows(c, i, j, a, b);
            mixColumns(c, i, j, a, b);
        }
        mixRows(basis, i, j, a, b);
        return n * (gij * hij + gji * hji) / 2;
    }

    private static void mixRows(Matrix m, int i, int j, double a, double b) {
        for (int k = 0; k < m.columns(); k++) {
            double first = m.get(i, k);
            double second = m.get(j, k);
            m.set(i, k, first + a * second);
            m.set(j, k, b * first + second);
        }
    }

    private static void mixColumns(Matrix m, int i, int j, double a, double b) {
        for (int k = 0; k < m.rows(); k++) {
            double first = m.get(k, i);
            double second = m.get(k, j);
            m.set(k, i, first + a * second);
            m.set(k, j, b * first + second);
        }
    }
}
