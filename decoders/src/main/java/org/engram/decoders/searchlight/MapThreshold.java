package org.engram.decoders.searchlight;

import org.engram.compute.validation.FamilyWiseResult;
import org.engram.compute.statistics.BinomialInterval;

/**
 * From which score on places of a searchlight map are worth a look, and what that score means.
 *
 * @param score scores above it count
 * @param isFamilywise whether it holds over the whole map; a threshold that does not describes, it does not test
 * @param meaning how it was found, to stand in brackets after the score
 */
public record MapThreshold(double score, boolean isFamilywise, String meaning) {
    /** The level of the threshold over the whole map. */
    public static final double FAMILYWISE_LEVEL = 0.05;
    /** The level of the threshold for one sphere alone. */
    public static final double SINGLE_LEVEL = 0.001;

    /**
     * The threshold a result supports: with permutations the largest score of 5 % of the shuffles anywhere in the map;
     * without, or with fewer than 19, the score one sphere alone exceeds by guessing with a probability of at most
     * 0.001 (binomial, test samples taken as independent).
     *
     * @param result what a searchlight found
     * @param testSamples how many predictions a score counts, 1 or more
     * @return that threshold for accuracies
     */
    public static MapThreshold of(SearchlightResult result, int testSamples) {
        if (result.permutations().isPresent()) {
            PermutationMaps permutations = result.permutations().get();
            double score = permutations.threshold(FAMILYWISE_LEVEL);
            if (Double.isFinite(score)) {
                // Scores that tie with it are no higher, whatever rounding says.
                return new MapThreshold(score + FamilyWiseResult.ROUNDING, true,
                        "p < 0.05 over all spheres, largest score of "
                                + permutations.maxima().length + " permutations");
            }
        }
        return ofOneSphere(testSamples, result.chance());
    }

    /**
     * @param testSamples how many predictions a score counts, 1 or more
     * @param chance the probability of a correct guess
     * @return the score one sphere alone exceeds by guessing with a probability of at most 0.001
     */
    public static MapThreshold ofOneSphere(int testSamples, double chance) {
        return new MapThreshold(binomial(testSamples, chance, SINGLE_LEVEL), false,
                "p < 0.001 for one sphere alone, binomial with " + testSamples
                        + " test samples, not corrected for the number of spheres");
    }

    /**
     * @param score scores above it count
     * @return a threshold a person chose
     */
    public static MapThreshold chosen(double score) {
        return new MapThreshold(score, false, "chosen");
    }

    /** Half a prediction below the fewest correct ones of which guessing reaches as many with probability level. */
    static double binomial(int samples, double chance, double level) {
        int correct = (int) Math.ceil(samples * chance);
        // The lower Clopper-Pearson bound at 1 - 2 level lies above chance exactly where the upper tail is below level.
        while (correct <= samples
                && BinomialInterval.clopperPearson(correct, samples, 1 - 2 * level).lower() <= chance) {
            correct++;
        }
        return Math.min(correct - 0.5, samples) / samples;
    }
}
