package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.cli.report.LineChart;
import org.engram.cli.report.SignalReport;
import org.engram.cli.report.TimeMatrixChart;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.preprocessing.electrophysiology.epoching.ConfidenceBand;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage;

/** The report of epochs: how many were kept, their averages over time and over the scalp, and each epoch as a line. */
final class EpochsPage {
    private static final int MOST_CONDITIONS = 8;
    private static final int MOST_SHOWN = 4;
    private static final int MOST_ROWS = 400;
    private static final int MOST_TOPOGRAPHIES = 5;
    private static final double APART_SECONDS = 0.05;

    private final EpochsFiles.Made made;
    private final Epochs epochs;
    private final EvokedPeaks peaks;
    private final Map<String, Integer> reasons;
    private final long seed;
    private final double[] times;
    private final SignalReport report;

    EpochsPage(EpochsFiles.Made made, Epochs epochs, EvokedPeaks peaks, Map<String, Integer> reasons,
            List<Notice> notices, long seed) {
        this.made = made;
        this.epochs = epochs;
        this.peaks = peaks;
        this.reasons = reasons;
        this.seed = seed;
        times = epochs.times();
        report = new SignalReport("Epochs report", made.recording().getFileName().toString(),
                String.join("; ", made.steps())).notices(notices);
    }

    void write(Path page, List<String> wanted, Provenance provenance) throws IOException {
        report.fact(String.valueOf(epochs.trialCount()), "epochs kept")
                .fact(String.valueOf(epochs.dropped().size()), "events dropped")
                .fact(String.valueOf(epochs.channelCount()), "channels")
                .fact(SignalWords.number(times[0]) + " to " + SignalWords.number(times[times.length - 1])
                        + " s", "time")
                .fact(SignalWords.number(epochs.samplingRateHz()) + " Hz", "sampling rate");
        kept();
        Evoked mean = EvokedAverage.mean(epochs);
        Set<ChannelType> types = new LinkedHashSet<>();
        epochs.channels().stream().map(Channel::type).forEach(types::add);
        List<Integer> shown = shown(mean, types, wanted);
        evoked(shown);
        for (ChannelType type : types) {
            butterfly(mean, type);
        }
        for (ChannelType type : types) {
            topographies(mean, type);
        }
        image(shown.get(0));
        methods();
        report.write(page, provenance);
    }

    private void kept() {
        report.part("Epochs kept and dropped");
        List<List<String>> rows = new ArrayList<>();
        peaks.averages()
                .forEach((label, evoked) -> rows.add(List.of(label, String.valueOf(evoked.trialCount()))));
        report.table(List.of("kind", "epochs kept"), rows);
        if (reasons.isEmpty()) {
            report.words("No event was dropped.");
        } else {
            report.table(List.of("why events were dropped", "events"), reasons.entrySet().stream().limit(60)
                    .map(entry -> List.of(entry.getKey(), String.valueOf(entry.getValue()))).toList());
        }
    }

    /** Channels that were asked for, or the channel of each type whose average goes farthest. */
    private List<Integer> shown(Evoked mean, Set<ChannelType> types, List<String> wanted) {
        List<Channel> channels = epochs.channels();
        if (!wanted.isEmpty()) {
            return IntStream.range(0, channels.size()).filter(i -> wanted.contains(channels.get(i).name()))
                    .limit(MOST_SHOWN).boxed().toList();
        }
        List<Integer> shown = new ArrayList<>();
        Epochs.TimeWindow all = new Epochs.TimeWindow(times[0], times[times.length - 1]);
        for (ChannelType type : types) {
            Channel farthest = EvokedAverage.peak(mean, EvokedAverage.Polarity.EITHER, all,
                    epochs.channelsThat(channel -> channel.type() == type)).channel();
            shown.add(channels.indexOf(farthest));
        }
        return shown;
    }

