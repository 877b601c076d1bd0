package org.engram.decoders.searchlight;

import org.engram.compute.validation.FamilyWiseResult;

/**
 * What the permuted labels say about each centre. Arrays are per centre, in the order of
 * {@link SearchlightResult#centres()}, NaN where the sphere was not evaluated; accessors copy.
 */
public final class PermutationMaps {
    private final FamilyWiseResult scores;
    private final double[] nullMean;

    /** Both are kept. */
    PermutationMaps(FamilyWiseResult scores, double[] nullMean) {
        this.scores = scores;
        this.nullMean = nullMean;
    }

    /** @return the largest score over all centres of each permutation, ascending */
    public double[] maxima() {
        return scores.maxima();
    }

    /** @return per centre, (1 + permutations whose score there is at least the real one) / (1 + permutations) */
    public double[] uncorrectedP() {
        return scores.uncorrectedPValues();
    }

    /**
     * @return per centre, (1 + permutations whose largest score anywhere is at least the real one here) / (1 +
     *     permutations): controls the chance of even one false centre in the whole mask
     */
    public double[] familywiseP() {
        return scores.pValues();
    }

    /**
     * @return per centre, the mean score of the permutations: near chance, unless samples or folds are not
     *     independent
     */
    public double[] nullMean() {
        return nullMean.clone();
    }

    /**
     * The score a centre must exceed for a familywise p of at most {@code level}.
     *
     * @param level between 0 and 1, such as 0.05
     * @return that score; positive infinity when there are too few permutations for such a level
     */
    public double threshold(double level) {
        return scores.threshold(level);
    }
}
