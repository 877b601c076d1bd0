package org.engram.preprocessing.electrophysiology.filtering;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;

/** What every filter does to a recording besides its samples. */
final class FilteredRecordings {
    private FilteredRecordings() {}

    static void requireRate(Recording recording, double samplingRateHz) {
        // One part in a million: headers round their rates.
        if (Math.abs(recording.samplingRateHz() - samplingRateHz) > 1e-6 * samplingRateHz) {
            throw new EngramException("the filter was designed for " + samplingRateHz
                    + " Hz, but the recording has " + recording.samplingRateHz()
                    + " Hz: design it for that rate");
        }
    }

    static Recording narrowed(Recording recording, int[] which, Band band, SampleSource source) {
        Set<Integer> filtered = new HashSet<>();
        for (int channel : which) {
            filtered.add(Objects.checkIndex(channel, recording.channelCount()));
        }
        List<Channel> channels = new ArrayList<>();
        boolean allBrain = true;
        for (int i = 0; i < recording.channelCount(); i++) {
            Channel channel = recording.channels().get(i);
            boolean here = filtered.contains(i);
            channels.add(here ? channel.withBand(narrowed(channel.band(), band)) : channel);
            allBrain &= here || !channel.type().isBrain();
        }
        return recording.toBuilder().channels(channels).source(source)
                .band(allBrain ? narrowed(recording.band(), band) : recording.band()).build();
    }

    private static Band narrowed(Band before, Band by) {
        double low = Double.isNaN(by.highPassHz()) || before.highPassHz() >= by.highPassHz()
                ? before.highPassHz()
                : by.highPassHz();
        double high = Double.isNaN(by.lowPassHz()) || before.lowPassHz() <= by.lowPassHz()
                ? before.lowPassHz()
                : by.lowPassHz();
        return new Band(low, high);
    }
}
