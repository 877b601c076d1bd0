package org.engram.compute.validation;

import java.util.Arrays;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Area under the receiver operating characteristic: the chance that a sample of the class gets a larger value than one
 * of another class, ties counting half (the Mann-Whitney statistic with mid-ranks).
 */
public final class RocAuc {
    private RocAuc() {}

    /**
     * @param values one value per sample, the larger the more likely positive; not NaN
     * @param positive whether each sample is of the class
     * @return the area, 0 to 1; NaN when all samples are on one side
     */
    public static double binary(double[] values, boolean[] positive) {
        if (values.length != positive.length) {
            throw new ShapeException(values.length + " values for " + positive.length + " samples");
        }
        int count = 0;
        for (boolean p : positive) {
            count += p ? 1 : 0;
        }
        double[] inside = new double[count];
        double[] outside = new double[values.length - count];
        int i = 0;
        int o = 0;
        for (int s = 0; s < values.length; s++) {
            if (positive[s]) {
                inside[i++] = values[s];
            } else {
                outside[o++] = values[s];
            }
        }
        return area(inside, outside);
    }

    /** Both are sorted in place. Twice the number of pairs won is a whole number, so the order cannot matter. */
    private static double area(double[] inside, double[] outside) {
        if (inside.length == 0 || outside.length == 0) {
            return Double.NaN;
        }
        for (int i = 0; i < inside.length; i++) {
            inside[i] += 0.0; // -0 becomes 0: sorting tells them apart, comparing does not
        }
        for (int i = 0; i < outside.length; i++) {
            outside[i] += 0.0;
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
     * @param decisions samples x classes
     * @param truth the class of each sample
     * @return the area of each class against all others, by code; NaN for a class that is absent or alone
     */
    public static double[] perClass(Matrix decisions, Labels truth) {
        if (decisions.rows() != truth.size() || decisions.columns() != truth.classCount()) {
            throw new ShapeException("decision values are " + decisions + " but there are " + truth.size()
                    + " samples of " + truth.classCount() + " classes");
        }
        return perClass(decisions.data(), 0, decisions.columns(), truth.codes(), truth.classCount());
    }

    /**
     * Two classes: the area of the second against the first by the difference of their decision values. More: the mean
     * over classes of one against the rest, classes that are absent (or alone) left out.
     *
     * @param decisions samples x classes
     * @param truth the class of each sample
     * @return the area, 0 to 1; NaN when all samples are of one class
     */
    public static double macro(Matrix decisions, Labels truth) {
        return mean(perClass(decisions, truth));
    }

    /** The same as {@link #macro} on a block of a larger row-major array. */
    static double macro(double[] decisions, int from, int stride, int[] truth, int classes) {
        return mean(perClass(decisions, from, stride, truth, classes));
    }

    private static double mean(double[] areas) {
        double sum = 0;
        int defined = 0;
        for (double area : areas) {
            if (!Double.isNaN(area)) {
                sum += area;
                defined++;
            }
        }
        return sum / defined;
    }

    private static double[] perClass(double[] decisions, int from, int stride, int[] truth, int classes) {
        double[] areas = new double[classes];
        double[] values = new double[truth.length];
        boolean[] positive = new boolean[truth.length];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < truth.length; i++) {
                int at = from + i * stride;
                values[i] = classes == 2
                        ? margin(decisions[at + c], decisions[at + 1 - c])
                        : decisions[at + c];
                positive[i] = truth[i] == c;
            }
            areas[c] = binary(values, positive);
        }
        return areas;
    }

    /** The difference, also of two infinities of one sign. */
    private static double margin(double a, double b) {
        return a == b ? 0 : a - b;
    }
}
