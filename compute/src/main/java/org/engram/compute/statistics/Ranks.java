package org.engram.compute.statistics;

import java.util.Arrays;

/** Orders and ranks of numbers, without boxing. */
public final class Ranks {
    private Ranks() {}

    /**
     * @param values finite or infinite, not NaN
     * @return the rank of each, from 1; equal values share the mean of their ranks
     */
    public static double[] midRanks(double[] values) {
        int[] order = order(values);
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length;) {
            int end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    /**
     * @param values any numbers but NaN
     * @return the index of the smallest value first; equal values in order of index
     */
    public static int[] order(double[] values) {
        // Ties keep their order when each value is sorted together with where it stood.
        double[] sorted = values.clone();
        for (int i = 0; i < sorted.length; i++) {
            if (Double.isNaN(sorted[i])) {
                throw new IllegalArgumentException("value " + i + " is NaN: it has no rank");
            }
            sorted[i] += 0.0; // -0 and 0 are equal
        }
        Arrays.sort(sorted);
        int[] order = new int[values.length];
        int[] filled = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int first = firstOf(sorted, values[i]);
            order[first + filled[first]++] = i;
        }
        return order;
    }

    private static int firstOf(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
