package org.engram.preprocessing.electrophysiology.filtering;

import org.engram.core.EngramException;

/** Refuses samples that are not numbers before they spread through a filter. */
public final class FiniteSamples {
    private FiniteSamples() {}

    /**
     * @param samples samples of one channel
     * @param count how many to look at
     * @param channel its name
     * @param firstIndex number of {@code samples[0]}, for the message
     */
    public static void require(double[] samples, int count, String channel, long firstIndex) {
        // Zero times a number is zero and anything else is not; four sums, since each waits for itself.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < count; k += 4) {
            a += samples[k] * 0;
            b += samples[k + 1] * 0;
            c += samples[k + 2] * 0;
            d += samples[k + 3] * 0;
        }
        for (; k < count; k++) {
            a += samples[k] * 0;
        }
        if (a + b + c + d == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(samples[i])) {
                throw new EngramException("channel \"" + channel + "\" is " + samples[i] + " at sample "
                        + (firstIndex + i) + ": filters need finite samples; annotate the gap as "
                        + "BAD_ACQ_SKIP or interpolate it first");
            }
        }
    }
}
