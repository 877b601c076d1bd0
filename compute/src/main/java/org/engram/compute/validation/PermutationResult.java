package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.Notice;

/** A score beside the scores the same analysis gives when labels carry no information. Immutable. */
public final class PermutationResult {
    /** Scores that differ by rounding alone are equal: sums of fold scores may be taken in another order. */
    static final double ROUNDING = 1e-12;

    private final double observed;
    private final double[] scores;
    private final double[] sorted;
    private final String description;
    private final List<Notice> notices;

    PermutationResult(double observed, double[] scores, String description, List<Notice> notices) {
        this.observed = observed;
        this.scores = scores;
        this.sorted = scores.clone();
        Arrays.sort(sorted);
        this.description = description;
        this.notices = List.copyOf(notices);
    }

    /** @return the score with the true labels */
    public double observed() {
        return observed;
    }

    /** @return the scores with permuted labels, in the order of permutations; a copy */
    public double[] scores() {
        return scores.clone();
    }

    /** @return number of permutations */
    public int permutations() {
        return scores.length;
    }

    /**
     * The chance of a score as good without any effect: (1 + k) / (1 + n), with k of n permutations at least as good. It
     * is never 0; more permutations allow smaller values.
     *
     * @return that probability
     */
    public double pValue() {
        int k = 0;
        for (double score : scores) {
            k += score >= observed - ROUNDING ? 1 : 0;
        }
        return (1.0 + k) / (1.0 + scores.length);
    }

    /** @return the mean score with permuted labels: the chance level of this very analysis */
    public double mean() {
        return Descriptive.mean(scores);
    }

    /** @return the standard deviation of the scores with permuted labels; 0 for a single permutation */
    public double standardDeviation() {
        return scores.length < 2 ? 0 : Math.sqrt(Descriptive.variance(scores, 1));
    }

    /** @return how many standard deviations of the null the observed score lies above its mean */
    public double effect() {
        return (observed - mean()) / standardDeviation();
    }

    /**
     * @param percent 0 to 100
     * @return the score that this part of permutations does not exceed, interpolated linearly
     */
    public double percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percentile is " + percent + ": give 0 to 100");
        }
        return Descriptive.sortedQuantile(sorted, percent / 100);
    }

    /** @return how labels were permuted, for a methods section */
    public String describe() {
        return description;
    }

    /** @return what a person should know about the test */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "score %.4f, p = %.4g (%s; null mean %.4f, 95th percentile %.4f)",
                observed,
                pValue(), description, mean(), percentile(95));
    }
}
