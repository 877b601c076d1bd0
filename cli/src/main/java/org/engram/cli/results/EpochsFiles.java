package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.preprocessing.electrophysiology.events.Events;

/**
 * What cutting epochs leaves: the epochs, a table of the trials, why events were dropped, peaks of the averages, and a
 * report. In a folder they have names of their own; beside a file they are named after it.
 */
public final class EpochsFiles {
    /** Epochs that take less are held in memory while they are looked at. */
    private static final long HELD_BYTES = 256L << 20;

    private final Path target;
    private final List<String> peakChannels;
    private final Map<String, String> columns;
    private final long seed;
    private final List<String> words = new ArrayList<>();

    /**
     * Epochs and how they came about.
     *
     * @param recording the file they were cut from
     * @param epochs those that are kept
     * @param events what was looked at; empty for windows without events
     * @param steps what was done, in words
     */
    public record Made(Path recording, Epochs epochs, Optional<Events> events, List<String> steps) {}

    /**
     * @param target a name that ends in .npz or .fif, or a folder
     * @param peakChannels channels to show; empty for those with the largest peaks
     * @param columns further columns of the table of trials, one value each
     * @param seed of the bootstrap of confidence bands
     */
    public EpochsFiles(Path target, List<String> peakChannels, Map<String, String> columns, long seed) {
        this.target = target;
        this.peakChannels = List.copyOf(peakChannels);
        this.columns = columns;
        this.seed = seed;
        String name = target.getFileName().toString();
        if (!EpochsFile.isWritable(target) && !Files.isDirectory(target) && name.lastIndexOf('.') > 0) {
            throw new EngramException(
                    target + ": epochs are written as .npz, as -epo.fif, or into a folder: give such a name");
        }
        if (isFolder()) {
            ResultFolder.requireWritable(target);
        }
    }

    private boolean isFolder() { return !EpochsFile.isWritable(target); }

    /** @return where the epochs go */
    public Path epochs() {
        return isFolder() ? target.resolve("epochs.npz") : target;
    }

    private Path file(String name) {
        return isFolder() ? target.resolve(name) : CleaningFiles.beside(target, "_" + name);
    }

    /**
     * @param made the epochs
     * @param report whether to write a report
     * @param progress told how far it is
     * @param record of this run
     * @param notices what a person should know
     * @return the result, for a program to read
     * @throws IOException if reading or writing fails
     */
    public Map<String, Object> write(Made made, boolean report, Progress progress, RunRecord record,
            List<Notice> notices) throws IOException {
        Epochs epochs = held(made.epochs());
        for (String name : peakChannels) {
            List<String> names = epochs.channels().stream().map(channel -> channel.name()).toList();
            if (!names.contains(name)) {
                throw new EngramException(
                        "--peak-channels names \"" + name + "\", which is no channel of the epochs; "
                                + ClosestName.hint(name, names));
            }
        }
        if (isFolder()) {
            Files.createDirectories(target);
        }
        EvokedPeaks peaks = new EvokedPeaks(epochs, peakChannels);
        EpochsFile.write(epochs, epochs(), progress);
        TableFile.write(file("trials.csv"), trials(made, epochs));
        JsonFile.write(file("drop_log.json"), dropLog(made, epochs));
        peaks.write(file("peaks.csv"));
        Provenance provenance = record.finish(notices);
        if (report) {
            new EpochsPage(made, epochs, peaks, reasons(epochs), notices, seed).write(file("report.html"),
                    peakChannels, provenance);
        }
        Map<String, Object> fields = fields(made, epochs, peaks);
        provenance.writeBeside(epochs(), fields);
        describe(epochs, peaks, report);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("out", epochs().toString());
        result.putAll(fields);
        result.put("trials_file", file("trials.csv").toString());
        result.put("drop_log", file("drop_log.json").toString());
        result.put("peaks_file", file("peaks.csv").toString());
        if (report) {
            result.put("report", file("report.html").toString());
        }
        return result;
    }

    private static Epochs held(Epochs epochs) throws IOException {
        long bytes = 8L * epochs.trialCount() * epochs.channelCount() * epochs.timeCount();
        return bytes <= Math.min(HELD_BYTES, Runtime.getRuntime().maxMemory() / 4) ? epochs.load() : epochs;
    }

