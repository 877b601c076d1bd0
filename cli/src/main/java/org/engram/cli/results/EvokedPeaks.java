package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage.Polarity;

/** Averages of each kind of trials and their extremes after the event, in all channels and in those that are shown. */
final class EvokedPeaks {
    private final Map<String, Evoked> averages = new LinkedHashMap<>();
    private final List<Peak> all = new ArrayList<>();
    private final List<Peak> shown = new ArrayList<>();

    /** An extreme of the average over trials of one kind. */
    record Peak(String condition, Channel channel, Polarity polarity, double latencySeconds,
            double amplitude) {
        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("condition", condition);
            fields.put("channel", channel.name());
            fields.put("polarity", polarity.name().toLowerCase(Locale.ROOT));
            fields.put("latency_s", latencySeconds);
            fields.put("amplitude", amplitude);
            fields.put("unit", channel.unit().symbol());
            return fields;
        }

        String words() {
            SignalUnits units = SignalUnits.of(channel);
            return String.format(Locale.ROOT, "%s at %s: %.3g %s at %.3f s", condition, channel.name(),
                    units.factor() * amplitude, units.name(), latencySeconds);
        }
    }

    /**
     * @param epochs finite
     * @param channels to show; for an empty list those with the largest extremes
     */
    EvokedPeaks(Epochs epochs, List<String> channels) throws IOException {
        Set<String> labels = new LinkedHashSet<>();
        epochs.trials().forEach(trial -> labels.add(trial.label()));
        for (String label : labels) {
            int[] trials = IntStream.range(0, epochs.trialCount())
                    .filter(i -> epochs.trials().get(i).label().equals(label)).toArray();
            averages.put(label, EvokedAverage.mean(epochs.selectTrials(trials)));
        }
        double[] times = epochs.times();
        double last = times[times.length - 1];
        // An epoch that ends before its event has only what is before.
        Epochs.TimeWindow window = new Epochs.TimeWindow(last > 0 ? Math.max(0, times[0]) : times[0], last);
        averages.forEach((label, evoked) -> {
            for (ChannelType type : ChannelType.values()) {
                int[] which = epochs.channelsThat(channel -> channel.type() == type);
                if (which.length > 0) {
                    find(label, evoked, window, which, channels);
                }
            }
        });
    }

    private void find(String label, Evoked evoked, Epochs.TimeWindow window, int[] which,
            List<String> channels) {
        for (Polarity polarity : List.of(Polarity.POSITIVE, Polarity.NEGATIVE)) {
            for (int channel : which) {
                Peak peak = peak(label, EvokedAverage.peak(evoked, polarity, window, channel), polarity);
                all.add(peak);
                if (channels.contains(peak.channel().name())) {
                    shown.add(peak);
                }
            }
            if (channels.isEmpty()) {
                shown.add(peak(label, EvokedAverage.peak(evoked, polarity, window, which), polarity));
            }
        }
    }

    private static Peak peak(String label, EvokedAverage.Peak found, Polarity polarity) {
        return new Peak(label, found.channel(), polarity, found.latencySeconds(), found.amplitude());
    }

    /** Average of each kind of trials, in the order they first appear. */
    Map<String, Evoked> averages() {
        return averages;
    }

    /** The extremes to show. */
    List<Peak> shown() {
        return shown;
    }

    /** Every channel, kind of trials and polarity. */
    void write(Path file) throws IOException {
        TableFile.write(file, Table.of(Column.ofText("condition", all.stream().map(Peak::condition).toList()),
                Column.ofText("channel", all.stream().map(peak -> peak.channel().name()).toList()),
                Column.ofText("polarity",
                        all.stream().map(peak -> peak.polarity().name().toLowerCase(Locale.ROOT)).toList()),
                Column.ofNumbers("latency_s", all.stream().mapToDouble(Peak::latencySeconds).toArray()),
                Column.ofNumbers("amplitude", all.stream().mapToDouble(Peak::amplitude).toArray()),
                Column.ofText("unit", all.stream().map(peak -> peak.channel().unit().symbol()).toList())));
    }
}
