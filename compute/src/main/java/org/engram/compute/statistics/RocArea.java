package org.engram.compute.statistics;

import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * The area under the receiver operating characteristic: the probability that a positive sample scores above a negative
 * one, ties counting half (the Mann-Whitney statistic). Exact.
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
        int count = 0;
        for (boolean p : positive) {
            count += p ? 1 : 0;
        }
        double[] inside = new double[count];
        double[] outside = new double[scores.length - count];
        int i = 0;
        int o = 0;
        for (int s = 0; s < scores.length; s++) {
            if (Double.isNaN(scores[s])) {
                throw new IllegalArgumentException("score " + s + " is NaN: it has no rank");
            }
            double score = scores[s] + 0.0; // -0 becomes 0: sorting tells them apart, comparing does not
            if (positive[s]) {
                inside[i++] = score;
            } else {
                outside[o++] = score;
            }
        }
        return area(inside, outside);
    }

    /** Both are sorted in place. Twice the number of pairs won is a whole number, so the order cannot matter. */
    private static double area(double[] inside, double[] outside) {
        if (inside.length == 0 || outside.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(inside);
        Arrays.sort(outside);
        long twiceWon = 0;
        int below = 0;
        int notAbove = 0;
        for (double value : inside) {
            while (below < outside.length && outside[below] < value) {
                below++;
            }
            while (notAbove < outside.length && outside[notAbove] <= value) {
                notAbove++;
            }
            twiceWon += below + notAbove;
        }
        return twiceWon / (2.0 * inside.length * outside.length);
    }

    /**
     * @param decisions samples x classes, larger means more likely that class
     * @param codes the true class of each sample
     * @return the area of each class against all others, by code; NaN for a class that is absent or alone. Of two
     *     classes the difference of the decision values is ranked, so both have one area
     */
    public static double[] perClass(Matrix decisions, int[] codes) {
        if (decisions.rows() != codes.length) {
            throw new ShapeException("decision values are " + decisions + " but there are " + codes.length
                    + " samples");
        }
        int classes = decisions.columns();
        double[] areas = new double[classes];
        double[] values = new double[codes.length];
        boolean[] positive = new boolean[codes.length];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < codes.length; i++) {
                values[i] = classes == 2
                        ? margin(decisions.get(i, c), decisions.get(i, 1 - c))
                        : decisions.get(i, c);
                positive[i] = codes[i] == c;
            }
            areas[c] = of(values, positive);
        }
        return areas;
    }

    /** The difference, also of two infinities of one sign. */
    private static double margin(double a, double b) {
        return a == b ? 0 : a - b;
    }

    /**
     * The unweighted mean over classes of {@link #perClass}, classes without an area left out.
     *
     * @param decisions samples x classes, larger means more likely that class
     * @param codes the true class of each sample
     * @return from 0 to 1; NaN when all samples are of one class
     */
    public static double macroOneVersusRest(Matrix decisions, int[] codes) {
        double sum = 0;
        int defined = 0;
        for (double area : perClass(decisions, codes)) {
            if (!Double.isNaN(area)) {
                sum += area;
                defined++;
            }
        }
        return sum / defined;
    }
}