    private Table trials(Made made, Epochs epochs) {
        Map<Long, Integer> places = new HashMap<>();
        List<TriggerEvent> events = made.events().map(Events::list).orElse(List.of());
        for (int event = 0; event < events.size(); event++) {
            places.putIfAbsent(events.get(event).sample(), event);
        }
        List<Trial> kept = epochs.trials();
        List<Column> all = new ArrayList<>();
        all.add(Column.ofNumbers("epoch", numbers(kept.size(), i -> i)));
        all.add(Column.ofNumbers("number",
                numbers(kept.size(), i -> places.getOrDefault(kept.get(i).sample(), i))));
        all.add(Column.ofNumbers("sample", numbers(kept.size(), i -> kept.get(i).sample())));
        all.add(Column.ofNumbers("code", numbers(kept.size(), i -> kept.get(i).code())));
        all.add(Column.ofText("event", kept.stream().map(Trial::label).toList()));
        Table table = Table.of(file("trials.csv").getFileName().toString(), all);
        if (epochs.table().isPresent()) {
            for (String name : epochs.table().get().columnNames()) {
                table = table.has(name) ? table : table.with(epochs.table().get().column(name));
            }
        }
        for (Map.Entry<String, String> column : columns.entrySet()) {
            table = table.with(Column.ofText(column.getKey(),
                    Collections.nCopies(kept.size(), column.getValue())));
        }
        return table;
    }

    private static double[] numbers(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    private static Map<String, Object> dropLog(Made made, Epochs epochs) {
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("events", epochs.trialCount() + epochs.dropped().size());
        log.put("kept", epochs.trialCount());
        log.put("reasons", reasons(epochs));
        List<Object> dropped = new ArrayList<>();
        for (Epochs.Dropped one : epochs.dropped()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("number", one.event());
            made.events().filter(events -> one.event() < events.count()).ifPresent(events -> {
                entry.put("sample", events.list().get(one.event()).sample());
                entry.put("event", events.name(events.list().get(one.event()).code()));
            });
            entry.put("reasons", one.reasons());
            dropped.add(entry);
        }
        log.put("dropped", dropped);
        return log;
    }

    /** How many events each reason dropped, the most frequent first. */
    private static Map<String, Integer> reasons(Epochs epochs) {
        Map<String, Integer> counts = new TreeMap<>();
        epochs.dropped()
                .forEach(dropped -> dropped.reasons()
                        .forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        Map<String, Integer> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static Map<String, Object> fields(Made made, Epochs epochs, EvokedPeaks peaks) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Description", String.join("; ", made.steps()));
        fields.put("epochs", epochs.trialCount());
        fields.put("dropped", epochs.dropped().size());
        fields.put("drop_reasons", reasons(epochs));
        Map<String, Object> counts = new LinkedHashMap<>();
        peaks.averages().forEach((label, evoked) -> counts.put(label, evoked.trialCount()));
        fields.put("conditions", counts);
        fields.put("channels", epochs.channels().stream().map(channel -> channel.name()).toList());
        fields.put("sfreq", epochs.samplingRateHz());
        fields.put("tmin", epochs.firstTimeSeconds());
        fields.put("times", epochs.timeCount());
        fields.put("peaks", peaks.shown().stream().map(EvokedPeaks.Peak::fields).toList());
        return fields;
    }

    private void describe(Epochs epochs, EvokedPeaks peaks, boolean report) {
        List<String> counts = new ArrayList<>();
        peaks.averages().forEach((label, evoked) -> counts.add(label + " " + evoked.trialCount()));
        words.add(String.format(Locale.ROOT, "%s: %d of %d epochs kept (%s), %d channels, %d times at %s Hz",
                epochs(),
                epochs.trialCount(), epochs.trialCount() + epochs.dropped().size(), ClosestName.list(counts),
                epochs.channelCount(), epochs.timeCount(), SignalWords.number(epochs.samplingRateHz())));
        reasons(epochs).forEach((reason, count) -> words.add("dropped: " + count + " by " + reason));
        peaks.shown().stream().limit(40).forEach(peak -> words.add("peak: " + peak.words()));
        if (report) {
            words.add("report: " + file("report.html"));
        }
    }

    /** @return the result in lines, after it was written */
    public List<String> describe() {
        return words;
    }
}
