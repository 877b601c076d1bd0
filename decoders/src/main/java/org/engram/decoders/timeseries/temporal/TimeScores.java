package org.engram.decoders.timeseries.temporal;

import java.util.List;
import org.engram.compute.validation.Score;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/**
 * Scores over time.
 *
 * @param timesSeconds the (testing) times, centres of the windows
 * @param scores training time x testing time; one row when each time was tested by itself; not copied
 * @param foldScores fold x training time x testing time; NaN where a fold has no score; not copied
 * @param folds name of each fold
 * @param score what was measured
 * @param chance what a classifier that knows nothing reaches
 * @param notices what a person should know about the splits
 */
public record TimeScores(double[] timesSeconds, double[][] scores, double[][][] foldScores,
        List<String> folds,
        Score score, double chance, List<Notice> notices) {
    /** Checks the shape. */
    public TimeScores {
        folds = List.copyOf(folds);
        notices = List.copyOf(notices);
        for (double[] row : scores) {
            if (row.length != timesSeconds.length) {
                throw new ShapeException(row.length + " scores for " + timesSeconds.length + " times");
            }
        }
    }

    /** @return whether classifiers were tested at all times rather than at their own */
    public boolean isGeneralisation() {
        return scores.length > 1;
    }

    /** @return the time of the largest score where training and testing times are the same */
    public double peakSeconds() {
        int best = 0;
        for (int t = 1; t < timesSeconds.length; t++) {
            best = own(t) > own(best) ? t : best;
        }
        return timesSeconds[best];
    }

    /** @return scores where training and testing times are the same */
    public double[] diagonal() {
        double[] diagonal = new double[timesSeconds.length];
        for (int t = 0; t < diagonal.length; t++) {
            diagonal[t] = own(t);
        }
        return diagonal;
    }

    private double own(int t) {
        return scores[isGeneralisation() ? t : 0][t];
    }

    /**
     * Fold scores less chance, as observations of a {@link org.engram.compute.statistics.ClusterTest}. Only right where
     * folds are independent, as those of different subjects are: of one subject's folds use permuted labels instead.
     *
     * @return fold x cell, the grid of training and testing times row by row
     */
    public double[][] aboveChance() {
        double[][] observations = new double[foldScores.length][scores.length * timesSeconds.length];
        for (int f = 0; f < foldScores.length; f++) {
            for (int r = 0; r < scores.length; r++) {
                for (int c = 0; c < timesSeconds.length; c++) {
                    observations[f][r * timesSeconds.length + c] = foldScores[f][r][c] - chance;
                }
            }
        }
        return observations;
    }
}
