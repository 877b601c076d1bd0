package org.engram.io.recording.edf;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.AtomicFile;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.naming.ChannelLabels;

/**
 * Writes EDF+ and BDF+, in two passes over the samples: one for the range of each channel, one to quantise. Files are
 * continuous (+C), or interrupted (+D) where the recording has gaps that fall between whole records.
 */
final class EdfWriter {
    private static final int LABEL = 16;
    private static final int BLOCK_SAMPLES = 1 << 20;
    private static final int LARGEST_COUNT = 99_999_999;

    private final Recording recording;
    private final boolean bdf;
    private final Consumer<Notice> notices;
    private final RecordPlan plan;

    private EdfWriter(Recording recording, boolean bdf, Consumer<Notice> notices) {
        this.recording = recording;
        this.bdf = bdf;
        this.notices = notices;
        this.plan = RecordPlan.of(recording);
    }

    static void write(Recording recording, Path file, boolean bdf, Consumer<Notice> notices,
            Progress progress)
            throws IOException {
        if (recording.sampleCount() == 0 || recording.channelCount() == 0
                || recording.channelCount() > 9998) {
            throw new EngramException(file + ": " + recording.channelCount() + " channels with "
                    + recording.sampleCount() + " samples cannot be written: EDF needs 1 to 9998 channels"
                    + " and at least one sample");
        }
        EdfWriter writer = new EdfWriter(recording, bdf, notices);
        if (writer.plan.count() > LARGEST_COUNT) {
            throw new EngramException(file + ": " + writer.plan.count() + " records are more than the header"
                    + " of EDF can count (99999999): write another format");
        }
        try (Progress.Task task = progress.begin("write " + file.getFileName(),
                2 * recording.sampleCount())) {
            List<WrittenSignal> signals = writer.signals(task, progress);
            AtomicFile.write(file, partial -> writer.write(partial, signals, task, progress));
        }
    }

