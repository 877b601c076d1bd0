package org.engram.cli.report;

import java.util.ArrayList;
import java.util.List;

/** A straight axis: values to pixels, and round numbers to mark. */
record Axis(double low, double high, double fromPixel, double toPixel) {
    private static final int WANTED_TICKS = 5;

    Axis {
        if (!(high > low)) {
            throw new IllegalArgumentException("axis runs from " + low + " to " + high);
        }
    }

    double pixel(double value) {
        double clipped = Math.max(low, Math.min(high, value));
        return fromPixel + (clipped - low) / (high - low) * (toPixel - fromPixel);
    }

    /** Multiples of 1, 2 or 5 times a power of ten inside the range. */
    List<Double> ticks() {
        double rough = (high - low) / WANTED_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / power;
        double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        // Counting whole steps keeps 0.3 from becoming 0.30000000000000004 more than once.
        for (long n = (long) Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; n++) {
            ticks.add(n * step);
        }
        return ticks;
    }

    /** A range that holds all the values and a little air; NaN are passed over. */
    static double[] around(double... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new double[] {0, 1};
        }
        double air = high > low ? 0.06 * (high - low) : Math.max(1e-6, 0.1 * Math.abs(high));
        return new double[] {low - air, high + air};
    }
}
