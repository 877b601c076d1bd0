package org.engram.io.recording.egi;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.Segment;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.samples.RecordLayout;
import org.engram.io.recording.samples.RecordSamples;
import org.engram.io.recording.samples.StoredSignal;

/**
 * EGI simple binary. Electrodes are named E1, E2 and so on; event signals keep their code as name and are trigger channels,
 * as is "STI 014", in which each code has a number; events are annotations too. The range in the header is in microvolts,
 * so whole numbers are scaled by range / 2^bits microvolts. Each segment of a segmented file is annotated with its
 * category. Opening a file reads it once, because its events lie among the samples.
 */
public final class EgiFormat implements RecordingFormat {
    private static final String TRIGGER = "STI 014";
    private static final int SEGMENT_HEADER = 6;
    private static final double MICRO = 1e-6;

    @Override
    public String name() {
        return "EGI simple binary";
    }

    @Override
    public List<String> extensions() {
        return List.of(".raw");
    }

    /** The version in the first four bytes and a possible date; too little to go without the name. */
    @Override
    public Match recognise(FileStart start) {
        byte[] bytes = start.bytes();
        boolean fits = !start.isCompressed() && bytes.length >= 36 && bytes[0] == 0 && bytes[1] == 0
                && bytes[2] == 0 && bytes[3] >= 2 && bytes[3] <= 7 && bytes[6] == 0 && bytes[7] >= 1
                && bytes[7] <= 12 && bytes[8] == 0 && bytes[9] >= 1 && bytes[9] <= 31;
        return fits && start.lowerCaseName().endsWith(".raw") ? Match.CONTENT : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        EgiHeader header = EgiHeader.read(file);
        long prefix = header.isSegmented() ? SEGMENT_HEADER : 0;
        long stretchBytes = header.samples() * header.frameBytes() + prefix;
        long there = Files.size(file) - header.dataOffset();
        long samples = header.isSegmented()
                ? header.samples()
                : Math.min(header.samples(), there / header.frameBytes());
        int count = header.isSegmented() ? (int) Math.min(header.segments(), there / stretchBytes) : 1;
        if (count == 0 || samples <= 0) {
            throw new FormatException(file, header.dataOffset(), "after the header there are " + there
                    + " bytes, less than the first " + (header.isSegmented() ? "segment" : "sample")
                    + ": the file is incomplete");
        }
        if (count < header.segments() || samples < header.samples()) {
            notices.accept(new Notice("egi-truncated", file + ": the header promises " + header.segments()
                    + " x " + header.samples() + " samples, but only " + count + " x " + samples
                    + " are there"));
        }
        List<Channel> channels = channels(header, notices);
        SampleSource[] stretches = new SampleSource[count];
        List<StoredSignal> signals = signals(header, options);
        for (int i = 0; i < count; i++) {
            stretches[i] = new RecordSamples(new RecordLayout(file,
                    header.dataOffset() + i * stretchBytes + prefix, header.frameBytes(), samples, true),
                    signals);
        }
        return recording(file, header, channels, stretches, samples, stretchBytes);
    }

    private static Recording recording(Path file, EgiHeader header, List<Channel> channels,
            SampleSource[] stretches, long samples, long stretchBytes) throws IOException {
        int[] none = new int[header.eventCodes().size()];
        EventSignals events = EventSignals.read(header,
                new EgiSamples(stretches, samples, header.electrodes(), none), samples * stretches.length);
        SampleSource source = new EgiSamples(stretches, samples, header.electrodes(), events.ids());
        Recording.Builder builder = Recording
                .builder(channels, header.rateHz(), samples * stretches.length, source)
                .annotations(events.annotations())
                .startTime(header.start().map(time -> time.toInstant(ZoneOffset.UTC)).orElse(null))
                .facts(Map.of("variant", "EGI simple binary version " + header.version()));
        if (header.isSegmented()) {
            addSegments(file, header, builder, stretches.length, samples, stretchBytes);
        }
        return builder.build();
    }

    private static List<Channel> channels(EgiHeader header, Consumer<Notice> notices) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= header.electrodes(); i++) {
            names.add("E" + i);
        }
        names.addAll(header.eventCodes());
        if (!header.eventCodes().isEmpty()) {
            names.add(TRIGGER);
        }
        List<String> unique = ChannelLabels.unique(names, notices);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < unique.size(); i++) {
            channels.add(Channel.of(unique.get(i),
                    i < header.electrodes() ? ChannelType.EEG : ChannelType.STIM));
        }
        return channels;
    }

    private static List<StoredSignal> signals(EgiHeader header, ReadOptions options) {
        List<StoredSignal> signals = new ArrayList<>();
        for (int i = 0; i < header.signals(); i++) {
            double unit = i < header.electrodes()
                    ? options.assumedUnit("E" + (i + 1)).orElse(MICRO) * header.microvoltsPerUnit()
                    : 1;
            signals.add(StoredSignal.scaled((long) i * header.type().bytes(), 1, header.type(), unit, 0));
        }
        return signals;
    }

    /** Each segment begins with its category and the time of its first sample in milliseconds. */
    private static void addSegments(Path file, EgiHeader header, Recording.Builder builder, int count,
            long samples, long stretchBytes) throws IOException {
        double seconds = (double) samples / header.rateHz();
        List<Segment> segments = new ArrayList<>();
        List<Annotation> annotations = new ArrayList<>();
        double origin = 0;
        double onset = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int i = 0; i < count; i++) {
                channel.position(header.dataOffset() + i * stretchBytes);
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                int category = in.readShort();
                double time = in.readInt() / 1000.0;
                origin = i == 0 ? time : origin;
                onset = i == 0 ? 0 : Math.max(time - origin, onset + seconds);
                segments.add(new Segment(i * samples, samples, onset));
                if (i > 0) {
                    annotations.add(Annotation.of(i * seconds, 0, Annotation.ACQUISITION_GAP));
                }
                if (category >= 1 && category <= header.categories().size()) {
                    annotations
                            .add(Annotation.of(i * seconds, seconds, header.categories().get(category - 1)));
                }
            }
        }
        builder.segments(segments).addAnnotations(annotations);
    }
}
