package org.engram.decoders.classical;

import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.NotConvergedException;

/**
 * Coordinate descent with one-dimensional Newton steps and line search (Yuan, Chang, Hsieh and Lin 2010, JMLR
 * 11, section 4) for |w|_1 + |b| + sum_i C_i loss(y_i f_i), with shrinking of features that stay at zero. The
 * intercept is a last feature of constant one.
 *
 * <p>Now and then the features that have a weight are moved together by a Newton step within their signs, if
 * that lowers the objective. Where coordinates crawl (correlated features) it saves thousands of passes; the
 * stopping rule is that of plain coordinate descent.
 */
final class CoordinateNewton {
    private static final long SEED = 20101101L;
    private static final double SUFFICIENT_DECREASE = 0.01;
    private static final int MAXIMUM_HALVINGS = 20;
    private static final double SMALLEST_CURVATURE = 1e-12;

    private static final int PASSES_BETWEEN_NEWTON_STEPS = 10;
    private static final int LARGEST_NEWTON_SYSTEM = 500;

    private final double[][] features;
    private final double[] signs;
    private final double[] penalties;
    private final boolean logistic;
    private final double[] weights;
    /** y_i f_i. */
    private final double[] margins;
    /** First and second derivative of C_i loss by the margin. */
    private final double[] slopes;
    private final double[] curvatures;
    private double gradient;
    private double curvature;
    /** What the last change of loss may be wrong by. */
    private double rounding;
    private boolean converged;

    /** @param features one row per feature, one value per sample; not copied */
    CoordinateNewton(double[][] features, double[] signs, double[] penalties, boolean logistic) {
        this.features = features;
        this.signs = signs;
        this.penalties = penalties;
        this.logistic = logistic;
        weights = new double[features.length];
        margins = new double[signs.length];
        slopes = new double[signs.length];
        curvatures = new double[signs.length];
        differentiate();
    }

    /** Runs until the summed violation over all features is below tolerance times the first. */
    CoordinateNewton run(double tolerance, int maximumPasses) {
        int p = features.length;
        int[] order = new int[p];
        Arrays.setAll(order, j -> j);
        int active = p;
        double largestOld = Double.POSITIVE_INFINITY;
        double first = -1;
        for (int pass = 0; pass < maximumPasses; pass++) {
            RandomStream random = RandomStream.of(SEED, pass);
            double largest = 0;
            double total = 0;
            int draws = 0;
            for (int s = 0; s < active; s++) {
                int other = s + random.bounded(draws++, active - s);
                int j = order[other];
                order[other] = order[s];
                order[s] = j;
                derivatives(j);
                if (weights[j] == 0 && Math.abs(gradient) < 1 - largestOld / signs.length) {
                    active--;
                    order[s] = order[active];
                    order[active] = j;
                    s--;
                    continue;
                }
                double violation = violation(j);
                largest = Math.max(largest, violation);
                total += violation;
                step(j);
            }
            first = first < 0 ? total : first;
            if (total <= tolerance * first) {
                if (active == p) {
                    converged = true;
                    return this;
                }
                active = p;
                largestOld = Double.POSITIVE_INFINITY;
            } else {
                largestOld = largest;
            }
            if (pass % PASSES_BETWEEN_NEWTON_STEPS == PASSES_BETWEEN_NEWTON_STEPS - 1) {
                newtonStep();
            }
        }
        return this;
    }

    private void derivatives(int j) {
        double[] x = features[j];
        double g = 0;
        double h = 0;
        for (int i = 0; i < x.length; i++) {
            g += slopes[i] * signs[i] * x[i];
            h += curvatures[i] * x[i] * x[i];
        }
        gradient = g;
        curvature = Math.max(h, SMALLEST_CURVATURE);
    }

    private double violation(int j) {
        if (weights[j] == 0) {
            return Math.max(Math.abs(gradient) - 1, 0);
        }
        return Math.abs(gradient + Math.signum(weights[j]));
    }

    private void step(int j) {
        double w = weights[j];
        double direction;
        if (gradient + 1 <= curvature * w) {
            direction = -(gradient + 1) / curvature;
        } else if (gradient - 1 >= curvature * w) {
            direction = -(gradient - 1) / curvature;
        } else {
            direction = -w;
        }
        if (Math.abs(direction) < 1e-14 * Math.max(1, Math.abs(w))) {
            return;
        }
        double expected = Math.abs(w + direction) - Math.abs(w) + gradient * direction;
        double length = 1;
        for (int halving = 0; halving < MAXIMUM_HALVINGS; halving++) {
            double change = lossChange(j, length * direction) + Math.abs(w + length * direction)
                    - Math.abs(w);
            if (change <= SUFFICIENT_DECREASE * length * expected + rounding) {
                weights[j] = w + length * direction;
                move(j, length * direction);
                return;
            }
            length /= 2;
        }
    }

