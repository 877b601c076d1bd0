package org.engram.compute.estimation;

import org.engram.compute.linalg.Matrix;

/**
 * A linear classifier whose decision values are also linear in its targets, so that one matrix per fold serves every
 * relabelling of the samples: a permutation test becomes a matter of sums. Ridge regression on class indicators is the
 * usual case.
 *
 * <p>Let {@code Y} be the targets of the training samples, training samples x classes: {@code Y[i][c] = +1} when sample
 * {@code i} has class {@code c} and {@code -1} otherwise, for every class in code order (two classes too: two columns,
 * one the negative of the other). The smoother {@code H} of {@link #smoother} then gives, for all labels that
 * {@link #isLabelLinear} accepts,
 *
 * <pre>{@code fitGram(gramTrain, y).decisionValues(cross) = H Y      (up to rounding) }</pre>
 *
 * <p>Everything the fit does to targets and features stands in {@code H}: penalty, centring of the inner products and
 * the intercept. With an intercept and no weights, for instance, with {@code J} the n x n matrix of ones over n, {@code
 * C = I - J}, {@code K} the training Gram matrix and {@code Kx} the cross matrix,
 *
 * <pre>{@code H = (Kx - 1 1'K / n) C (C K C + alpha I)^-1 C + 1 1' / n }</pre>
 *
 * <p>with rows of ones of fitting length. A classifier that is also {@link Tunable} must give default penalties that do
 * not depend on the labels.
 */
public interface LabelLinearClassifier extends GramClassifier {
    /**
     * @param gramTrain n x n inner products of the training samples; not changed
     * @param cross m x n inner products, test samples x training samples; not changed
     * @return H, m x n: test samples x training samples
     */
    Matrix smoother(Matrix gramTrain, Matrix cross);

    /**
     * Tells whether the smoother holds for training labels with these class frequencies. Class weights break it unless
     * they are all the same: a weight follows its label, and so would change {@code H} with every relabelling.
     *
     * @param trainingCounts training samples per class, by code; every class has one or more
     * @return true (the default, right for a classifier without class or sample weights) when {@code H} may be used
     */
    default boolean isLabelLinear(int[] trainingCounts) {
        return true;
    }
}
