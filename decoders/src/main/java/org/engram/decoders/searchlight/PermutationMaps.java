package org.engram.decoders.searchlight;

import java.util.Arrays;

/**
 * What the shuffled labels say about each centre. Arrays are per centre, in the order of
 * {@link SearchlightResult#centres()}, NaN where the sphere was not evaluated; accessors copy.
 */
public final class PermutationMaps {
    private final double[] maxima; // ascending
    private final double[] uncorrectedP;
    private final double[] familywiseP;
    private final double[] nullMean;

    PermutationMaps(double[] score, double[] maxima, int[] reached, double[] nullSum) {
        this.maxima = maxima.clone();
        Arrays.sort(this.maxima);
        int count = maxima.length;
        uncorrectedP = new double[score.length];
        familywiseP = new double[score.length];
        nullMean = new double[score.length];
        for (int c = 0; c < score.length; c++) {
            boolean evaluated = !Double.isNaN(score[c]);
            uncorrectedP[c] = evaluated ? (1.0 + reached[c]) / (1.0 + count) : Double.NaN;
            familywiseP[c] = evaluated ? (1.0 + reaching(score[c])) / (1.0 + count) : Double.NaN;
            nullMean[c] = evaluated ? nullSum[c] / count : Double.NaN;
        }
    }

    private int reaching(double score) {
        int below = 0;
        while (below < maxima.length && maxima[below] < score - SearchlightRun.TIE) {
            below++;
        }
        return maxima.length - below;
    }

    /** @return the largest score over all centres of each shuffle, ascending */
    public double[] maxima() {
        return maxima.clone();
    }

    /** @return per centre, (1 + shuffles whose score there is at least the real one) / (1 + shuffles) */
    public double[] uncorrectedP() {
        return uncorrectedP.clone();
    }

    /**
     * @return per centre, (1 + shuffles whose largest score anywhere is at least the real one here) / (1 +
     *     shuffles): controls the chance of even one false centre in the whole mask
     */
    public double[] familywiseP() {
        return familywiseP.clone();
    }

    /**
     * @return per centre, the mean score of the shuffles: near chance, unless samples or folds are not
     *     independent
     */
    public double[] nullMean() {
        return nullMean.clone();
    }

    /**
     * The score a centre must exceed for a familywise p of at most {@code level}.
     *
     * @param level between 0 and 1, such as 0.05
     * @return that score; positive infinity when there are too few shuffles for such a level
     */
    public double threshold(double level) {
        if (!(level > 0) || level >= 1) {
            throw new IllegalArgumentException("level is " + level + ", expected between 0 and 1");
        }
        // maxima that may reach the score
        int allowed = (int) Math.floor(level * (maxima.length + 1) + 1e-9) - 1;
        return allowed < 0 ? Double.POSITIVE_INFINITY : maxima[maxima.length - 1 - allowed];
    }
}
