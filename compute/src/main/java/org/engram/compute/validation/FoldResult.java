package org.engram.compute.validation;

import java.util.OptionalDouble;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/**
 * What one split gave.
 *
 * @param split the samples trained on and tested
 * @param truth true classes of the test samples, in the order of {@code split.test()}
 * @param predicted predicted classes, in that order
 * @param decisionValues test samples x classes, the larger the more likely; not comparable between folds
 * @param score the score of this fold alone; NaN when it cannot be scored (an area with one class only)
 * @param penalty the penalty chosen within the training samples, when one was chosen
 */
public record FoldResult(Split split, Labels truth, Labels predicted, Matrix decisionValues, double score,
        OptionalDouble penalty) {
    /** @return how often each class was taken for each other */
    public ConfusionMatrix confusion() {
        return ConfusionMatrix.of(truth, predicted);
    }
}