    private List<String> conditions() {
        return peaks.averages().entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().trialCount()))
                .limit(MOST_CONDITIONS).map(Map.Entry::getKey).toList();
    }

    private void evoked(List<Integer> shown) throws IOException {
        report.part("Evoked responses");
        int[] channels = shown.stream().mapToInt(Integer::intValue).toArray();
        LineChart[] charts = new LineChart[channels.length];
        for (int c = 0; c < channels.length; c++) {
            Channel channel = epochs.channels().get(channels[c]);
            charts[c] = overTime("Average at " + channel.name(), SignalUnits.of(channel).name());
        }
        for (String condition : conditions()) {
            Evoked evoked = peaks.averages().get(condition);
            Optional<ConfidenceBand> band = band(condition, evoked, channels);
            for (int c = 0; c < channels.length; c++) {
                SignalUnits units = SignalUnits.of(epochs.channels().get(channels[c]));
                double[] line = units.of(evoked.samples()[channels[c]]);
                int row = c;
                charts[c].curve(condition, times, line,
                        band.map(known -> units.of(known.lower()[row])).orElse(null),
                        band.map(known -> units.of(known.upper()[row])).orElse(null));
            }
        }
        for (LineChart chart : charts) {
            report.figure(chart.svg(),
                    "Mean over trials; the band is the 95% bootstrap interval at each time."
                            + (peaks.averages().size() > MOST_CONDITIONS
                                    ? " The " + MOST_CONDITIONS + " kinds with the most trials of "
                                            + peaks.averages().size() + " are shown."
                                    : ""));
        }
        if (!peaks.shown().isEmpty()) {
            report.table(List.of("kind", "channel", "polarity", "amplitude", "latency"),
                    peaks.shown().stream().limit(60).map(EpochsPage::row).toList());
        }
    }

    private static List<String> row(EvokedPeaks.Peak peak) {
        SignalUnits units = SignalUnits.of(peak.channel());
        return List.of(peak.condition(), peak.channel().name(),
                peak.polarity().name().toLowerCase(Locale.ROOT),
                String.format(Locale.ROOT, "%.3g %s", units.factor() * peak.amplitude(), units.name()),
                String.format(Locale.ROOT, "%.3f s", peak.latencySeconds()));
    }

    private Optional<ConfidenceBand> band(String condition, Evoked evoked, int[] channels)
            throws IOException {
        if (evoked.trialCount() < 2) {
            return Optional.empty();
        }
        int[] trials = IntStream.range(0, epochs.trialCount())
                .filter(i -> epochs.trials().get(i).label().equals(condition)).toArray();
        return Optional.of(ConfidenceBand.of(epochs.selectTrials(trials), channels,
                new ConfidenceBand.Options(0.95, 2000, seed)));
    }

    private LineChart overTime(String title, String unit) {
        LineChart chart = new LineChart(title, "time (s)", unit);
        return times[0] < 0 && times[times.length - 1] > 0 ? chart.mark(0, "event") : chart;
    }

    private void butterfly(Evoked mean, ChannelType type) {
        int[] which = epochs.channelsThat(channel -> channel.type() == type);
        if (which.length < 2) {
            return;
        }
        SignalUnits units = SignalUnits.of(epochs.channels().get(which[0]));
        report.part("All channels: " + SignalUnits.words(type));
        LineChart all = overTime("Average of all epochs, each channel", units.name());
        for (int channel : which) {
            all.curve(epochs.channels().get(channel).name(), times, units.of(mean.samples()[channel]));
        }
        report.figure(all.svg(), "One line for each channel; rest the pointer on a line for its name.");
        LineChart power = overTime(fieldName(type), units.name());
        for (String condition : conditions()) {
            power.curve(condition, times, units.of(field(peaks.averages().get(condition), type, which)));
        }
        report.figure(power.svg(), type == ChannelType.EEG
                ? "Standard deviation over electrodes at each time."
                : "Root mean square over channels at each time.");
    }

    private static String fieldName(ChannelType type) {
        return type == ChannelType.EEG ? "Global field power" : "Root mean square over channels";
    }

    private static double[] field(Evoked evoked, ChannelType type, int[] which) {
        return type == ChannelType.EEG
                ? EvokedAverage.globalFieldPower(evoked, which)
                : EvokedAverage.rootMeanSquare(evoked, which);
    }

    private void topographies(Evoked mean, ChannelType type) {
        Topography.of(epochs.channels(), type).ifPresent(map -> {
            int[] which = epochs.channelsThat(channel -> channel.type() == type);
            int[] at = maxima(field(mean, type, which));
            SignalUnits units = SignalUnits.of(epochs.channels().get(which[0]));
            report.part("Topographies at peaks: " + SignalUnits.words(type));
            report.figure(map.svg(IntStream.of(at).mapToObj(this::moment).toList(), IntStream.of(at)
                    .mapToObj(t -> map.of(column(mean, t))).toArray(double[][]::new),
                    epochs.channels().get(which[0]).unit().symbol()),
                    "Average of all epochs where the field is strongest, in order of time.");
            List<String> conditions = conditions();
            if (conditions.size() > 1) {
                int strongest = strongest(field(mean, type, which), at);
                report.figure(map.svg(conditions, conditions.stream()
                        .map(condition -> map.of(column(peaks.averages().get(condition), strongest)))
                        .toArray(double[][]::new), epochs.channels().get(which[0]).unit().symbol()),
                        "Each kind of trials at " + moment(strongest) + ", on one scale (" + units.name()
                                + ").");
            }
        });
    }

    private static int strongest(double[] field, int[] at) {
        return IntStream.of(at).boxed().max(Comparator.comparingDouble(t -> field[t])).orElse(0);
    }

    private String moment(int time) {
        return String.format(Locale.ROOT, "%.0f ms", 1000 * times[time]);
    }

    private static double[] column(Evoked evoked, int time) {
        return Arrays.stream(evoked.samples()).mapToDouble(row -> row[time]).toArray();
    }

    /** The highest maxima after the event that are well apart, in order of time. */
    private int[] maxima(double[] field) {
        List<Integer> order = IntStream.range(0, field.length)
                .filter(t -> times[t] > 0 || times[field.length - 1] <= 0)
                .filter(t -> (t == 0 || field[t] >= field[t - 1])
                        && (t == field.length - 1 || field[t] > field[t + 1]))
                .boxed().sorted(Comparator.comparingDouble(t -> -field[t])).toList();
        List<Integer> taken = new ArrayList<>();
        for (int t : order) {
            if (taken.size() < MOST_TOPOGRAPHIES
                    && taken.stream().allMatch(other -> Math.abs(times[other] - times[t]) >= APART_SECONDS)) {
                taken.add(t);
            }
        }
        if (taken.isEmpty()) {
            taken.add(field.length / 2);
        }
        return taken.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** Single trials as lines of colour, in the order they were recorded; several share a line when there are many. */
    private void image(int channel) throws IOException {
        int rows = Math.min(MOST_ROWS, epochs.trialCount());
        if (rows < 2 || times.length < 2) {
            return;
        }
        SignalUnits units = SignalUnits.of(epochs.channels().get(channel));
        double[][] values = new double[rows][times.length];
        int[] counts = new int[rows];
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            int row = (int) ((long) trial * rows / epochs.trialCount());
            double[] samples = epochs.read(trial, new int[] {channel})[0];
            counts[row]++;
            for (int t = 0; t < samples.length; t++) {
                values[row][t] += units.factor() * samples[t];
            }
        }
        double[] sizes = new double[rows * times.length];
        for (int row = 0; row < rows; row++) {
            for (int t = 0; t < times.length; t++) {
                values[row][t] /= counts[row];
                sizes[row * times.length + t] = Math.abs(values[row][t]);
            }
        }
        Arrays.sort(sizes);
        // A few artefacts would take all the colours.
        double limit = sizes[(int) (0.99 * (sizes.length - 1))];
        for (double[] row : values) {
            Arrays.setAll(row, t -> Math.max(-limit, Math.min(limit, row[t])));
        }
        double[] places = IntStream.range(0, rows)
                .mapToDouble(row -> (double) row * epochs.trialCount() / rows)
                .toArray();
        String name = epochs.channels().get(channel).name();
        report.part("Every epoch").figure(
                new TimeMatrixChart("Epochs at " + name + " (" + units.name() + ")", places, "epoch", times,
                        "time (s)").svg(values, 0, null),
                "One line for each epoch at " + name
                        + ", in the order they were recorded, the first at the bottom; the strongest hundredth of samples is cut off.");
    }

    private void methods() {
        report.method("Epochs were made with Engram: " + String.join("; ", made.steps()) + ".");
        report.method(
                "Confidence bands are percentile bootstraps over trials (2000 samples), at each time by itself.");
        boolean repaired = made.steps().stream().anyMatch(step -> step.startsWith("autoreject"));
        if (repaired) {
            report.reference(
                    "M. Jas, D. A. Engemann, Y. Bekhti, F. Raimondo, A. Gramfort: Autoreject: automated artifact"
                            + " rejection for MEG and EEG data. NeuroImage 159 (2017)",
                    "10.1016/j.neuroimage.2017.06.030");
        }
    }
}
