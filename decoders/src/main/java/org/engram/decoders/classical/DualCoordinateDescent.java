package org.engram.decoders.classical;

import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.NotConvergedException;

/**
 * Dual coordinate descent for the two-class linear support vector machine (Hsieh et al. 2008, ICML), with
 * shrinking. Minimises 0.5 a'(Q + D)a - sum a over 0 &lt;= a_i &lt;= U_i with Q_ij = y_i y_j x_i.x_j. The
 * hinge loss has D = 0 and U = C, the squared hinge D = 1 / (2C) and no upper bound.
 *
 * <p>Now and then the samples strictly between their bounds are moved together by a Newton step as far as the
 * bounds allow. The objective is quadratic, so the step never raises it; where coordinates crawl (collinear
 * samples) it saves thousands of passes. The stopping rule is that of plain coordinate descent.
 */
final class DualCoordinateDescent {
    // Orders of visiting are drawn from one fixed seed: same data, same answer.
    private static final long SEED = 20080705L;

    private static final int PASSES_BETWEEN_NEWTON_STEPS = 20;
    private static final int LARGEST_NEWTON_SYSTEM = 500;

    private final Decisions decisions;
    private final double[] signs;
    private final double[] upper;
    private final double[] diagonal;
    private final double[] alpha;
    private double violation = Double.POSITIVE_INFINITY;
    private boolean converged;

