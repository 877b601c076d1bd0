package org.engram.preprocessing.electrophysiology.epoching;

/** What is subtracted from each epoch and channel before the baseline is. */
public enum Detrend {
    /** Nothing. */
    NONE,
    /** The mean of the epoch. */
    CONSTANT,
    /** The straight line that fits the epoch best by least squares. */
    LINEAR;

    /** Detrends the first {@code count} numbers in place. */
    void apply(double[] row, int count) {
        if (this == NONE || count == 0) {
            return;
        }
        double mean = 0;
        for (int t = 0; t < count; t++) {
            mean += row[t];
        }
        mean /= count;
        double middle = (count - 1) / 2.0;
        double slope = 0;
        if (this == LINEAR && count > 1) {
            for (int t = 0; t < count; t++) {
                slope += (t - middle) * (row[t] - mean);
            }
            // The sum of squares of the centred times.
            slope /= count * ((double) count * count - 1) / 12;
        }
        for (int t = 0; t < count; t++) {
            row[t] -= mean + slope * (t - middle);
        }
    }
}
