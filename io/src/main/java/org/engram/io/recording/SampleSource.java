package org.engram.io.recording;

import java.io.IOException;

/**
 * Samples that are read when they are asked for. Reading holds no file open between calls, needs memory for what is asked
 * for and a bounded buffer only, and may be done by several threads at once.
 */
public interface SampleSource {
    /**
     * Reads some samples of some channels, in SI units.
     *
     * @param channels indices of channels, each within the recording; in any order
     * @param firstSample index of the first sample, from 0
     * @param count how many samples; all must lie within the recording
     * @param into receives channel {@code channels[i]} in {@code into[i][offset]} to {@code into[i][offset + count - 1]}
     * @param offset first place to fill in each row
     * @throws org.engram.core.FormatException if the file is damaged there
     * @throws IOException if the file cannot be read
     */
    void read(int[] channels, long firstSample, int count, double[][] into, int offset) throws IOException;

    /**
     * @param samples channel x sample; not copied
     * @return a source that gives them
     */
    static SampleSource of(double[][] samples) {
        return (channels, firstSample, count, into, offset) -> {
            for (int i = 0; i < channels.length; i++) {
                System.arraycopy(samples[channels[i]], Math.toIntExact(firstSample), into[i], offset, count);
            }
        };
    }
}
