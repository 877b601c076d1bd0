package org.engram.io.recording.ctf;

/**
 * How a CTF folder is read.
 *
 * @param stopAtClock whether the recording ends where the system clock drops to zero, as in aborted runs
 * @param cleanNames whether the suffix of the system is cut from channel names ({@code MLC11-4504} becomes
 *     {@code MLC11})
 */
public record CtfOptions(boolean stopAtClock, boolean cleanNames) {
    /** Ends at the clock; names as the file has them. */
    public static final CtfOptions DEFAULT = new CtfOptions(true, false);

    /**
     * @param value whether the recording ends where the system clock drops to zero
     * @return these options, so
     */
    public CtfOptions withStopAtClock(boolean value) {
        return new CtfOptions(value, cleanNames);
    }

    /**
     * @param value whether the suffix of the system is cut from channel names
     * @return these options, so
     */
    public CtfOptions withCleanNames(boolean value) {
        return new CtfOptions(stopAtClock, value);
    }
}
