package org.engram.compute.validation;

import java.util.Arrays;

/**
 * Many statistics (voxels of a map, regions, time points) tested at once: the largest of each permutation is the null
 * of them all. Immutable.
 */
public final class FamilyWiseResult {
    private final double[] observed;
    private final int[] exceeded;
    private final double[] maxima;

    /** Statistics this close are equal: the same counts may have been summed in another order. */
    public static final double ROUNDING = PermutationResult.ROUNDING;

    /**
     * @param observed the statistics with the true labels, NaN where undefined; kept, not copied
     * @param exceeded for each the permutations whose own was at least as large, within {@link #ROUNDING}; kept
     * @param maxima the largest statistic of each permutation; kept, and sorted
     */
    public FamilyWiseResult(double[] observed, int[] exceeded, double[] maxima) {
        this.observed = observed;
        this.exceeded = exceeded;
        this.maxima = maxima;
        Arrays.sort(this.maxima);
    }

    /** @return the statistics with the true labels; a copy */
    public double[] observed() {
        return observed.clone();
    }

    /** @return the largest statistic of each permutation, ascending; a copy */
    public double[] maxima() {
        return maxima.clone();
    }

    /** @return for each statistic the chance of one as large there; not corrected for looking at many; NaN for NaN */
    public double[] uncorrectedPValues() {
        double[] p = new double[observed.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Double.isNaN(observed[i]) ? Double.NaN : (1.0 + exceeded[i]) / (1.0 + maxima.length);
        }
        return p;
    }

    /** @return for each statistic the chance of one as large anywhere: (1 + k) / (1 + n); NaN for NaN */
    public double[] pValues() {
        double[] p = new double[observed.length];
        for (int i = 0; i < p.length; i++) {
            if (Double.isNaN(observed[i])) {
                p[i] = Double.NaN;
                continue;
            }
            int low = 0;
            int high = maxima.length;
            while (low < high) { // first maximum that reaches the statistic
                int middle = (low + high) >>> 1;
                if (maxima[middle] >= observed[i] - PermutationResult.ROUNDING) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            p[i] = (1.0 + maxima.length - low) / (1.0 + maxima.length);
        }
        return p;
    }

    /**
     * @param alpha the chance of any false positive that is accepted, such as 0.05
     * @return statistics above this value have a corrected p of at most {@code alpha}; infinite when there are too few
     *     permutations for any to reach it
     */
    public double threshold(double alpha) {
        int allowed = (int) Math.floor(alpha * (1 + maxima.length) + 1e-9) - 1;
        return allowed < 0
                ? Double.POSITIVE_INFINITY
                : maxima[maxima.length - 1 - Math.min(allowed, maxima.length - 1)];
    }
}
