package org.engram.compute.estimation;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Where a linear decoder's signal is. Weights also cancel noise, so a large weight does not say that a feature
 * carries signal; the pattern {@code Cov(x) w / var(decision)} does, for each class by itself. It is the covariance
 * of each feature with the decision, over its variance, so no features x features matrix is formed.
 *
 * <h2>References</h2> Haufe et al., NeuroImage 87 (2014), 96-110, equations 6 and 7.
 */
public final class HaufePatterns {
    /** Decisions whose spread is below this share of the largest vary by the rounding of sums alone. */
    private static final double ROUNDING = 1e-12;

    private HaufePatterns() {}

    /**
     * @param x the samples the model was fitted on (or others of the same kind), samples x features, two or
     *     more
     * @param model a linear model of those features
     * @return classes x features, in units of the features per unit of decision value; a row of zeros for a decision
     *     that does not vary
     */
    public static Matrix of(Matrix x, LinearModel model) {
        if (x.rows() < 2) {
            throw new ShapeException("patterns need two samples or more, not " + x.rows());
        }
        return DenseAlgebra.transposedMultiply(sampleWeights(model.decisionValues(x)), x);
    }

    /**
     * The weight of each sample in the pattern of each class: centred decisions over their sum of squares. Their
     * product with the features needs no centred features, since the mean sample multiplies a sum of zero.
     *
     * @param decisions samples x classes; not changed
     * @return S, samples x classes, with S'X the patterns of samples X; zeros where a decision does not vary
     */
    public static Matrix sampleWeights(Matrix decisions) {
        int n = decisions.rows();
        Matrix weights = Matrix.zeros(n, decisions.columns());
        for (int c = 0; c < decisions.columns(); c++) {
            double mean = 0;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                mean += decisions.get(i, c) / n;
                largest = Math.max(largest, Math.abs(decisions.get(i, c)));
            }
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double deviation = decisions.get(i, c) - mean;
                weights.set(i, c, deviation);
                squares += deviation * deviation;
            }
            boolean varies = Math.sqrt(squares / n) > ROUNDING * largest;
            for (int i = 0; i < n; i++) {
                weights.set(i, c, varies ? weights.get(i, c) / squares : 0);
            }
        }
        return weights;
    }
}
