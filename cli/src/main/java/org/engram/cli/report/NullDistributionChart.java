package org.engram.cli.report;

/** The scores that shuffled labels reach, as bars, and the score of the true labels as a line. */
public final class NullDistributionChart {
    private NullDistributionChart() {}

    /**
     * @param nullScores one score for each permutation; NaN are passed over
     * @param score what was measured
     * @param observed the score with the true labels
     * @param pValue the part of permutations that do as well, the true order counted among them
     * @return an SVG element
     */
    public static String svg(double[] nullScores, Score score, double observed, double pValue) {
        String words = "observed " + score.format(observed) + ", " + Numbers.pValue(pValue);
        return HistogramChart.svg(nullScores, score, score.heading() + " with shuffled labels",
                "Distribution of " + nullScores.length + " scores with shuffled labels; " + words,
                new HistogramChart.Mark(observed, words, "observed"));
    }
}
