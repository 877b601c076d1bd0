package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Types;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** Epochs ({@code -epo.fif}). */
public final class FifEpochs {
    /** Why an event that this file says nothing about gave no trial in it. */
    private static final List<String> IGNORED = List.of("IGNORED");

    private final Epochs epochs;
    private final FifWriteOptions options;
    private final Progress progress;
    private final List<List<String>> dropLog = new ArrayList<>();
    private final int[] selection;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> begins = new ArrayList<>();

    private FifEpochs(Epochs epochs, FifWriteOptions options, Progress progress) {
        this.epochs = epochs;
        this.options = options;
        this.progress = progress;
        selection = new int[epochs.trialCount()];
        Map<Integer, List<String>> dropped = new HashMap<>();
        int events = 0;
        for (Epochs.Dropped event : epochs.dropped()) {
            dropped.put(event.event(), event.reasons().isEmpty() ? IGNORED : event.reasons());
            events = Math.max(events, event.event() + 1);
        }
        int trial = 0;
        for (int event = 0; event < events || trial < selection.length; event++) {
            if (!dropped.containsKey(event) && trial < selection.length) {
                selection[trial++] = event;
                dropLog.add(List.of());
            } else {
                dropLog.add(dropped.getOrDefault(event, IGNORED));
            }
        }
    }

    /**
     * @param file a FIFF file of epochs, the first of several when they are split
     * @param options what to do where the file leaves room
     * @param notices told what is odd
     * @return its epochs; trials are read when they are asked for
     * @throws org.engram.core.UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static Epochs read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return EpochsReader.read(file, options, notices);
    }

    /**
     * @param epochs what to write, at least one trial
     * @param file the file to make or replace; its name should end in {@code -epo.fif}; those after it are named as
     *     {@link FifRawWriter} does
     * @param options how; 16-bit integers are not possible
     * @param progress told how far it is
     * @throws IOException if reading or writing fails
     */
    public static void write(Epochs epochs, Path file, FifWriteOptions options, Progress progress)
            throws IOException {
        if (options.samples() == FifWriteOptions.Samples.INT16 || epochs.trialCount() == 0) {
            throw new EngramException(file + ": " + epochs.trialCount() + " epochs as " + options.samples()
                    + " cannot be written: give at least one, and FLOAT32 or FLOAT64");
        }
        FifEpochs writer = new FifEpochs(epochs, options, progress);
        writer.plan(file);
        try (Progress.Task task = progress.begin("writing " + file.getFileName(), epochs.trialCount())) {
            writer.write(0, task);
        }
    }

    private long trialBytes() {
        return (long) epochs.channelCount() * epochs.timeCount() * options.samples().bytes();
    }

    private int end(int part) {
        return part + 1 < begins.size() ? begins.get(part + 1) : epochs.trialCount();
    }

    /** As many trials into each file as fit; a header of all trials bounds that of some. */
    private void plan(Path file) throws IOException {
        files.add(file);
        begins.add(0);
        Path next = file.resolveSibling(NextFile.following(file.getFileName().toString()));
        long around = FifOutput.measure(out -> {
            before(out, 0, epochs.trialCount());
            after(out, 0, epochs.trialCount(), next.resolveSibling(next.getFileName() + "----"), 1);
        }) + 20L * dropLog.size(); // trials of other files are logged as ignored
        long fit = (options.largestFileBytes() - around) / trialBytes();
        if (fit < 1) {
            throw new EngramException(file + ": not one trial of " + trialBytes() + " bytes fits a file of "
                    + options.largestFileBytes() + " bytes beside its info: allow larger files");
        }
        for (long begin = fit; begin < epochs.trialCount(); begin += fit) {
            Path last = files.get(files.size() - 1);
            files.add(last.resolveSibling(NextFile.following(last.getFileName().toString())));
            begins.add((int) begin);
        }
    }

    private void write(int part, Progress.Task task) throws IOException {
        int from = begins.get(part);
        int to = end(part);
        FifOutput.write(files.get(part), out -> {
            before(out, from, to);
            boolean single = options.samples() == FifWriteOptions.Samples.FLOAT32;
            out.header(Kinds.EPOCH, Types.DENSE | options.samples().type(),
                    Math.toIntExact((to - from) * trialBytes() + 16));
            ByteBuffer row = ByteBuffer.allocate(epochs.timeCount() * options.samples().bytes());
            for (int trial = from; trial < to; trial++) {
                for (double[] channel : epochs.read(trial)) {
                    row.clear();
                    for (double value : channel) {
                        if (single) {
                            row.putFloat((float) value);
                        } else {
                            row.putDouble(value);
                        }
                    }
                    out.append(row.array(), row.position());
                }
                task.advance(1);
            }
            out.sizes(to - from, epochs.channelCount(), epochs.timeCount());
            boolean more = part + 1 < files.size();
            if (more) {
                write(part + 1, task);
            }
            after(out, from, to, more ? files.get(part + 1) : null, part + 1);
        });
    }

    private void before(FifOutput out, int from, int to) throws IOException {
        out.begin(Blocks.MEASUREMENT);
        InfoWriter.of(epochs.channels(), epochs.samplingRateHz()).projectors(epochs.projectors())
                .band(epochs.band()).write(out);
        out.begin(Blocks.PROCESSED_DATA);
        out.begin(Blocks.EPOCHS);
        Map<String, Integer> names = new LinkedHashMap<>();
        epochs.trials().forEach(trial -> names.putIfAbsent(trial.label(), trial.code()));
        List<TriggerEvent> events = new ArrayList<>();
        for (Trial trial : epochs.trials().subList(from, to)) {
            events.add(new TriggerEvent(trial.sample(), 0, trial.code()));
        }
        FifEvents.write(out, events, names);
        if (epochs.table().isPresent()) {
            out.begin(Blocks.METADATA);
            out.text(Kinds.COMMENT, AnnotationBlock.json(rows(epochs.table().get(), from, to)));
            out.end(Blocks.METADATA);
        }
        out.integers(Kinds.FIRST_SAMPLE, epochs.firstTime());
        out.integers(Kinds.LAST_SAMPLE, epochs.firstTime() + epochs.timeCount() - 1);
        out.floats(Kinds.RAW_SAMPLING_RATE, epochs.samplingRateHz());
        if (epochs.baseline().isPresent()) {
            out.floats(Kinds.BASELINE_BEGIN, epochs.baseline().get().startSeconds());
            out.floats(Kinds.BASELINE_END, epochs.baseline().get().endSeconds());
        }
    }

    private void after(FifOutput out, int from, int to, Path next, int number) throws IOException {
        int[] here = Arrays.copyOfRange(selection, from, to);
        List<List<String>> log = new ArrayList<>(dropLog);
        for (int trial = 0; trial < selection.length; trial++) {
            if (trial < from || trial >= to) {
                log.set(selection[trial], IGNORED);
            }
        }
        out.text(Kinds.DROP_LOG, AnnotationBlock.json(log));
        out.integers(Kinds.SELECTION, here);
        if (next != null) {
            FifRawWriter.reference(out, NextFile.NEXT, next, number);
        }
        out.end(Blocks.EPOCHS);
        out.end(Blocks.PROCESSED_DATA);
        out.end(Blocks.MEASUREMENT);
    }

    private static List<Map<String, Object>> rows(Table table, int from, int to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = from; row < to; row++) {
            Map<String, Object> cells = new LinkedHashMap<>();
            for (String name : table.columnNames()) {
                Column column = table.column(name);
                cells.put(name,
                        column.isNumeric() ? number(table.numbers(name)[row]) : table.text(name).get(row));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static Object number(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }
}
