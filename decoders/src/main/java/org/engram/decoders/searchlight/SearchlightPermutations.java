package org.engram.decoders.searchlight;

import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Labels;
import org.engram.compute.validation.Exchangeability;
import org.engram.compute.validation.LabelPermutations;

/**
 * How the null distribution of a searchlight is drawn: labels are exchanged, within each group (a run, as a
 * rule, since samples of one run share its noise) unless said otherwise, the same way at every centre, and the
 * largest score over all centres is kept. The relabellings are those of {@link LabelPermutations} and depend on
 * the seed alone.
 *
 * @param count how many permutations, 1 or more; the smallest p is 1 / (count + 1)
 * @param groups the group of each sample, or an empty list where there are none
 * @param exchangeability which labels may be exchanged. Default within groups
 * @param seed the same seed gives the same permutations. Default 0
 */
public record SearchlightPermutations(int count, List<String> groups, Exchangeability exchangeability,
        long seed) {
    /** Checks the count and copies the groups. */
    public SearchlightPermutations {
        if (count < 1) {
            throw new IllegalArgumentException("permutation count is " + count + ", expected 1 or more");
        }
        groups = List.copyOf(groups);
        Objects.requireNonNull(exchangeability, "exchangeability");
    }

    /**
     * @param count how many permutations, 1 or more
     * @param groups the group of each sample, or an empty list to exchange across all samples
     * @return permutations within groups, with the default seed
     */
    public static SearchlightPermutations within(int count, List<String> groups) {
        return new SearchlightPermutations(count, groups, Exchangeability.WITHIN_GROUPS, 0);
    }

    /**
     * @param other the seed to use instead
     * @return the same with that seed
     */
    public SearchlightPermutations withSeed(long other) {
        return new SearchlightPermutations(count, groups, exchangeability, other);
    }

    /**
     * @param other which labels may be exchanged
     * @return the same with that rule
     */
    public SearchlightPermutations withExchangeability(Exchangeability other) {
        return new SearchlightPermutations(count, groups, other, seed);
    }

    LabelPermutations of(Labels y) {
        return LabelPermutations.of(y, groups, exchangeability, seed);
    }
}
