package org.engram.compute.statistics;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Confidence intervals of a proportion, such as the accuracy of a decoder over independent test samples.
 *
 * <h2>References</h2> E. B. Wilson, JASA 22, 1927; C. J. Clopper, E. S. Pearson, Biometrika 26, 1934.
 */
public final class BinomialInterval {
    /** Relative accuracy asked of the beta quantile. */
    private static final double ACCURACY = 1e-13;

    private BinomialInterval() {}

    /**
     * Wilson's score interval: covers close to its level on average, never leaves [0, 1].
     *
     * @param successes 0..trials
     * @param trials at least 1
     * @param level confidence, such as 0.95
     * @return the interval
     */
    public static Interval wilson(int successes, int trials, double level) {
        check(successes, trials, level);
        double z = Tails.normalQuantile(Math.log((1 - level) / 2));
        double p = (double) successes / trials;
        double scale = 1 + z * z / trials;
        double centre = (p + z * z / (2 * trials)) / scale;
        double half = z / scale * Math.sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /**
     * The exact interval of Clopper and Pearson: covers at least its level, at the price of width.
     *
     * @param successes 0..trials
     * @param trials at least 1
     * @param level confidence, such as 0.95
     * @return the interval
     */
    public static Interval clopperPearson(int successes, int trials, double level) {
        check(successes, trials, level);
        double tail = (1 - level) / 2;
        double lower = successes == 0
                ? 0
                : new BetaDistribution(null, successes, trials - successes + 1.0, ACCURACY)
                        .inverseCumulativeProbability(tail);
        double upper = successes == trials
                ? 1
                : new BetaDistribution(null, successes + 1.0, trials - successes, ACCURACY)
                        .inverseCumulativeProbability(1 - tail);
        return new Interval(lower, upper);
    }

    private static void check(int successes, int trials, double level) {
        if (trials < 1 || successes < 0 || successes > trials || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("interval of level " + level + " for " + successes + " of "
                    + trials
                    + ": give at least one trial, 0 to that many successes, and a level between 0 and 1");
        }
    }
}
