package org.engram.io.recording;

import java.util.List;
import java.util.Locale;

/**
 * A stretch of a recording that somebody or something has said something about.
 *
 * @param onsetSeconds where it begins, in seconds after the first sample that can be read; may be negative; finite
 * @param durationSeconds how long it lasts; 0 for a moment
 * @param text what is said
 * @param channels names of the channels it is about; empty for all
 */
public record Annotation(double onsetSeconds, double durationSeconds, String text, List<String> channels) {
    /** Marks a gap of the acquisition. Samples there were never measured. */
    public static final String ACQUISITION_GAP = "BAD_ACQ_SKIP";

    /** Copies and checks. */
    public Annotation {
        if (!Double.isFinite(onsetSeconds) || !(durationSeconds >= 0) || Double.isInfinite(durationSeconds)) {
            throw new IllegalArgumentException("annotation \"" + text + "\" begins at " + onsetSeconds
                    + " s and lasts " + durationSeconds
                    + " s: expected finite numbers, the latter not negative");
        }
        channels = List.copyOf(channels);
    }

    /**
     * @param onsetSeconds where it begins
     * @param durationSeconds how long it lasts
     * @param text what is said
     * @return an annotation about all channels
     */
    public static Annotation of(double onsetSeconds, double durationSeconds, String text) {
        return new Annotation(onsetSeconds, durationSeconds, text, List.of());
    }

    /** @return where it ends, in seconds after the first sample */
    public double endSeconds() {
        return onsetSeconds + durationSeconds;
    }

    /** @return whether the stretch is to be left out: the text begins with "bad", in any case */
    public boolean isBad() {
        return text.toLowerCase(Locale.ROOT).startsWith("bad");
    }

    /** @return whether it marks where two pieces were joined: the text begins with "edge", in any case */
    public boolean isEdge() {
        return text.toLowerCase(Locale.ROOT).startsWith("edge");
    }

    /** @return whether filters must not run across it: a gap of the acquisition, or a joint */
    public boolean isDiscontinuity() {
        return isEdge() || text.equalsIgnoreCase(ACQUISITION_GAP) || text.equalsIgnoreCase("boundary");
    }
}
