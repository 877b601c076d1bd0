package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.io.IOException;
import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.io.recording.Epochs;

/** Reads epochs channel by channel, as many channels at once as fit into some memory. */
final class ChannelRows {
    private static final long BYTES = 256L << 20;

    private ChannelRows() {}

    /**
     * @param epochs finite
     * @param channels which channels
     * @param each called with the place among {@code channels} and epoch x time
     */
    static void forEach(Epochs epochs, int[] channels, RowsBody each) throws IOException {
        int n = epochs.trialCount();
        int together = (int) Math.max(1, BYTES / (8L * Math.max(1, n) * epochs.timeCount()));
        for (int from = 0; from < channels.length; from += together) {
            int[] some = Arrays.copyOfRange(channels, from, Math.min(channels.length, from + together));
            double[][][] rows = new double[some.length][n][];
            for (int trial = 0; trial < n; trial++) {
                double[][] samples = epochs.read(trial, some);
                for (int i = 0; i < some.length; i++) {
                    rows[i][trial] = samples[i];
                    requireFinite(epochs, some[i], trial, samples[i]);
                }
            }
            each.accept(from, rows);
        }
    }

    private static void requireFinite(Epochs epochs, int channel, int trial, double[] row) {
        for (int t = 0; t < row.length; t++) {
            if (!Double.isFinite(row[t])) {
                throw new EngramException("channel " + epochs.channels().get(channel).name() + " is " + row[t]
                        + " at time " + t + " of epoch " + trial + ": leave the epoch or the channel out");
            }
        }
    }

    /** What is done with a group of channels. */
    interface RowsBody {
        /**
         * @param first place of the first of them
         * @param rows channel x epoch x time
         */
        void accept(int first, double[][][] rows) throws IOException;
    }
}
