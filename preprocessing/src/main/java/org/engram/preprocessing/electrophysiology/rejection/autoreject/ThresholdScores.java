package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.util.Arrays;
import java.util.List;

/**
 * The error of every candidate limit, added up over splits.
 *
 * @param candidates limits, ascending
 * @param errors mean error of each over the splits; infinite where a split kept no epoch
 */
record ThresholdScores(double[] candidates, double[] errors) {
    /**
     * @param ranges range of each epoch; these are the candidates
     * @param splits training epochs by ascending range
     * @param curves the sum of squares of each split, by the number of epochs taken
     * @param numbers how many squares are in a sum
     */
    static ThresholdScores of(double[] ranges, List<int[]> splits, List<double[]> curves, int numbers) {
        double[] candidates = Arrays.stream(ranges).distinct().sorted().toArray();
        double[] errors = new double[candidates.length];
        for (int split = 0; split < splits.size(); split++) {
            int[] training = splits.get(split);
            int taken = 0;
            for (int i = 0; i < candidates.length; i++) {
                while (taken < training.length && ranges[training[taken]] <= candidates[i]) {
                    taken++;
                }
                errors[i] += taken == 0
                        ? Double.POSITIVE_INFINITY
                        : Math.sqrt(curves.get(split)[taken - 1] / numbers) / splits.size();
            }
        }
        return new ThresholdScores(candidates, errors);
    }

    /** The limit with the least error; the largest of equals, which keeps most. */
    double best() {
        int best = candidates.length - 1;
        for (int i = candidates.length - 2; i >= 0; i--) {
            best = errors[i] < errors[best] ? i : best;
        }
        return candidates[best];
    }
}
