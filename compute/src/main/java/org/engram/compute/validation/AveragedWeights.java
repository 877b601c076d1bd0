package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Weights and patterns of a linear classifier, averaged over the folds of a cross-validation. Weights say how features
 * are combined; they also cancel noise, so a large weight need not mean that a feature carries signal. Patterns say how
 * each feature varies with the decision value: {@code A = Cov(x) w / Var(x'w)} over the training samples of a fold,
 * formed as the covariance of features and decision values, never features x features. A decision value that does not
 * vary has a pattern of zeros.
 *
 * <h2>References</h2> Haufe et al., NeuroImage 87 (2014), 96-110, equation 6; applied to each class by itself.
 *
 * @param classNames class names by code
 * @param coefficients classes x features
 * @param intercepts one per class; not copied
 * @param patterns classes x features, in units of the features per unit of decision value
 */
public record AveragedWeights(List<String> classNames, Matrix coefficients, double[] intercepts,
        Matrix patterns) {

    /** Null when some fold has no linear model. Folds are added in their order, so the sum has one value. */
    static AveragedWeights of(PreparedSamples samples, List<FoldRunner.Outcome> outcomes, boolean fromGram) {
        int n = samples.y().size();
        int classes = samples.y().classCount();
        List<Split> splits = samples.splits();
        double share = 1.0 / splits.size();
        Matrix dual = Matrix.zeros(n, classes);
        Matrix covarying = Matrix.zeros(n, classes);
        Matrix direct = fromGram ? null : Matrix.zeros(classes, samples.x().columns());
        double[] intercepts = new double[classes];
        for (int f = 0; f < splits.size(); f++) {
            FittedFold fitted = outcomes.get(f).fitted();
            double[] foldIntercepts;
            if (fromGram) {
                scatter(fitted.dual().dualCoefficients(), splits.get(f).train(), share, dual);
                foldIntercepts = fitted.dual().intercepts();
            } else {
                LinearModel linear = fitted.linear();
                if (linear == null) {
                    return null;
                }
                add(linear.coefficients(), share, direct);
                foldIntercepts = linear.intercepts();
            }
            for (int c = 0; c < classes; c++) {
                intercepts[c] += share * foldIntercepts[c];
            }
            Matrix decisions = fitted.decide(samples.fold(splits.get(f), fromGram).train());
            standardiseForCovariance(decisions);
            scatter(decisions, splits.get(f).train(), share, covarying);
        }
        Matrix coefficients = fromGram ? DenseAlgebra.transposedMultiply(dual, samples.x()) : direct;
        return new AveragedWeights(samples.y().names(), coefficients, intercepts,
                DenseAlgebra.transposedMultiply(covarying, samples.x()));
    }

    /** Centres each column and divides it by its sum of squares: its product with the features is then the pattern. */
    private static void standardiseForCovariance(Matrix decisions) {
        for (int c = 0; c < decisions.columns(); c++) {
            double mean = 0;
            double largest = 0;
            for (int i = 0; i < decisions.rows(); i++) {
                mean += decisions.get(i, c) / decisions.rows();
                largest = Math.max(largest, Math.abs(decisions.get(i, c)));
            }
            double squares = 0;
            for (int i = 0; i < decisions.rows(); i++) {
                squares += (decisions.get(i, c) - mean) * (decisions.get(i, c) - mean);
            }
            // Constant up to rounding: its variance is noise of the arithmetic.
            double scale = squares <= 1e-24 * decisions.rows() * largest * largest ? 0 : 1 / squares;
            for (int i = 0; i < decisions.rows(); i++) {
                decisions.set(i, c, (decisions.get(i, c) - mean) * scale);
            }
        }
    }

    private static void scatter(Matrix fold, int[] samples, double share, Matrix into) {
        for (int i = 0; i < samples.length; i++) {
            for (int c = 0; c < into.columns(); c++) {
                into.set(samples[i], c, into.get(samples[i], c) + share * fold.get(i, c));
            }
        }
    }

    private static void add(Matrix fold, double share, Matrix into) {
        double[] from = fold.data();
        double[] to = into.data();
        for (int i = 0; i < to.length; i++) {
            to[i] += share * from[i];
        }
    }

    @Override
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "AveragedWeights" + classNames + " x " + coefficients.columns() + " features";
    }
}
