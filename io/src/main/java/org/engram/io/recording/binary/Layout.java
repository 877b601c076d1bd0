package org.engram.io.recording.binary;

/** The order of samples in a file. */
public enum Layout {
    /** All channels of the first time, then of the second. */
    MULTIPLEXED,
    /** All times of the first channel, then of the second. */
    VECTORIZED
}
