package org.engram.decoders.classical;

import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Where a linear decoder's signal is. Weights also cancel noise, so a large weight does not say that a voxel
 * carries signal; the pattern Cov(x) w / var(decision) does, for each class by itself. It is the covariance
 * of each feature with the decision, over its variance, so no p x p matrix is formed.
 *
 * <h2>References</h2> Haufe et al. 2014, NeuroImage 87:96, equations 6 and 7.
 */
public final class HaufePatterns {
    private HaufePatterns() {}

    /**
     * @param x the samples the model was fitted on (or others of the same kind), samples x features, two or
     *     more
     * @param model a linear model of those features
     * @return classes x features; a row of zeros for a decision that does not vary
     */
    public static Matrix of(Matrix x, LinearModel model) {
        if (x.rows() < 2) {
            throw new ShapeException("patterns need two samples or more, not " + x.rows());
        }
        Matrix raw = model.decisionValues(x);
        double[] means = ColumnMoments.means(raw);
        Matrix decisions = ColumnMoments.shifted(raw, means);
        double[] variances = ColumnMoments.variances(raw, means);
        // Centred decisions need no centred features: the mean of x multiplies a sum of zero.
        Matrix patterns = DenseAlgebra.transposedMultiply(decisions, x);
        for (int c = 0; c < patterns.rows(); c++) {
            // The mean of equal decisions may be off in its last digits: that is no variance.
            double rounding = x.rows() * means[c] * 0x1p-52;
            double factor = variances[c] > rounding * rounding ? 1 / (variances[c] * x.rows()) : 0;
            for (int j = 0; j < patterns.columns(); j++) {
                patterns.set(c, j, factor > 0 ? patterns.get(c, j) * factor : 0);
            }
        }
        return patterns;
    }
}
