package org.engram.decoders.classical;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Coordinate descent with one-dimensional Newton steps and line search (Yuan, Chang, Hsieh and Lin 2010, JMLR 11,
 * section 4) for |w|_1 + |b| + sum_i C_i loss(y_i f_i), with shrinking of features that stay at zero. The intercept is
 * a last feature of constant one.
 */
final class CoordinateNewton {
    private static final long SEED = 20101101L;
    private static final double SUFFICIENT_DECREASE = 0.01;
    private static final int MAXIMUM_HALVINGS = 20;
    private static final double SMALLEST_CURVATURE = 1e-12;

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
        SplittableRandom random = new SplittableRandom(SEED);
        int active = p;
        double largestOld = Double.POSITIVE_INFINITY;
        double first = -1;
        for (int pass = 0; pass < maximumPasses; pass++) {
            double largest = 0;
            double total = 0;
            for (int s = 0; s < active; s++) {
                int other = s + random.nextInt(active - s);
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
            if (change <= SUFFICIENT_DECREASE * length * expected) {
                weights[j] = w + length * direction;
                move(j, length * direction);
                return;
            }
            length /= 2;
        }
    }

    private double lossChange(int j, double delta) {
        double[] x = features[j];
        double change = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                double after = margins[i] + delta * signs[i] * x[i];
                change += penalties[i] * (loss(after) - loss(margins[i]));
            }
        }
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
