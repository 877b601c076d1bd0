package org.engram.io.recording.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.header.BinaryCursor;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.samples.RecordSamples;

/**
 * KIT and Yokogawa MEG ({@code .con}, {@code .sqd}), continuous recordings of version 2 revision 3 and later. Sensors are
 * in tesla, all else in volts; the trigger code follows as the last channel, {@value #TRIGGER_CODE}.
 */
public final class KitFormat implements RecordingFormat {
    /** Name of the channel the trigger code is in. */
    public static final String TRIGGER_CODE = "STI 014";
    private static final int MOST_TRIGGERS = 8;
    private static final int MOST_ENTRIES = 4096;

    @Override
    public String name() {
        return "KIT/Yokogawa MEG";
    }

    @Override
    public List<String> extensions() {
        return List.of(".con", ".sqd");
    }

    @Override
    public Match recognise(FileStart start) {
        byte[] bytes = start.bytes();
        boolean named = extensions().stream().anyMatch(start.lowerCaseName()::endsWith);
        if (bytes.length < 32 || start.isCompressed()) {
            return named && bytes.length > 0 ? Match.NAME : Match.NONE;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean directory = head.getInt(0) == 0 && head.getInt(4) == 16 && head.getInt(12) > 9
                && head.getInt(12) <= MOST_ENTRIES && head.getInt(8) >= head.getInt(12)
                && head.getInt(16) >= 16 * head.getInt(12);
        return directory ? Match.CONTENT : named ? Match.NAME : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return read(file, options, KitOptions.DEFAULT, notices);
    }

    /**
     * Reads the header; samples are read when they are asked for.
     *
     * @param file an existing file
     * @param options what to do where the file leaves room
     * @param kit what the file does not say itself: markers, digitisation, triggers
     * @param notices told what is odd about the file
     * @return its recording; the device-to-head transform is there when markers and digitisation are
     * @throws FormatException if the file is damaged; names the place
     * @throws org.engram.core.UnsupportedFeatureException if it holds epochs or an average, or is too old
     * @throws IOException if the file cannot be read
     */
    public Recording read(Path file, ReadOptions options, KitOptions kit, Consumer<Notice> notices)
            throws IOException {
        KitHeader header;
        KitHead head;
        long samples;
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.LITTLE_ENDIAN)) {
            header = KitHeader.read(cursor, kit, notices);
            samples = samples(cursor, header, options, notices);
            head = kit.markers().isEmpty()
                    ? KitHead.ofFile(cursor, header.directory(), notices)
                    : KitHead.ofFiles(kit);
        }
        List<Channel> channels = channels(header, head, notices);
        SampleSource stored = RecordSamples.interleaved(file,
                header.directory().of(KitDirectory.RAW_DATA).offset(), header.encoding(), false, samples,
                header.gains());
        int[] triggers = triggers(header, kit);
        if (triggers.length > 0 && channels.stream().noneMatch(c -> c.name().equals(TRIGGER_CODE))) {
            double[] values = IntStream.range(0, triggers.length).mapToDouble(
                    i -> kit.coding() == KitOptions.Coding.BINARY ? Math.pow(2, i) : triggers[i]).toArray();
            stored = new TriggerSource(stored, channels.size(), triggers, values, kit.rising(),
                    kit.thresholdVolts());
            channels.add(Channel.of(TRIGGER_CODE, ChannelType.STIM));
        }
        Recording.Builder recording = Recording
                .builder(channels, header.samplingRateHz(), samples, stored)
                .startTime(Instant.ofEpochSecond(header.createdSeconds()))
                .band(header.amplifier().band()).facts(header.facts());
        if (head != null) {
            recording.deviceToHead(head.deviceToHead()).digitization(head.points());
        }
        return recording.build();
    }

    private static long samples(BinaryCursor cursor, KitHeader header, ReadOptions options,
            Consumer<Notice> notices) {
        long start = header.directory().of(KitDirectory.RAW_DATA).offset();
        long frame = (long) header.gains().length * header.encoding().bytes();
        long there = Math.max(0, cursor.size() - start) / frame;
        if (there >= header.sampleCount()) {
            return header.sampleCount();
        }
        String what = "announces " + header.sampleCount() + " samples from byte " + start + ", but only "
                + there + " are there: it was cut";
        if (!options.lenient()) {
            throw cursor.error(what + "; read it leniently to have those");
        }
        notices.accept(new Notice("samples-missing", what));
        return there;
    }

    private static int[] triggers(KitHeader header, KitOptions options) {
        List<KitChannel> channels = header.channels();
        if (!options.triggerChannels().isEmpty()) {
            for (int channel : options.triggerChannels()) {
                if (channel < 0 || channel >= channels.size()) {
                    throw new EngramException("there is no channel " + channel
                            + " to make the trigger code from; there are " + channels.size());
                }
            }
            return options.triggerChannels().stream().mapToInt(Integer::intValue).toArray();
        }
        int[] first = IntStream.range(0, channels.size()).filter(i -> channels.get(i).isOther())
                .limit(MOST_TRIGGERS).toArray();
        return options.bitOrder() == KitOptions.BitOrder.LAST_HIGHEST
                ? first
                : IntStream.range(0, first.length).map(i -> first[first.length - 1 - i]).toArray();
    }

    private static List<Channel> channels(KitHeader header, KitHead head, Consumer<Notice> notices) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < header.channels().size(); i++) {
            KitChannel channel = header.channels().get(i);
            String stem = channel.stem();
            int number = channel.isSensor() ? i + 1 : numbers.merge(stem, 1, Integer::sum);
            boolean unnamed = channel.name().isEmpty()
                    || !channel.isSensor() && channel.name().equals("EEG");
            names.add(unnamed ? String.format(Locale.ROOT, "%s %03d", stem, number) : channel.name());
        }
        List<String> unique = ChannelLabels.unique(names, notices);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < unique.size(); i++) {
            KitChannel described = header.channels().get(i);
            Channel channel = described.toChannel(unique.get(i));
            Position place = head == null || described.isSensor()
                    ? null
                    : head.electrodes().get(described.name().toLowerCase(Locale.ROOT));
            channels.add(place == null ? channel : channel.withPosition(place));
        }
        return channels;
    }
}