    private List<WrittenSignal> signals(Progress.Task task, Progress progress) throws IOException {
        int channels = recording.channelCount();
        double[] lowest = new double[channels];
        double[] highest = new double[channels];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        int block = Math.max(1, BLOCK_SAMPLES / channels);
        for (long first = 0; first < recording.sampleCount(); first += block) {
            int count = (int) Math.min(block, recording.sampleCount() - first);
            double[][] samples = recording.read(first, count);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < count; i++) {
                    double value = samples[c][i];
                    if (!Double.isFinite(value)) {
                        throw new EngramException("sample " + (first + i) + " of channel "
                                + recording.channels().get(c).name() + " is " + value
                                + ", which EDF cannot hold: interpolate or cut it out first");
                    }
                    lowest[c] = Math.min(lowest[c], value);
                    highest[c] = Math.max(highest[c], value);
                }
            }
            advance(task, progress, count);
        }
        List<String> labels = labels();
        return IntStream.range(0, channels).mapToObj(c -> WrittenSignal.of(recording.channels().get(c),
                labels.get(c), lowest[c], highest[c], bdf ? 24 : 16)).toList();
    }

    private static void advance(Progress.Task task, Progress progress, int count) {
        if (progress.isCancelled()) {
            throw new CancelledException("writing of an EDF file");
        }
        task.advance(count);
    }

    private List<String> labels() {
        List<String> cut = recording.channels().stream().map(Channel::name)
                .map(name -> name.length() <= LABEL ? name : name.substring(0, LABEL)).toList();
        if (cut.equals(recording.channelNames())) {
            return cut;
        }
        List<String> unique = ChannelLabels.unique(cut, notice -> {}).stream()
                .map(name -> name.length() <= LABEL
                        ? name
                        : name.substring(0, LABEL - (name.length() - name.lastIndexOf('-')))
                                + name.substring(name.lastIndexOf('-')))
                .toList();
        notices.accept(new Notice("edf-names-cut",
                "labels of EDF have at most 16 characters; longer channel names are cut"));
        return unique;
    }

    private void write(Path partial, List<WrittenSignal> signals, Progress.Task task, Progress progress)
            throws IOException {
        Instant start = recording.startTime().orElse(null);
        LocalDateTime whole = start == null
                ? null
                : LocalDateTime.ofInstant(start.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
        double origin = start == null ? 0 : start.getNano() * 1e-9;
        AnnotationLists lists = AnnotationLists.of(plan, annotations(), origin);
        int size = bdf ? 3 : 2;
        tell(signals);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
            out.write(EdfHeaderWriter.header(bdf, whole, plan, signals, recording.channels(),
                    lists.bytes() / size));
            writeRecords(out, signals, lists, size, task, progress);
        }
    }

    private List<Annotation> annotations() {
        List<Annotation> kept = new ArrayList<>(recording.annotations());
        if (plan.interrupted()) {
            kept.removeIf(a -> a.text().equals(Annotation.ACQUISITION_GAP) && a.durationSeconds() == 0);
        }
        long filling = plan.filling(recording);
        if (filling > 0) {
            kept.add(Annotation.of(recording.durationSeconds(), filling / recording.samplingRateHz(),
                    Annotation.ACQUISITION_GAP));
        }
        return kept;
    }

    private void writeRecords(OutputStream out, List<WrittenSignal> signals, AnnotationLists lists, int size,
            Progress.Task task, Progress progress) throws IOException {
        int perRecord = plan.samples();
        int together = Math.max(1, BLOCK_SAMPLES / signals.size() / perRecord);
        byte[] bytes = new byte[perRecord * size];
        for (long record = 0; record < plan.count(); record += together) {
            long first = record * perRecord;
            int records = (int) Math.min(together, plan.count() - record);
            int count = (int) Math.min((long) records * perRecord, recording.sampleCount() - first);
            double[][] samples = recording.read(first, count);
            for (int r = 0; r < records; r++) {
                for (int c = 0; c < signals.size(); c++) {
                    double[] values = filled(samples[c], r * perRecord, count);
                    signals.get(c).quantise(values, values == samples[c] ? r * perRecord : 0, perRecord,
                            bytes,
                            0, size);
                    out.write(bytes);
                }
                out.write(lists.record(record + r));
            }
            advance(task, progress, count);
        }
    }

    /** The samples, or a copy from {@code from} on that repeats the last one where a record is not full. */
    private double[] filled(double[] samples, int from, int count) {
        if (from + plan.samples() <= count) {
            return samples;
        }
        double[] values = Arrays.copyOfRange(samples, from, from + plan.samples());
        Arrays.fill(values, count - from, values.length, samples[count - 1]);
        return values;
    }

    private void tell(List<WrittenSignal> signals) {
        double step = IntStream.range(0, signals.size())
                .filter(c -> signals.get(c).dimension().equals("uV"))
                .mapToDouble(c -> signals.get(c).step()).max().orElse(0);
        if (step > 0) {
            notices.accept(new Notice("edf-quantised", String.format(Locale.ROOT,
                    "samples are rounded to steps of at most %.3g uV", step * 1e6)));
        }
        long filling = plan.filling(recording);
        if (filling > 0) {
            notices.accept(new Notice("edf-record-filled", "the last record is filled up with " + filling
                    + " samples, which repeat the last one and are annotated as "
                    + Annotation.ACQUISITION_GAP));
        }
        if (!plan.isRateKept()) {
            notices.accept(new Notice("edf-rate-rounded", "a sampling rate of " + recording.samplingRateHz()
                    + " Hz becomes " + plan.samples() / plan.seconds()
                    + " Hz, the nearest the header can hold"));
        }
        if (recording.segments().size() > 1 && !plan.interrupted()) {
            notices.accept(new Notice("edf-gaps-lost", "the gaps between segments do not fall between whole"
                    + " records: segments are joined, and only annotations tell where"));
        }
        List<String> retyped = IntStream.range(0, signals.size())
                .filter(c -> !isReadBack(recording.channels().get(c), signals.get(c)))
                .mapToObj(c -> recording.channels().get(c).name()).limit(12).toList();
        if (!retyped.isEmpty()) {
            notices.accept(new Notice("edf-types-lost", "EDF has no place for channel types; "
                    + String.join(", ", retyped) + " will be read as another type than they have"));
        }
    }

    private static boolean isReadBack(Channel channel, WrittenSignal signal) {
        ChannelType type = ChannelLabels.typeOf(signal.label());
        return type == channel.type() || channel.type() == ChannelType.MISC
                && signal.dimension().isEmpty() && type == ChannelType.EEG;
    }
}
