package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Channel;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.naming.ChannelLabels;

/**
 * CTF MEG, a folder {@code .ds} (its {@code .res4} or {@code .meg4} file may be named as well). All trials are read as one
 * stretch. MEG channels are in tesla, EEG in volts.
 */
public final class CtfFormat implements RecordingFormat {
    private static final String CLOCK = "SCLK01";

    @Override
    public String name() {
        return "CTF MEG";
    }

    @Override
    public List<String> extensions() {
        return List.of(".ds", ".res4", ".meg4");
    }

    @Override
    public Match recognise(FileStart start) {
        if (Files.isDirectory(start.file())) {
            if (!start.lowerCaseName().endsWith(".ds")) {
                return Match.NONE;
            }
            try {
                return header(start.file()) == null ? Match.NAME : Match.CONTENT;
            } catch (IOException | EngramException unreadable) {
                return Match.NAME;
            }
        }
        boolean named = start.lowerCaseName().endsWith(".res4") || start.lowerCaseName().endsWith(".meg4");
        return named && start.has(0, (byte) 'M', (byte) 'E', (byte) 'G', (byte) '4')
                ? Match.CONTENT
                : named ? Match.NAME : Match.NONE;
    }

    private static Path header(Path folder) throws IOException {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        Path usual = folder.resolve(name.replaceFirst("(?i)\\.ds$", "") + ".res4");
        if (Files.isRegularFile(usual)) {
            return usual;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().endsWith(".res4"))
                    .sorted().toList();
            if (found.size() > 1) {
                throw new FormatException(folder, "holds " + found.size()
                        + " .res4 files, none named like the folder: keep the one that belongs to it");
            }
            return found.isEmpty() ? null : found.get(0);
        }
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return read(file, options, CtfOptions.DEFAULT, notices);
    }

    /**
     * Reads the header; samples are read when they are asked for.
     *
     * @param file the folder, or the header or samples in it
     * @param options what to do where the files leave room
     * @param ctf where to end and how to name channels
     * @param notices told what is odd
     * @return its recording; the device-to-head transform is there when the head coils were measured
     * @throws FormatException if a file is damaged; names the place
     * @throws IOException if a file cannot be read
     */
    public Recording read(Path file, ReadOptions options, CtfOptions ctf, Consumer<Notice> notices)
            throws IOException {
        Path folder = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
        Path headerFile = header(folder);
        if (headerFile == null) {
            throw new FormatException(folder,
                    "holds no .res4 file: it is no CTF folder, or an incomplete one");
        }
        CtfHeader header = CtfHeader.read(headerFile, notices);
        String stem = headerFile.getFileName().toString().replaceFirst("res4$", "");
        CtfPlaces places = CtfPlaces.read(folder.resolve(stem + "hc"), notices);
        List<DigitizedPoint> points = new ArrayList<>(places.points());
        Map<String, String> names = names(header, ctf, notices);
        List<Channel> channels = channels(header, names, places, notices);
        CtfElectrodes.read(folder, stem, places, channels, points, notices);
        CtfSamples samples = CtfSamples.of(folder.resolve(stem + "meg4"), header, gains(header, notices),
                ctf.stopAtClock() ? clock(header) : -1, options.lenient(), notices);
        if (header.preTriggerSamples() > 0 && samples.sampleCount() > header.samplesPerTrial()) {
            notices.accept(new Notice("ctf-trials-joined", headerFile.getFileName()
                    + ": was recorded in trials around a trigger, which are read one after the other: do not filter"
                    + " across their joints (every " + header.samplesPerTrial() + " samples)"));
        }
        Recording.Builder recording = Recording
                .builder(bad(folder, channels, notices), header.samplingRateHz(), samples.sampleCount(),
                        samples)
                .startTime(header.start()).band(header.band()).digitization(points)
                .annotations(new CtfAnnotations(folder, header.samplingRateHz(), header.samplesPerTrial(),
                        header.preTriggerSamples()).all())
                .compensations(CtfChannels.compensations(header, names, notices)).facts(header.facts());
        if (places.deviceToHead() != null) {
            recording.deviceToHead(places.deviceToHead());
        }
        return recording.build();
    }

    /** Unique names by those of the file. */
    private static Map<String, String> names(CtfHeader header, CtfOptions options, Consumer<Notice> notices) {
        List<String> stored = header.sensors().stream().map(CtfSensor::name).toList();
        List<String> shown = options.cleanNames() ? stored.stream().map(CtfFormat::clean).toList() : stored;
        List<String> unique = ChannelLabels.unique(shown, notices);
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < unique.size(); i++) {
            // Two channels of one stored name: the map needs both, and the file's name can belong to one only.
            names.put(names.containsKey(stored.get(i)) ? stored.get(i) + "\n" + i : stored.get(i),
                    unique.get(i));
        }
        return names;
    }

    static String clean(String name) {
        int dash = name.indexOf('-');
        return dash > 0 ? name.substring(0, dash) : name;
    }

    private static List<Channel> channels(CtfHeader header, Map<String, String> names, CtfPlaces places,
            Consumer<Notice> notices) {
        List<String> unique = List.copyOf(names.values());
        List<Channel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < unique.size(); i++) {
                channels.add(CtfChannels.of(header.sensors().get(i), unique.get(i), places, notices));
            }
        } catch (IllegalArgumentException damaged) {
            throw new FormatException(header.file(), FormatException.UNKNOWN_OFFSET, "channel "
                    + (channels.size() + 1) + ": " + damaged.getMessage(), damaged);
        }
        return channels;
    }

    private static double[] gains(CtfHeader header, Consumer<Notice> notices) {
        double[] gains = header.sensors().stream().mapToDouble(CtfSensor::gain).toArray();
        for (int i = 0; i < gains.length; i++) {
            if (!Double.isFinite(gains[i])) {
                notices.accept(new Notice("ctf-gain-missing", header.sensors().get(i).name()
                        + " has no usable gain: its numbers are given as they are stored"));
                gains[i] = 1;
            }
        }
        return gains;
    }

    private static int clock(CtfHeader header) {
        for (int i = 0; i < header.sensors().size(); i++) {
            if (header.sensors().get(i).name().startsWith(CLOCK)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Channel> bad(Path folder, List<Channel> channels, Consumer<Notice> notices)
            throws IOException {
        Set<String> listed = new HashSet<>(CtfText.lines(folder.resolve("BadChannels")));
        listed.remove("");
        List<Channel> marked = new ArrayList<>();
        Set<String> unknown = new HashSet<>(listed);
        for (Channel channel : channels) {
            boolean bad = listed.contains(channel.name()) || listed.contains(clean(channel.name()));
            unknown.remove(channel.name());
            unknown.remove(clean(channel.name()));
            marked.add(bad ? channel.withBad(true) : channel);
        }
        if (!unknown.isEmpty()) {
            notices.accept(new Notice("bad-channels-unknown", "BadChannels names channels there are not: "
                    + String.join(", ", unknown.stream().sorted().toList())));
        }
        return marked;
    }
}
