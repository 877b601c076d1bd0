package org.engram.decoders.classical;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.engram.compute.linalg.Matrix;

/**
 * Dual coordinate descent for the two-class linear support vector machine (Hsieh et al. 2008, ICML), with shrinking.
 * Minimises 0.5 a'(Q + D)a - sum a over 0 &lt;= a_i &lt;= U_i with Q_ij = y_i y_j x_i.x_j. The hinge loss has D = 0 and
 * U = C, the squared hinge D = 1 / (2C) and no upper bound.
 */
final class DualCoordinateDescent {
    // Orders of visiting are drawn from one fixed seed: same data, same answer.
    private static final long SEED = 20080705L;

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
        SplittableRandom random = new SplittableRandom(SEED);
        int active = n;
        double oldMaximum = Double.POSITIVE_INFINITY;
        double oldMinimum = Double.NEGATIVE_INFINITY;
        for (int pass = 0; pass < maximumPasses; pass++) {
            shuffle(order, active, random);
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
            violation = active == 0 ? 0 : maximum - minimum;
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

    private static void shuffle(int[] order, int active, SplittableRandom random) {
        for (int s = active - 1; s > 0; s--) {
            int other = random.nextInt(s + 1);
            int swap = order[s];
            order[s] = order[other];
            order[other] = swap;
        }
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

        double[] weights() {
            return weights;
        }

        double bias() {
            return bias;
        }
    }
}
