package org.engram.io.recording.fif;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.Elements;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** Reads epochs of one or several files. */
final class EpochsReader {
    private static final int MOST_PARTS = 1000;

    private EpochsReader() {}

    /** One file: the samples of its trials, trial x channel x time. */
    private record Part(FifFile file, Block block, MeasurementInfo info, Tag samples, int firstTime,
            int times,
            List<Trial> trials, double[] scales) {}

    static Epochs read(Path path, ReadOptions options, Consumer<Notice> notices) throws IOException {
        List<Part> parts = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        Optional<Path> next = Optional.of(path);
        while (next.isPresent()) {
            FifFile file = FifFile.open(next.get(), options.lenient(), notices);
            if (!seen.add(next.get().toRealPath()) || parts.size() > MOST_PARTS) {
                throw new FormatException(next.get(),
                        "is named as the part after itself: the files are damaged");
            }
            parts.add(part(file, options, notices));
            next = NextFile.after(file, options.lenient(), notices);
        }
        return join(parts);
    }

    private static Epochs join(List<Part> parts) throws IOException {
        Part first = parts.get(0);
        List<Trial> trials = new ArrayList<>();
        List<JsonNode> metadata = new ArrayList<>();
        List<Part> places = new ArrayList<>();
        List<Integer> within = new ArrayList<>();
        for (Part part : parts) {
            if (part.times != first.times || part.firstTime != first.firstTime
                    || part.info.table().size() != first.info.table().size()) {
                throw new FormatException(part.file.path(), "has epochs of another size than "
                        + first.file.path().getFileName() + ", which says it goes on there");
            }
            for (int i = 0; i < part.trials.size(); i++) {
                places.add(part);
                within.add(i);
            }
            trials.addAll(part.trials);
            Optional<Tag> rows = part.file.root().block(Blocks.METADATA)
                    .flatMap(block -> block.find(Kinds.COMMENT));
            if (rows.isPresent()) {
                AnnotationBlock.parse(part.file, rows.get()).forEach(metadata::add);
            }
        }
        Epochs.Builder epochs = Epochs
                .builder(first.info.channels(), first.info.samplingRateHz(), first.firstTime, first.times)
                .trials(trials,
                        (trial, which, into) -> read(places.get(trial), within.get(trial), which, into))
                .projectors(first.info.projectors()).band(first.info.band()).dropped(dropped(parts));
        baseline(first).ifPresent(epochs::baseline);
        if (!metadata.isEmpty()) {
            if (metadata.size() != trials.size()) {
                throw new FormatException(first.file.path(), "the table of trials has " + metadata.size()
                        + " rows for " + trials.size() + " trials: the file is damaged");
            }
            epochs.table(table(first.file, metadata));
        }
        return epochs.build();
    }

    private static Part part(FifFile file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        Block block = file.root().block(Blocks.EPOCHS).or(() -> file.root().block(Blocks.OLD_EPOCHS))
                .orElseThrow(() -> FifContents.missing(file, "epochs"));
        MeasurementInfo info = InfoReader.read(file, notices);
        int first = file.integer(file.need(block, Kinds.FIRST_SAMPLE, "the first time of epochs"));
        int last = file.integer(file.need(block, Kinds.LAST_SAMPLE, "the last time of epochs"));
        Tag samples = file.need(block, Kinds.EPOCH, "samples of epochs");
        List<Trial> trials = new ArrayList<>();
        Block events = file.root().block(Blocks.EVENTS)
                .orElseThrow(() -> new FormatException(file.path(), "its epochs have no events"));
        Map<Integer, String> labels = new LinkedHashMap<>();
        FifEvents.names(file, events).forEach((label, code) -> labels.putIfAbsent(code, label));
        for (TriggerEvent event : FifEvents.events(file, events)) {
            trials.add(new Trial(event.sample(), event.code(),
                    labels.getOrDefault(event.code(), Integer.toString(event.code()))));
        }
        checkSize(file, samples, trials.size(), info.table().size(), (long) last - first + 1);
        return new Part(file, block, info, samples, first, last - first + 1, trials,
                info.table().averageScales(options));
    }

