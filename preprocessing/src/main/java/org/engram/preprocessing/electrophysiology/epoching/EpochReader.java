package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.List;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TrialSource;

/** Cuts an epoch out of a recording when it is asked for: trend, baseline, then every n-th sample. */
record EpochReader(Recording recording, long[] starts, int rawFirst, int rawCount, Detrend detrend,
        Baseline baseline, int decimation) implements TrialSource {
    @Override
    public void read(int trial, int[] which, double[][] into) throws IOException {
        double[][] raw = decimation == 1 ? into : new double[which.length][rawCount];
        recording.source().read(which, starts[trial], rawCount, raw, 0);
        List<Channel> channels = recording.channels();
        int skipped = skipped(rawFirst, decimation);
        for (int i = 0; i < which.length; i++) {
            ChannelType type = channels.get(which[i]).type();
            if (type.isBrain()) {
                detrend.apply(raw[i], rawCount);
            }
            if (baseline != null && hasBaseline(type)) {
                baseline.apply(raw[i], rawCount, rawFirst, recording.samplingRateHz());
            }
            if (decimation > 1) {
                int count = count(rawFirst, rawCount, decimation);
                for (int t = 0; t < count; t++) {
                    into[i][t] = raw[i][skipped + t * decimation];
                }
            }
        }
    }

    /** Codes, clocks and the like keep their values. */
    private static boolean hasBaseline(ChannelType type) {
        return type.isBrain() || type == ChannelType.EOG || type == ChannelType.ECG || type == ChannelType.EMG
                || type == ChannelType.BIO;
    }

    /** Samples left out at the begin, so that the one at the event is kept. */
    static int skipped(int rawFirst, int decimation) {
        return Math.floorMod(-rawFirst, decimation);
    }

    static int count(int rawFirst, int rawCount, int decimation) {
        int rest = rawCount - skipped(rawFirst, decimation);
        return rest <= 0 ? 0 : (rest - 1) / decimation + 1;
    }
}
