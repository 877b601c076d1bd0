package org.engram.io.recording;

import java.util.Objects;

/**
 * The event an epoch was cut around.
 *
 * @param sample absolute number of the sample at time 0
 * @param code trigger code, or a number given to the label
 * @param label what happened
 */
public record Trial(long sample, int code, String label) {
    /** Checks the label. */
    public Trial {
        Objects.requireNonNull(label, "label");
    }
}
