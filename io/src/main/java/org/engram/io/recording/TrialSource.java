package org.engram.io.recording;

import java.io.IOException;

/** Trials that are read when they are asked for. May be read by several threads at once. */
public interface TrialSource {
    /**
     * @param trial index of a trial, from 0
     * @param channels indices of channels
     * @param into receives channel {@code channels[i]} in {@code into[i]}, all times, SI units
     * @throws IOException if the file cannot be read
     */
    void read(int trial, int[] channels, double[][] into) throws IOException;

    /**
     * @param trials trial x channel x time; not copied
     * @return a source that gives them
     */
    static TrialSource of(double[][][] trials) {
        return (trial, channels, into) -> {
            for (int i = 0; i < channels.length; i++) {
                double[] row = trials[trial][channels[i]];
                System.arraycopy(row, 0, into[i], 0, row.length);
            }
        };
    }
}
