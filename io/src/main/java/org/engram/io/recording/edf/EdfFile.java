package org.engram.io.recording.edf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Unit;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.naming.PhysicalUnit;
import org.engram.io.recording.samples.RateGroups;
import org.engram.io.recording.samples.RecordedSignal;
import org.engram.io.recording.samples.StoredSignal;

/** An opened file: its header, its annotations, and recordings made of them. */
final class EdfFile {
    /** Triggers in the low 16 bits, bit 16 the beginning of an epoch; above it the state of the amplifier. */
    private static final int BIOSEMI_TRIGGERS = (1 << 17) - 1;
    private static final Pattern STANDARD_LABEL = Pattern.compile("(?i)(EEG|EOG|ECG|EMG) +[^-]+-(\\S+)");

    private final EdfHeader header;
    private final TimestampedAnnotations lists;
    private final ReadOptions options;
    private final Consumer<Notice> notices;
    private final RateGroups groups;

    private EdfFile(EdfHeader header, TimestampedAnnotations lists, ReadOptions options,
            Consumer<Notice> notices) {
        this.header = header;
        this.lists = lists;
        this.options = options;
        this.notices = notices;
        this.groups = new RateGroups(header.layout(), header.recordSeconds(), signals());
    }

    static EdfFile open(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        EdfHeader header = EdfHeaderReader.read(file, notices);
        TimestampedAnnotations lists = TimestampedAnnotations.read(header);
        if (lists.unreadable() > 0) {
            notices.accept(new Notice("edf-annotations-unreadable", file + ": " + lists.unreadable()
                    + " annotations have no readable time and are left out"));
        }
        return new EdfFile(header, lists, options, notices);
    }

    Recording recording() {
        if (groups.all().isEmpty()) {
            return annotationsOnly();
        }
        int chosen = groups.choose(options.samplingRateHz(), notices);
        return recording(chosen, groups.withTriggers(chosen));
    }

    List<Recording> allRates() {
        return groups.all().isEmpty()
                ? List.of(annotationsOnly())
                : groups.all().stream().map(samples -> recording(samples, groups.recording(samples)))
                        .toList();
    }

    /** Sleep stages and the like are kept in files of their own. */
    private Recording annotationsOnly() {
        notices.accept(new Notice("edf-annotations-only", header.layout().file()
                + ": holds annotations and no signals"));
        return described(Recording.builder(List.of(), 1, 0, (c, f, n, into, o) -> {}), 0)
                .annotations(lists.annotations()).build();
    }

    private Recording recording(int samples, Recording.Builder builder) {
        RecordTimes times = times(samples);
        List<Annotation> annotations = new ArrayList<>(times.joints());
        lists.annotations().forEach(annotation -> annotations.add(times.onSampleAxis(annotation)));
        Recording plain = builder.build();
        List<Band> bands = plain.channels().stream().filter(c -> c.type().isBrain()).map(Channel::band)
                .toList();
        return described(builder, times.origin()).annotations(annotations).segments(times.segments())
                .band(Prefilter.common(bands)).build();
    }

    private RecordTimes times(int samples) {
        double[] onsets = lists.recordOnsets();
        if (header.isInterrupted()) {
            return RecordTimes.interrupted(header, samples, onsets, options, notices);
        }
        double origin = onsets.length == 0 || Double.isNaN(onsets[0]) ? 0 : onsets[0];
        double rate = samples / header.recordSeconds();
        for (int record = 1; record < onsets.length; record++) {
            double expected = origin + record * header.recordSeconds();
            if (Math.abs(onsets[record] - expected) > Math.max(0.5 / rate, 1e-6 * expected)) {
                notices.accept(new Notice("edf-continuous-with-gaps", header.layout().file()
                        + ": is said to be continuous, but record " + (record + 1) + " begins at "
                        + onsets[record] + " s instead of " + expected + " s; it is read as continuous"));
                break;
            }
        }
        return RecordTimes.continuous(header, samples, origin);
    }

    private Recording.Builder described(Recording.Builder builder, double origin) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("variant", header.variant());
        if (!header.patient().isEmpty()) {
            facts.put("patient", header.patient());
        }
        if (!header.recording().isEmpty()) {
            facts.put("recording", header.recording());
        }
        return builder.facts(facts)
                .startTime(header.start().map(start -> instant(start, origin)).orElse(null));
    }

    private static Instant instant(LocalDateTime start, double origin) {
        long nanos = Double.isFinite(origin) && Math.abs(origin) < 1e9 ? Math.round(origin * 1e9) : 0;
        return start.toInstant(ZoneOffset.UTC).plusNanos(nanos);
    }

    private List<RecordedSignal> signals() {
        List<EdfSignal> data = header.signals().stream().filter(s -> !s.isAnnotations() && s.samples() > 0)
                .toList();
        List<String> names = ChannelLabels.unique(data.stream().map(EdfSignal::label).toList(), notices);
        List<RecordedSignal> signals = IntStream.range(0, data.size())
                .mapToObj(i -> signal(data.get(i), names.get(i))).toList();
        tell("edf-no-range", "have no digital or physical range and keep the numbers that are stored",
                data.stream().filter(s -> !s.hasRange()
                        && ChannelLabels.typeOf(s.label()) != ChannelType.STIM).map(EdfSignal::label)
                        .toList());
        tell("edf-unit-unknown", "have no unit of voltage and are taken as other signals, unscaled;"
                + " if you know their unit, say which to assume",
                IntStream.range(0, data.size())
                        .filter(i -> data.get(i).hasRange()
                                && ChannelLabels.typeOf(data.get(i).label()).defaultUnit() == Unit.VOLT
                                && signals.get(i).channel().unit() == Unit.NONE)
                        .mapToObj(names::get).toList());
        return signals;
    }

    private void tell(String code, String what, List<String> channels) {
        if (!channels.isEmpty()) {
            notices.accept(new Notice(code, header.layout().file() + ": "
                    + channels.stream().limit(12).collect(Collectors.joining(", "))
                    + (channels.size() > 12 ? " and " + (channels.size() - 12) + " more" : "") + " " + what));
        }
    }

    private RecordedSignal signal(EdfSignal signal, String name) {
        PhysicalUnit unit = PhysicalUnit.of(signal.label(), signal.dimension(), options);
        Channel channel = unit.channel(name).withBand(Prefilter.parse(signal.prefilter()));
        Matcher standard = STANDARD_LABEL.matcher(signal.label());
        if (standard.matches()) {
            channel = channel.withReference(standard.group(2));
        }
        if (unit.type() == ChannelType.STIM) {
            return new RecordedSignal(channel, new StoredSignal(signal.offset(), signal.samples(),
                    header.type(), 1, 0, header.isBdf() ? BIOSEMI_TRIGGERS : 0, Double.NaN));
        }
        if (!signal.hasRange()) {
            return new RecordedSignal(channel.withType(ChannelType.MISC, Unit.NONE),
                    StoredSignal.scaled(signal.offset(), signal.samples(), header.type(), 1, 0));
        }
        return new RecordedSignal(channel, StoredSignal.scaled(signal.offset(), signal.samples(),
                header.type(), signal.gain() * unit.factor(), signal.shift() * unit.factor()));
    }
}
