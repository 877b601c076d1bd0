package org.engram.preprocessing.electrophysiology.spectra;

import org.engram.compute.linalg.Cholesky;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/** Small nonlinear least squares within bounds: Levenberg and Marquardt's steps, projected onto the bounds. */
final class BoundedLeastSquares {
    private static final int MOST_STEPS = 500;
    private static final double SMALLEST_GAIN = 1e-14;
    private static final double LARGEST_DAMPING = 1e12;

    /** How far the model is from one point. */
    @FunctionalInterface
    interface Residual {
        double of(double[] parameters, int point);
    }

    private BoundedLeastSquares() {}

    static double[] fit(Residual residual, int points, double[] start, double[] lower, double[] upper) {
        double[] best = clipped(start, lower, upper);
        double cost = cost(residual, points, best);
        double damping = 1e-3;
        for (int step = 0; step < MOST_STEPS && damping < LARGEST_DAMPING; step++) {
            double[][] system = normalEquations(residual, points, best, lower, upper);
            double[] tried = clipped(plus(best, solve(system, damping)), lower, upper);
            double after = cost(residual, points, tried);
            if (after < cost) {
                double gain = (cost - after) / cost;
                best = tried;
                cost = after;
                damping = Math.max(1e-12, damping / 3);
                if (gain < SMALLEST_GAIN) {
                    break;
                }
            } else {
                damping *= 4;
            }
        }
        return best;
    }

    /** Rows of J'J with the gradient J'r as last entry. Parameters held at a bound by the gradient do not move. */
    private static double[][] normalEquations(Residual residual, int points, double[] at, double[] lower,
            double[] upper) {
        int n = at.length;
        double[][] slopes = new double[n][points];
        double[] errors = new double[points];
        for (int i = 0; i < points; i++) {
            errors[i] = residual.of(at, i);
        }
        double[] moved = at.clone();
        for (int p = 0; p < n; p++) {
            double step = 1e-6 * Math.max(1e-3, Math.abs(at[p]));
            moved[p] = at[p] + step;
            for (int i = 0; i < points; i++) {
                slopes[p][i] = residual.of(moved, i);
            }
            moved[p] = at[p] - step;
            for (int i = 0; i < points; i++) {
                slopes[p][i] = (slopes[p][i] - residual.of(moved, i)) / (2 * step);
            }
            moved[p] = at[p];
        }
        double[][] system = new double[n][n + 1];
        for (int p = 0; p < n; p++) {
            system[p][n] = -dot(slopes[p], errors);
            boolean held = at[p] <= lower[p] && system[p][n] < 0 || at[p] >= upper[p] && system[p][n] > 0;
            for (int q = 0; q < n; q++) {
                system[p][q] = held ? 0 : dot(slopes[p], slopes[q]);
            }
            if (held) {
                system[p][p] = 1;
                system[p][n] = 0;
                for (int q = 0; q < p; q++) {
                    system[q][p] = 0;
                }
            }
        }
        return symmetric(system);
    }

    /** A held parameter empties its row; its column follows. */
    private static double[][] symmetric(double[][] system) {
        for (int p = 0; p < system.length; p++) {
            for (int q = 0; q < p; q++) {
                double shared = system[p][q] == 0 || system[q][p] == 0 ? 0 : system[p][q];
                system[p][q] = shared;
                system[q][p] = shared;
            }
        }
        return system;
    }

    private static double[] solve(double[][] system, double damping) {
        int n = system.length;
        Matrix a = Matrix.zeros(n, n);
        double[] b = new double[n];
        for (int p = 0; p < n; p++) {
            for (int q = 0; q < n; q++) {
                a.set(p, q, system[p][q]);
            }
            a.set(p, p, system[p][p] * (1 + damping) + 1e-300);
            b[p] = system[p][n];
        }
        try {
            return Cholesky.of(a).solve(b);
        } catch (EngramException notPositive) {
            // A model that does not depend on a parameter; more damping follows after the step of nothing fails.
            return new double[n];
        }
    }

    private static double cost(Residual residual, int points, double[] at) {
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double error = residual.of(at, i);
            sum += error * error;
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < a.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static double[] clipped(double[] at, double[] lower, double[] upper) {
        double[] inside = at.clone();
        for (int i = 0; i < at.length; i++) {
            inside[i] = Math.max(lower[i], Math.min(upper[i], at[i]));
        }
        return inside;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
