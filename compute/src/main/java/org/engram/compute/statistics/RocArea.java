package org.engram.compute.statistics;

import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * The area under the receiver operating characteristic: the probability that a positive sample scores above a negative
 * one, ties counting half. Computed from mid-ranks, exactly.
 *
 * <h2>References</h2> J. A. Hanley, B. J. McNeil, Radiology 143, 1982; D. J. Hand, R. J. Till, Machine Learning 45,
 * 2001 (several classes).
 */
public final class RocArea {
    private RocArea() {}

    /**
     * @param scores one per sample, not NaN; larger means more likely positive
     * @param positive which samples are
     * @return from 0 to 1, 0.5 at chance; NaN when all samples are of one kind
     */
    public static double of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new ShapeException(scores.length + " scores for " + positive.length + " samples");
        }
        double[] ranks = Ranks.midRanks(scores);
        double sum = 0;
        long positives = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (positive[i]) {
                sum += ranks[i];
                positives++;
            }
        }
        long negatives = scores.length - positives;
        return (sum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /**
     * The unweighted mean over classes of the area for that class against the rest.
     *
     * @param decisionValues samples x classes, larger means more likely that class
     * @param codes the true class of each sample
     * @return from 0 to 1; NaN when a class has no sample, or all of them
     */
    public static double macroOneVersusRest(Matrix decisionValues, int[] codes) {
        if (decisionValues.rows() != codes.length) {
            throw new ShapeException(
                    decisionValues.rows() + " rows of scores for " + codes.length + " samples");
        }
        double sum = 0;
        boolean[] positive = new boolean[codes.length];
        for (int k = 0; k < decisionValues.columns(); k++) {
            for (int i = 0; i < codes.length; i++) {
                positive[i] = codes[i] == k;
            }
            sum += of(decisionValues.column(k), positive);
        }
        return sum / decisionValues.columns();
    }
}
