package org.engram.cli.pipeline;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.bids.RecordingRun;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.epoching.Baseline;
import org.engram.preprocessing.electrophysiology.epoching.Detrend;
import org.engram.preprocessing.electrophysiology.epoching.Duplicates;
import org.engram.preprocessing.electrophysiology.epoching.ChannelAmplitude;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.epoching.RejectionLimits;
import org.engram.preprocessing.electrophysiology.events.AnnotationEvents;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.events.TriggerEvents;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.GlobalRejection;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.LocalRejection;

/** Cuts epochs as the run file wants them, each with a row of what the dataset says about it. */
record EpochStep(Values values, long seed) {
    /** Where events come from. */
    private enum Source {
        /** Annotations, and trigger channels where there are none. */
        AUTO,
        /** Annotations, those of events.tsv among them. */
        ANNOTATIONS,
        /** Trigger channels. */
        STIM
    }

    /** Limits found by cross-validation. */
    private enum Autoreject {
        /** None. */
        NONE,
        /** One for each type of channels. */
        GLOBAL,
        /** One for each channel, with repair. */
        LOCAL
    }

    /**
     * @param epochs computed when trials are read; each has a row of the table
     * @param summary how many there are and why others are not
     */
    record Result(Epochs epochs, Map<String, Object> summary) {}

    void requireSense() {
        double from = values.require("tmin");
        if (!(from < values.require("tmax"))) {
            throw values.wrong("tmax", "expected more than tmin, which is " + from);
        }
        builder();
        values.choice("events", Source.class);
        values.choice("autoreject", Autoreject.class);
        if (values.count("decimate") < 1) {
            throw values.wrong("decimate", "expected 1 or more");
        }
    }

    private Epoching.Builder builder() {
        Epoching.Builder builder = Epoching.builder(values.require("tmin"), values.require("tmax"))
                .detrend(values.flag("detrend") ? Detrend.LINEAR : Detrend.NONE)
                .decimate(Math.max(1, values.count("decimate")))
                .duplicates(values.choice("duplicates", Duplicates.class))
                .rejectByAnnotation(!values.flag("keep-annotated")).rejection(limits());
        baseline().ifPresent(builder::baseline);
        return builder;
    }

    private Optional<Baseline> baseline() {
        List<String> ends = values.texts("baseline");
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        if (ends.size() != 2) {
            throw values.wrong("baseline", "expected [FROM, TO] in seconds, or none");
        }
        double from = end(ends.get(0));
        double to = end(ends.get(1));
        if (!(values.require("tmin") <= from && from <= to && to <= values.require("tmax"))) {
            throw values.wrong("baseline", "expected a stretch within tmin and tmax: " + from + " to " + to
                    + " s is none");
        }
        return Optional.of(Baseline.mean(from, to));
    }

    private double end(String text) {
        if (text.equals("tmin") || text.equals("tmax")) {
            return values.require(text);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw values.wrong("baseline", "\"" + text + "\" is no number of seconds");
        }
    }

    private RejectionLimits limits() {
        RejectionLimits limits = RejectionLimits.none();
        for (String text : values.texts("reject")) {
            ChannelAmplitude limit = values.made("reject", () -> ChannelAmplitude.parse(text));
            limits = limits.peakToPeak(limit.type(), limit.value());
        }
        for (String text : values.texts("flat")) {
            ChannelAmplitude limit = values.made("flat", () -> ChannelAmplitude.parse(text));
            limits = limits.flat(limit.type(), limit.value());
        }
        return limits;
    }

    Result cut(Recording recording, RecordingRun run, Optional<Table> sidecar, Consumer<Notice> notices)
            throws IOException {
        Events events = events(recording, notices);
        Table table = TrialTable.of(recording, events, run, sidecar);
        Epoching.Builder builder = builder().table(table);
        Epochs epochs = builder.build().cut(recording, events, notices);
        requireSome(epochs, events);
        Autoreject auto = values.choice("autoreject", Autoreject.class);
        if (auto == Autoreject.GLOBAL) {
            epochs = builder.rejection(found(epochs)).build().cut(recording, events, notices);
        } else if (auto == Autoreject.LOCAL) {
            epochs = LocalRejection.builder().seed(seed).parallelism(Parallelism.single()).build()
                    .fit(epochs, HeadSphere.fit(epochs.channels())).apply(epochs);
        }
        requireSome(epochs, events);
        return new Result(epochs, summary(epochs, events));
    }