    private static void checkSize(FifFile file, Tag samples, int trials, int channels, long times)
            throws IOException {
        int type = Types.element(samples.type());
        if (Types.isComplex(type)) {
            throw new UnsupportedFeatureException(file.path()
                    + ": its epochs are complex numbers: save the real part or power");
        }
        if (type != Types.FLOAT32 && type != Types.FLOAT64) {
            throw file.damaged(samples, "epochs have type " + type + ", expected 4 (float32) or 5 (float64)");
        }
        int[] shape = trials == 0 ? new int[] {0, channels, 0} : file.shape(samples);
        long found = shape.length == 3 ? shape[0] * (long) shape[1] * shape[2] : -1;
        if (times < 1 || trials > 0 && (found < 0 || shape[0] != trials || shape[1] != channels
                || shape[2] != times)) {
            throw file.damaged(samples, "samples of epochs are " + Arrays.toString(shape) + ", expected "
                    + trials + " trials x " + channels + " channels x " + times + " times");
        }
    }

    private static void read(Part part, int trial, int[] which, double[][] into) throws IOException {
        int type = Types.element(part.samples.type());
        int row = part.times * Types.bytes(type);
        ByteBuffer bytes = ByteBuffer.allocate(row);
        long start = (long) trial * part.scales.length * row;
        try (FifFile.Reading reading = part.file.reading()) {
            for (int i = 0; i < which.length; i++) {
                bytes.clear();
                reading.read(part.samples, start + (long) which[i] * row, bytes);
                Elements.column(type, bytes, 0, Types.bytes(type), part.scales[which[i]], 0, into[i], 0,
                        part.times);
            }
        }
    }

    private static Optional<Epochs.TimeWindow> baseline(Part part) throws IOException {
        Optional<Tag> begin = part.block.find(Kinds.BASELINE_BEGIN)
                .or(() -> part.block.find(Kinds.OLD_BASELINE_BEGIN));
        Optional<Tag> end = part.block.find(Kinds.BASELINE_END)
                .or(() -> part.block.find(Kinds.OLD_BASELINE_END));
        if (begin.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        double from = part.file.number(begin.get());
        double to = part.file.number(end.get());
        if (!(from <= to)) {
            throw part.file.damaged(begin.get(), "the baseline lasts from " + from + " to " + to + " s");
        }
        return Optional.of(new Epochs.TimeWindow(from, to));
    }

    /** Events without trial. Each part of split epochs lists the trials of the others as ignored. */
    private static List<Epochs.Dropped> dropped(List<Part> parts) throws IOException {
        Map<Integer, List<String>> reasons = new TreeMap<>();
        Set<Integer> kept = new HashSet<>();
        for (Part part : parts) {
            Optional<Tag> tag = part.block.find(Kinds.DROP_LOG);
            if (tag.isEmpty()) {
                continue;
            }
            JsonNode log = AnnotationBlock.parse(part.file, tag.get());
            for (int event = 0; event < log.size(); event++) {
                List<String> why = new ArrayList<>();
                log.get(event).forEach(reason -> why.add(reason.asText()));
                if (why.isEmpty()) {
                    kept.add(event);
                } else {
                    reasons.putIfAbsent(event, why);
                }
            }
        }
        return reasons.entrySet().stream().filter(entry -> !kept.contains(entry.getKey()))
                .map(entry -> new Epochs.Dropped(entry.getKey(), entry.getValue())).toList();
    }

    private static Table table(FifFile file, List<JsonNode> rows) {
        List<String> names = new ArrayList<>();
        rows.get(0).fieldNames().forEachRemaining(names::add);
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            List<String> text = new ArrayList<>();
            double[] numbers = new double[rows.size()];
            boolean numeric = true;
            for (int row = 0; row < numbers.length; row++) {
                JsonNode cell = rows.get(row).path(name);
                boolean missing = cell.isNull() || cell.isMissingNode();
                numeric &= missing || cell.isNumber();
                numbers[row] = missing ? Double.NaN : cell.asDouble();
                text.add(missing ? null : cell.asText());
            }
            columns.add(numeric ? Column.ofNumbers(name, numbers) : Column.ofText(name, text));
        }
        return Table.of(file.path().toString(), columns);
    }
}
