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
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += samples[i] * 0;
        }
        if (sum == 0) {
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
