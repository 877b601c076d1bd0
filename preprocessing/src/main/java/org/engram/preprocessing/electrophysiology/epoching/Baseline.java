package org.engram.preprocessing.electrophysiology.epoching;

import java.util.Objects;
import org.engram.core.EngramException;

/**
 * How samples are related to a stretch of the epoch, usually before the event. With m and s the mean and the population
 * standard deviation over the stretch, both ends included, each channel by itself.
 *
 * @param startSeconds begin of the stretch relative to the event; minus infinity for that of the epoch
 * @param endSeconds its end; infinity for that of the epoch
 * @param mode what is computed
 */
public record Baseline(double startSeconds, double endSeconds, Mode mode) {
    /** Checks the order. */
    public Baseline {
        Objects.requireNonNull(mode, "mode");
        if (!(startSeconds <= endSeconds)) {
            throw new IllegalArgumentException(
                    "a baseline from " + startSeconds + " to " + endSeconds + " s ends before it begins");
        }
    }

    /** @return subtraction of the mean of everything up to and with the event */
    public static Baseline untilZero() {
        return new Baseline(Double.NEGATIVE_INFINITY, 0, Mode.MEAN);
    }

    /**
     * @param startSeconds begin of the stretch
     * @param endSeconds its end
     * @return subtraction of its mean
     */
    public static Baseline mean(double startSeconds, double endSeconds) {
        return new Baseline(startSeconds, endSeconds, Mode.MEAN);
    }

    /**
     * @param row one channel of one epoch; changed
     * @param firstTime index of its first sample relative to the event
     * @param samplingRateHz samples per second
     */
    public void apply(double[] row, int firstTime, double samplingRateHz) {
        apply(row, row.length, firstTime, samplingRateHz);
    }

    void apply(double[] row, int count, int firstTime, double samplingRateHz) {
        int first = first(count, firstTime, samplingRateHz);
        mode.apply(row, count, first, end(count, firstTime, samplingRateHz));
    }

    /** Fails when the epoch has no sample in the stretch. */
    void requireInside(int count, int firstTime, double samplingRateHz) {
        int first = first(count, firstTime, samplingRateHz);
        double begin = firstTime / samplingRateHz;
        double last = (firstTime + count - 1) / samplingRateHz;
        // The stretch may reach over the epoch by less than a sample, for rounding.
        boolean outside = Double.isFinite(startSeconds) && startSeconds < begin - 1 / samplingRateHz
                || Double.isFinite(endSeconds) && endSeconds > last + 1 / samplingRateHz;
        if (outside || first >= end(count, firstTime, samplingRateHz)) {
            throw new EngramException("the baseline from " + startSeconds + " to " + endSeconds
                    + " s does not lie within epochs from " + begin + " to " + last + " s");
        }
    }

    private int first(int count, int firstTime, double rate) {
        int first = 0;
        while (first < count && (firstTime + first) / rate < startSeconds) {
            first++;
        }
        return first;
    }

    private int end(int count, int firstTime, double rate) {
        int end = count;
        while (end > 0 && (firstTime + end - 1) / rate > endSeconds) {
            end--;
        }
        return end;
    }

    /** What is computed of a sample x. */
    public enum Mode {
        /** x - m. */
        MEAN,
        /** x / m. */
        RATIO,
        /** log10(x / m). */
        LOG_RATIO,
        /** (x - m) / m, as a fraction. */
        PERCENT,
        /** (x - m) / s. */
        Z_SCORE,
        /** log10(x / m), divided by the standard deviation of the same over the stretch. */
        Z_LOG_RATIO;

        private void apply(double[] row, int count, int first, int end) {
            double mean = mean(row, first, end);
            for (int t = 0; t < count; t++) {
                row[t] = switch (this) {
                    case MEAN, Z_SCORE -> row[t] - mean;
                    case RATIO -> row[t] / mean;
                    case PERCENT -> (row[t] - mean) / mean;
                    case LOG_RATIO, Z_LOG_RATIO -> Math.log10(row[t] / mean);
                };
            }
            if (this == Z_SCORE || this == Z_LOG_RATIO) {
                double centre = mean(row, first, end);
                double squares = 0;
                for (int t = first; t < end; t++) {
                    squares += (row[t] - centre) * (row[t] - centre);
                }
                double deviation = Math.sqrt(squares / (end - first));
                for (int t = 0; t < count; t++) {
                    row[t] /= deviation;
                }
            }
        }

        private static double mean(double[] row, int first, int end) {
            double sum = 0;
            for (int t = first; t < end; t++) {
                sum += row[t];
            }
            return sum / (end - first);
        }
    }
}
