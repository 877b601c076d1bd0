package org.engram.io.recording;

/**
 * The frequencies a channel holds.
 *
 * @param highPassHz lower edge; 0 when it reaches down to DC, NaN when not known
 * @param lowPassHz upper edge; NaN when not known
 */
public record Band(double highPassHz, double lowPassHz) {
    /** Neither edge known. */
    public static final Band UNKNOWN = new Band(Double.NaN, Double.NaN);
}
