package org.engram.compute.validation;

/** Percentiles of sorted values, interpolated linearly between neighbours as NumPy does. */
final class Percentiles {
    private Percentiles() {}

    static double ofSorted(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
