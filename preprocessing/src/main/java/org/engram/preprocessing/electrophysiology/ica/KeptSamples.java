package org.engram.preprocessing.electrophysiology.ica;

import java.io.IOException;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.artifacts.GoodStretches;

/** Samples an analysis is fitted to, given in blocks and in order, any number of times; checked to be finite. */
interface KeptSamples {
    /** Samples read at once: 64 channels of them are 8 MB. */
    int BLOCK = 1 << 14;

    /** Takes channel x sample; the block is used again. */
    interface Consumer {
        void accept(double[][] block, int count);
    }

    void forEach(Consumer consumer) throws IOException;

    /** All samples of a recording but those within BAD annotations, every {@code decimation}-th of what is left. */
    static KeptSamples of(Recording recording, int[] channels, int decimation, boolean rejectAnnotations) {
        List<long[]> stretches = rejectAnnotations
                ? GoodStretches.of(recording)
                : List.of(new long[] {0, recording.sampleCount()});
        return consumer -> {
            double[][] block = new double[channels.length][BLOCK];
            long phase = 0;
            for (long[] stretch : stretches) {
                for (long first = stretch[0]; first < stretch[1]; first += BLOCK) {
                    int count = (int) Math.min(BLOCK, stretch[1] - first);
                    recording.source().read(channels, first, count, block, 0);
                    for (int c = 0; c < channels.length; c++) {
                        checkFinite(block[c], count, recording.channels().get(channels[c]), first);
                    }
                    int kept = decimate(block, count, (int) phase, decimation);
                    phase = Math.floorMod(phase - count, (long) decimation);
                    if (kept > 0) {
                        consumer.accept(block, kept);
                    }
                }
            }
        };
    }

    /** All samples of all trials, every {@code decimation}-th of each. */
    static KeptSamples of(Epochs epochs, int[] channels, int decimation) {
        return consumer -> {
            for (int trial = 0; trial < epochs.trialCount(); trial++) {
                double[][] block = epochs.read(trial, channels);
                for (int c = 0; c < channels.length; c++) {
                    checkFinite(block[c], epochs.timeCount(), epochs.channels().get(channels[c]), 0);
                }
                consumer.accept(block, decimate(block, epochs.timeCount(), 0, decimation));
            }
        };
    }

    private static void checkFinite(double[] row, int count, Channel channel, long first) {
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(row[i])) {
                throw new EngramException(
                        "channel " + channel.name() + " holds " + row[i] + " at sample " + (first + i)
                                + ": annotate that stretch as BAD, or mark the channel as bad");
            }
        }
    }

    private static int decimate(double[][] block, int count, int phase, int decimation) {
        if (decimation == 1) {
            return count;
        }
        int kept = 0;
        for (int at = phase; at < count; at += decimation, kept++) {
            for (double[] row : block) {
                row[kept] = row[at];
            }
        }
        return kept;
    }
}
