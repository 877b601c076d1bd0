package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.cli.report.LineChart;
import org.engram.cli.report.SignalReport;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage;

/** The page of one recording of a pipeline: what cleaning changed, what epochs there are, what they look like on average. */
public final class RecordingPage {
    private static final int MOST_CURVES = 8;

    private final Recording recording;
    private final SignalReport report;

    /**
     * @param title the recording's name
     * @param recording what epochs were cut from
     * @param notices what a person should know
     */
    public RecordingPage(String title, Recording recording, List<Notice> notices) {
        this.recording = recording;
        this.report = new SignalReport("Recording", title, "").notices(notices);
        report.fact(String.valueOf(recording.channelCount()), "channels")
                .fact(SignalWords.seconds(recording.durationSeconds()), "duration")
                .fact(SignalWords.number(recording.samplingRateHz()) + " Hz", "sampling rate");
    }

    /** @param page the name of a page to scroll through the signals, beside this one */
    public void signals(String page) {
        report.part("Signals").link(page, "Scroll through the signals");
    }

    /**
     * @param raw the recording before
     * @param summary what was done: {@code steps}, {@code detected_bad_channels}, {@code interpolated_channels}
     * @throws IOException if samples cannot be read
     */
    public void cleaned(Recording raw, Map<String, Object> summary) throws IOException {
        List<?> detected = (List<?>) summary.get("detected_bad_channels");
        List<?> given = (List<?>) summary.get("given_bad_channels");
        report.fact(String.valueOf(detected.size() + given.size()), "bad channels");
        report.part("Cleaning");
        List<?> steps = (List<?>) summary.get("steps");
        for (Object step : steps) {
            report.method(sentence(step.toString()));
        }
        if (steps.isEmpty()) {
            report.words("Nothing was asked for: the samples are as they were recorded.");
        }
        List<List<String>> rows = new ArrayList<>();
        given.forEach(
                name -> rows.add(List.of(name.toString(), "given with the data", after(name, summary))));
        for (Object entry : detected) {
            Map<?, ?> found = (Map<?, ?>) entry;
            String name = String.valueOf(found.get("name"));
            rows.add(List.of(name, String.valueOf(found.get("reason")), after(name, summary)));
        }
        if (!rows.isEmpty()) {
            report.table(List.of("Bad channel", "Why", "Afterwards"), rows);
        }
        SpectrumCharts.Measured before = SpectrumCharts.measure(raw, Progress.NONE);
        SpectrumCharts.Measured after = SpectrumCharts.measure(recording, Progress.NONE);
        for (ChannelType type : after.types()) {
            report.figure(SpectrumCharts.compare(type, before, after),
                    "Power spectrum before and after cleaning: the median over channels, with the range from the"
                            + " tenth to the ninetieth percentile.");
        }
    }

    private static String after(Object name, Map<String, Object> summary) {
        return ((List<?>) summary.get("interpolated_channels")).contains(name.toString())
                ? "interpolated"
                : "left out";
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /**
     * @param epochs the epochs
     * @param summary {@code counts} by event and reasons of those {@code dropped}
     * @throws IOException if samples cannot be read
     */
    public void epochs(Epochs epochs, Map<String, Object> summary) throws IOException {
        report.fact(epochs.trialCount() + " of " + summary.get("events"), "events gave an epoch");
        report.part("Epochs");
        List<List<String>> rows = new ArrayList<>();
        ((Map<?, ?>) summary.get("counts")).forEach((label, entry) -> rows.add(List.of(label.toString(),
                String.valueOf(((Map<?, ?>) entry).get("events")),
                String.valueOf(((Map<?, ?>) entry).get("epochs")))));
        report.table(List.of("Event", "Found", "Kept"), rows);
        List<List<String>> dropped = new ArrayList<>();
        ((Map<?, ?>) summary.get("dropped"))
                .forEach((reason, count) -> dropped.add(List.of(reason.toString(), count.toString())));
        if (!dropped.isEmpty()) {
            report.table(List.of("Dropped because of", "Epochs"), dropped);
        }
        report.part("Evoked responses");
        Set<ChannelType> types = new LinkedHashSet<>();
        IntStream.of(epochs.channelsThat(c -> c.type().isBrain() && !c.bad()))
                .forEach(i -> types.add(epochs.channels().get(i).type()));
        for (ChannelType type : types) {
            report.figure(evoked(epochs, type),
                    "Spread over channels of the average of each kind of event (global field power), at times"
                            + " relative to the event.");
        }
    }

    private static String evoked(Epochs epochs, ChannelType type) throws IOException {
        int[] channels = epochs.channelsThat(c -> c.type() == type && !c.bad());
        SignalUnits units = SignalUnits.of(epochs.channels().get(channels[0]));
        LineChart chart = new LineChart("Global field power, " + SignalUnits.words(type), "time (s)",
                "field power (" + units.name() + ")").mark(0, "event");
        List<String> labels = epochs.trials().stream().map(trial -> trial.label()).distinct().sorted()
                .limit(MOST_CURVES).toList();
        for (String label : labels) {
            int[] which = IntStream.range(0, epochs.trialCount())
                    .filter(i -> epochs.trials().get(i).label().equals(label)).toArray();
            Evoked mean = EvokedAverage.mean(epochs.selectTrials(which));
            chart.curve(label, epochs.times(), units.of(EvokedAverage.globalFieldPower(mean, channels)));
        }
        return chart.svg();
    }

    /**
     * @param page the HTML file
     * @param provenance where it comes from
     * @throws IOException if writing fails
     */
    public void write(Path page, Provenance provenance) throws IOException {
        report.write(page, provenance);
    }
}
