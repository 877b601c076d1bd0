package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.HaufePatterns;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * Weights and patterns of a linear classifier, averaged over the folds of a cross-validation. Weights say how features
 * are combined; they also cancel noise, so a large weight need not mean that a feature carries signal. Patterns say how
 * each feature varies with the decision value: those of {@link HaufePatterns} over the training samples of a fold.
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
        // Weights and patterns both combine samples. Side by side, one pass over the features makes them.
        Matrix sampleWeights = Matrix.zeros(n, 2 * classes);
        Matrix direct = fromGram ? null : Matrix.zeros(classes, samples.x().columns());
        double[] intercepts = new double[classes];
        for (int f = 0; f < splits.size(); f++) {
            FittedFold fitted = outcomes.get(f).fitted();
            double[] foldIntercepts;
            if (fromGram) {
                scatter(fitted.dual().dualCoefficients(), splits.get(f).train(), share, sampleWeights, 0);
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
            scatter(HaufePatterns.sampleWeights(decisions), splits.get(f).train(), share, sampleWeights,
                    classes);
        }
        Matrix combined = DenseAlgebra.transposedMultiply(sampleWeights, samples.x());
        return new AveragedWeights(samples.y().names(), fromGram ? rows(combined, 0, classes) : direct,
                intercepts,
                rows(combined, classes, classes));
    }

    private static Matrix rows(Matrix m, int first, int count) {
        return Matrix.of(count, m.columns(),
                Arrays.copyOfRange(m.data(), first * m.columns(), (first + count) * m.columns()));
    }

    private static void scatter(Matrix fold, int[] samples, double share, Matrix into, int column) {
        for (int i = 0; i < samples.length; i++) {
            for (int c = 0; c < fold.columns(); c++) {
                into.set(samples[i], column + c, into.get(samples[i], column + c) + share * fold.get(i, c));
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
