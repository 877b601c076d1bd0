package org.engram.compute.validation;

import org.engram.compute.estimation.Labels;

/** One number for how well classes are told apart; larger is better. */
public enum Score {
    /** Part of all tested samples that were predicted rightly, pooled over folds. */
    ACCURACY("accuracy"),
    /** Mean recall of the classes, pooled over folds: a class counts as much as any other however rare it is. */
    BALANCED_ACCURACY("balanced accuracy"),
    /**
     * Area under the ROC curve, one class against the rest, averaged over classes and then over folds. Decision values
     * of different folds have no common scale, so folds are never pooled; a fold that tests one class only has none.
     */
    ROC_AUC("ROC AUC");

    private final String words;

    Score(String words) {
        this.words = words;
    }

    /** @return the name in a sentence: "balanced accuracy" */
    public String words() {
        return words;
    }

    /**
     * What a decoder that knows nothing reaches in expectation: for accuracy the frequency of the largest class (always
     * guessing it), for balanced accuracy one over the number of classes, for the area one half.
     *
     * @param y the class of each sample
     * @return that score
     */
    public double chance(Labels y) {
        ChanceLevel level = ChanceLevel.of(y);
        return switch (this) {
            case ACCURACY -> level.majority();
            case BALANCED_ACCURACY -> level.uniform();
            case ROC_AUC -> 0.5;
        };
    }
}