    private void newtonStep() {
        int[] support = support();
        int m = support.length;
        if (m < 2 || m > LARGEST_NEWTON_SYSTEM) {
            return;
        }
        Matrix rooted = Matrix.zeros(m, signs.length);
        Matrix right = Matrix.zeros(m, 1);
        for (int a = 0; a < m; a++) {
            double[] x = features[support[a]];
            for (int i = 0; i < x.length; i++) {
                rooted.set(a, i, x[i] * Math.sqrt(curvatures[i]));
            }
            derivatives(support[a]);
            right.set(a, 0, -gradient - Math.signum(weights[support[a]]));
        }
        Matrix system = DenseAlgebra.gram(rooted);
        double trace = 0;
        for (int a = 0; a < m; a++) {
            trace += system.get(a, a);
        }
        for (int a = 0; a < m; a++) {
            system.set(a, a, system.get(a, a) + 1e-12 * trace + SMALLEST_CURVATURE);
        }
        try {
            moveTogether(support, DenseAlgebra.solvePositiveDefinite(system, right).data());
        } catch (NotConvergedException e) {
            return; // Coordinate descent goes on without the short cut.
        }
    }

    /** Halves the step until the objective falls; weights that would change sign stop at zero. */
    private void moveTogether(int[] support, double[] direction) {
        double before = objective(margins, support, null);
        double length = 1;
        for (int halving = 0; halving < 8; halving++) {
            double[] moved = new double[support.length];
            double[] after = margins.clone();
            for (int a = 0; a < support.length; a++) {
                double w = weights[support[a]];
                double candidate = w + length * direction[a];
                moved[a] = candidate * w > 0 ? candidate : 0;
                double[] x = features[support[a]];
                for (int i = 0; i < x.length; i++) {
                    after[i] += (moved[a] - w) * signs[i] * x[i];
                }
            }
            if (objective(after, support, moved) < before) {
                for (int a = 0; a < support.length; a++) {
                    weights[support[a]] = moved[a];
                }
                System.arraycopy(after, 0, margins, 0, after.length);
                differentiate();
                return;
            }
            length /= 2;
        }
    }

    private double objective(double[] at, int[] support, double[] moved) {
        double sum = 0;
        for (int a = 0; a < support.length; a++) {
            sum += Math.abs(moved == null ? weights[support[a]] : moved[a]);
        }
        for (int i = 0; i < at.length; i++) {
            sum += penalties[i] * loss(at[i]);
        }
        return sum;
    }

    private int[] support() {
        int[] support = new int[weights.length];
        int m = 0;
        for (int j = 0; j < weights.length; j++) {
            if (weights[j] != 0) {
                support[m++] = j;
            }
        }
        return Arrays.copyOf(support, m);
    }

    private double lossChange(int j, double delta) {
        double[] x = features[j];
        double change = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                double before = loss(margins[i]);
                double after = loss(margins[i] + delta * signs[i] * x[i]);
                change += penalties[i] * (after - before);
                size += penalties[i] * before;
            }
        }
        rounding = 1e-15 * size;
        return change;
    }

    private double loss(double margin) {
        if (logistic) {
            return LogisticLoss.of(margin);
        }
        double slack = Math.max(1 - margin, 0);
        return slack * slack;
    }

    private void move(int j, double delta) {
        double[] x = features[j];
        for (int i = 0; i < x.length; i++) {
            margins[i] += delta * signs[i] * x[i];
        }
        differentiate();
    }

    private void differentiate() {
        for (int i = 0; i < margins.length; i++) {
            if (logistic) {
                double wrong = LogisticLoss.probability(-margins[i]);
                slopes[i] = -penalties[i] * wrong;
                curvatures[i] = penalties[i] * wrong * (1 - wrong);
            } else {
                double slack = Math.max(1 - margins[i], 0);
                slopes[i] = -2 * penalties[i] * slack;
                curvatures[i] = slack > 0 ? 2 * penalties[i] : 0;
            }
        }
    }

    double[] weights() {
        return weights;
    }

    boolean converged() {
        return converged;
    }
}