    private RejectionLimits found(Epochs epochs) throws IOException {
        RejectionLimits limits = limits();
        Set<ChannelType> types = new LinkedHashSet<>();
        epochs.channels().stream().filter(channel -> channel.type().isBrain() && !channel.bad())
                .map(Channel::type).forEach(types::add);
        for (ChannelType type : types) {
            limits = limits.peakToPeak(type, GlobalRejection.DEFAULT.fit(epochs, type).threshold());
        }
        return limits;
    }

    private Events events(Recording recording, Consumer<Notice> notices) throws IOException {
        Source source = values.choice("events", Source.class);
        Events events = source == Source.STIM
                ? triggers(recording, notices)
                : AnnotationEvents.builder().build().find(recording);
        if (source == Source.AUTO && events.count() == 0
                && recording.channelsThat(channel -> channel.type() == ChannelType.STIM).length > 0) {
            events = triggers(recording, notices);
        }
        if (events.count() == 0) {
            throw new EngramException("there are no events to cut epochs around: no events.tsv, no annotation"
                    + " and no trigger was found");
        }
        return named(events);
    }

    /** An event that this recording lacks is no error as long as others are there. */
    private Events named(Events events) {
        List<String> wanted = values.texts("event");
        if (wanted.isEmpty()) {
            return events;
        }
        List<String> there = wanted.stream().filter(key -> isThere(what(key), events)).toList();
        List<String> keys = there.isEmpty() ? wanted : there;
        Events chosen = events.select(keys.stream().map(EpochStep::what).toArray(String[]::new));
        for (String key : keys) {
            if (key.contains("=")) {
                int code = chosen.names().values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
                chosen = chosen.merge(key.substring(0, key.indexOf('=')).strip(), code, what(key));
            }
        }
        return chosen;
    }

    private static String what(String key) {
        return key.substring(key.indexOf('=') + 1).strip();
    }

    private static boolean isThere(String key, Events events) {
        Set<String> tags = new LinkedHashSet<>(Arrays.asList(key.split("/")));
        return events.names().keySet().stream()
                .anyMatch(name -> new LinkedHashSet<>(Arrays.asList(name.split("/"))).containsAll(tags));
    }

    private Events triggers(Recording recording, Consumer<Notice> notices) throws IOException {
        TriggerEvents.Builder builder = TriggerEvents.builder();
        List<String> channels = values.texts("stim-channel");
        if (!channels.isEmpty()) {
            builder.channels(channels.toArray(String[]::new));
        }
        return Events.of(builder.build().find(recording, notices));
    }

    private static void requireSome(Epochs epochs, Events events) {
        if (epochs.trialCount() == 0) {
            List<String> reasons = reasons(epochs).entrySet().stream()
                    .map(reason -> reason.getKey() + " (" + reason.getValue() + ")").toList();
            throw new EngramException(
                    "none of " + events.count() + " events gave an epoch; they were dropped for "
                            + String.join(", ", reasons));
        }
    }

    /** How many epochs each reason dropped, the most frequent first. */
    private static Map<String, Integer> reasons(Epochs epochs) {
        Map<String, Integer> counts = new HashMap<>();
        epochs.dropped().forEach(drop -> new LinkedHashSet<>(drop.reasons())
                .forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        Map<String, Integer> ordered = new LinkedHashMap<>();
        counts.entrySet().stream().sorted((a, b) -> b.getValue() - a.getValue() != 0
                ? b.getValue() - a.getValue()
                : a.getKey().compareTo(b.getKey()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static Map<String, Object> summary(Epochs epochs, Events events) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("epochs", epochs.trialCount());
        summary.put("events", events.count());
        Map<String, Object> counts = new LinkedHashMap<>();
        events.counts().forEach((label, found) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("events", found);
            entry.put("epochs",
                    (int) epochs.trials().stream().filter(trial -> trial.label().equals(label)).count());
            counts.put(label, entry);
        });
        summary.put("counts", counts);
        summary.put("dropped", reasons(epochs));
        summary.put("channels", epochs.channelCount());
        summary.put("tmin", epochs.firstTimeSeconds());
        summary.put("tmax", epochs.times()[epochs.timeCount() - 1]);
        summary.put("sampling_rate_hz", epochs.samplingRateHz());
        return summary;
    }
}
