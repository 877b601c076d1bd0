package org.engram.io.recording;

import java.util.List;
import java.util.Objects;
import org.engram.core.ShapeException;

/**
 * An average over trials: channels x times, SI units.
 *
 * @param comment what was averaged
 * @param kind whether samples are means or standard errors
 * @param trialCount how many trials went in
 * @param channels its channels
 * @param samplingRateHz samples per second
 * @param firstTime index of the first time relative to the event
 * @param samples channel x time; not copied
 * @param projectors directions of sensor space to be projected out
 */
public record Evoked(String comment, Kind kind, int trialCount, List<Channel> channels, double samplingRateHz,
        int firstTime, double[][] samples, List<Projector> projectors) {
    /** Checks the shape. */
    public Evoked {
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(kind, "kind");
        channels = List.copyOf(channels);
        projectors = List.copyOf(projectors);
        if (samples.length != channels.size()) {
            throw new ShapeException(
                    samples.length + " rows of samples for " + channels.size() + " channels");
        }
    }

    /** @return how many times */
    public int timeCount() {
        return samples.length == 0 ? 0 : samples[0].length;
    }

    /** @return times relative to the event, in seconds */
    public double[] times() {
        double[] times = new double[timeCount()];
        for (int i = 0; i < times.length; i++) {
            times[i] = (firstTime + i) / samplingRateHz;
        }
        return times;
    }

    /** What the samples are. */
    public enum Kind {
        /** Mean over trials. */
        AVERAGE,
        /** Standard error of that mean. */
        STANDARD_ERROR
    }
}
