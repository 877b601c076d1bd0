package org.engram.io.bids;

import java.util.Objects;

/**
 * Something that happened during a run.
 *
 * @param onsetSeconds when it began, after the start of the first volume; may be negative; finite
 * @param durationSeconds how long it lasted; 0 for an impulse
 * @param trialType the condition it belongs to
 * @param modulation its weight, 1 as a rule; finite
 */
public record Event(double onsetSeconds, double durationSeconds, String trialType, double modulation) {
    /** Checks the ranges. */
    public Event {
        Objects.requireNonNull(trialType, "trialType");
        if (!Double.isFinite(onsetSeconds) || !Double.isFinite(modulation) || !(durationSeconds >= 0)
                || Double.isInfinite(durationSeconds)) {
            throw new IllegalArgumentException("an event of \"" + trialType + "\" has onset " + onsetSeconds
                    + " s, duration " + durationSeconds + " s and modulation " + modulation
                    + ": all must be finite and the duration not negative");
        }
    }

    /** @return when it ended, in seconds after the start of the first volume */
    public double endSeconds() {
        return onsetSeconds + durationSeconds;
    }
}