    /**
     * @param decisions the decision of each sample under the current solution, zero at the start
     * @param signs plus or minus one per sample
     * @param penalties C per sample
     */
    DualCoordinateDescent(Decisions decisions, double[] signs, double[] penalties, boolean squared) {
        int n = signs.length;
        this.decisions = decisions;
        this.signs = signs;
        alpha = new double[n];
        upper = new double[n];
        diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            upper[i] = squared ? Double.POSITIVE_INFINITY : penalties[i];
            diagonal[i] = squared ? 0.5 / penalties[i] : 0;
        }
    }

    /** Runs until the largest and smallest projected gradient over all samples are within the tolerance. */
    DualCoordinateDescent run(double tolerance, int maximumPasses) {
        int n = signs.length;
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        int active = n;
        double oldMaximum = Double.POSITIVE_INFINITY;
        double oldMinimum = Double.NEGATIVE_INFINITY;
        for (int pass = 0; pass < maximumPasses; pass++) {
            RandomStream.of(SEED, pass).shuffle(order, active);
            double maximum = Double.NEGATIVE_INFINITY;
            double minimum = Double.POSITIVE_INFINITY;
            for (int s = 0; s < active; s++) {
                int i = order[s];
                double gradient = signs[i] * decisions.of(i) - 1 + alpha[i] * diagonal[i];
                if (alpha[i] == 0 && gradient > oldMaximum || alpha[i] == upper[i] && gradient < oldMinimum) {
                    active--;
                    order[s] = order[active];
                    order[active] = i;
                    s--;
                    continue;
                }
                double projected = projected(i, gradient);
                maximum = Math.max(maximum, projected);
                minimum = Math.min(minimum, projected);
                if (projected != 0) {
                    step(i, gradient);
                }
            }
            violation = active == 0 ? 0 : Math.max(maximum, 0) - Math.min(minimum, 0);
            if (violation <= tolerance) {
                if (active == n) {
                    converged = true;
                    return this;
                }
                active = n;
                oldMaximum = Double.POSITIVE_INFINITY;
                oldMinimum = Double.NEGATIVE_INFINITY;
            } else {
                oldMaximum = maximum <= 0 ? Double.POSITIVE_INFINITY : maximum;
                oldMinimum = minimum >= 0 ? Double.NEGATIVE_INFINITY : minimum;
            }
            if (pass % PASSES_BETWEEN_NEWTON_STEPS == PASSES_BETWEEN_NEWTON_STEPS - 1) {
                newtonStep();
            }
        }
        return this;
    }

    private double projected(int i, double gradient) {
        if (alpha[i] == 0) {
            return Math.min(gradient, 0);
        }
        return alpha[i] == upper[i] ? Math.max(gradient, 0) : gradient;
    }

    private void step(int i, double gradient) {
        double curvature = decisions.squaredNorm(i) + diagonal[i];
        double old = alpha[i];
        alpha[i] = curvature > 0 ? Math.min(Math.max(old - gradient / curvature, 0), upper[i]) : upper[i];
        if (alpha[i] != old) {
            decisions.add(i, (alpha[i] - old) * signs[i]);
        }
    }

    private void newtonStep() {
        int[] free = free();
        int m = free.length;
        if (m < 2 || m > LARGEST_NEWTON_SYSTEM) {
            return;
        }
        Matrix system = Matrix.zeros(m, m);
        Matrix right = Matrix.zeros(m, 1);
        double trace = 0;
        for (int a = 0; a < m; a++) {
            int i = free[a];
            double[] row = system.data();
            for (int b = a; b < m; b++) {
                row[a * m + b] = signs[i] * signs[free[b]] * decisions.product(i, free[b]);
            }
            system.set(a, a, system.get(a, a) + diagonal[i]);
            trace += system.get(a, a);
            right.set(a, 0, 1 - signs[i] * decisions.of(i) - alpha[i] * diagonal[i]);
        }
        for (int a = 0; a < m; a++) {
            // More free samples than dimensions leave the system singular; this much keeps it solvable.
            system.set(a, a, system.get(a, a) + 1e-12 * trace);
        }
        Matrix direction;
        try {
            direction = DenseAlgebra.solvePositiveDefinite(system, right);
        } catch (NotConvergedException e) {
            return; // Coordinate descent goes on without the short cut.
        }
        double length = 1;
        for (int a = 0; a < m; a++) {
            double d = direction.get(a, 0);
            double room = d < 0 ? -alpha[free[a]] / d : d > 0 ? (upper[free[a]] - alpha[free[a]]) / d : 1;
            length = Math.min(length, room);
        }
        for (int a = 0; a < m; a++) {
            int i = free[a];
            double moved = Math.min(Math.max(alpha[i] + length * direction.get(a, 0), 0), upper[i]);
            decisions.add(i, (moved - alpha[i]) * signs[i]);
            alpha[i] = moved;
        }
    }

    private int[] free() {
        int[] free = new int[alpha.length];
        int m = 0;
        for (int i = 0; i < alpha.length; i++) {
            if (alpha[i] > 0 && alpha[i] < upper[i]) {
                free[m++] = i;
            }
        }
        return Arrays.copyOf(free, m);
    }

    /** The weight of each sample with its sign: w = sum_i y_i a_i x_i. */
    double[] signedWeights() {
        double[] weights = new double[alpha.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = alpha[i] * signs[i];
        }
        return weights;
    }

    boolean converged() {
        return converged;
    }

    double violation() {
        return violation;
    }

    /** The decision of each sample, which changes as samples gain weight. */
    interface Decisions {
        double of(int sample);

        double squaredNorm(int sample);

        void add(int sample, double weight);

        /** The inner product of two samples. */
        double product(int a, int b);
    }

    /** Keeps all n decisions; a step costs n. The intercept is a feature of constant one. */
    static final class InSpan implements Decisions {
        private final double[] gram;
        private final double[] values;
        private final double constant;

        InSpan(Matrix gram, boolean intercept) {
            this.gram = gram.data();
            values = new double[gram.rows()];
            constant = intercept ? 1 : 0;
        }

        @Override
        public double of(int sample) {
            return values[sample];
        }

        @Override
        public double squaredNorm(int sample) {
            return gram[sample * values.length + sample] + constant;
        }

        @Override
        public void add(int sample, double weight) {
            int n = values.length;
            int at = sample * n;
            for (int j = 0; j < n; j++) {
                values[j] += weight * (gram[at + j] + constant);
            }
        }

        @Override
        public double product(int a, int b) {
            return gram[a * values.length + b] + constant;
        }
    }

    /** Keeps the weights of the p features; a look and a step cost p each. */
    static final class InFeatures implements Decisions {
        private final double[] x;
        private final double[] squaredNorms;
        private final double[] weights;
        private final double constant;
        private double bias;

        InFeatures(Matrix x, double[] squaredNorms, boolean intercept) {
            this.x = x.data();
            this.squaredNorms = squaredNorms;
            weights = new double[x.columns()];
            constant = intercept ? 1 : 0;
        }

        @Override
        public double of(int sample) {
            int at = sample * weights.length;
            double sum = bias;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * x[at + j];
            }
            return sum;
        }

        @Override
        public double squaredNorm(int sample) {
            return squaredNorms[sample] + constant;
        }

        @Override
        public void add(int sample, double weight) {
            int at = sample * weights.length;
            for (int j = 0; j < weights.length; j++) {
                weights[j] += weight * x[at + j];
            }
            bias += weight * constant;
        }

        @Override
        public double product(int a, int b) {
            double sum = constant;
            for (int j = 0; j < weights.length; j++) {
                sum += x[a * weights.length + j] * x[b * weights.length + j];
            }
            return sum;
        }

        double[] weights() {
            return weights;
        }

        double bias() {
            return bias;
        }
    }
}
