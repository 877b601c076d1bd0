package org.engram.io.recording;

/**
 * A stretch of a recording that was measured without a gap.
 *
 * @param firstSample index of its first sample
 * @param sampleCount how many samples it has, at least 1
 * @param onsetSeconds when it was measured, in seconds after the first sample of the recording
 */
public record Segment(long firstSample, long sampleCount, double onsetSeconds) {
    /** Checks the ranges. */
    public Segment {
        if (firstSample < 0 || sampleCount < 1 || !Double.isFinite(onsetSeconds)) {
            throw new IllegalArgumentException(
                    "segment of " + sampleCount + " samples from sample " + firstSample
                            + " at " + onsetSeconds + " s is impossible");
        }
    }
}
