package org.engram.io.recording.bti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.SensorGeometry;
import org.engram.io.recording.Unit;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.samples.RecordSamples;

/**
 * 4D Neuroimaging (BTi) MEG: the file of samples ({@code c,rfDC}), with {@code config} and, if there, {@code hs_file}
 * beside it; or the folder that holds them. Channels are in the order A1, A2, ..., then as they are stored.
 */
public final class BtiFormat implements RecordingFormat {
    private static final String CONFIG = "config";
    private static final String HEAD = "hs_file";
    /** Turned so that x points to the right, and lifted to where the head is in Neuromag's helmet. */
    private static final double[] TO_DEVICE = {0, -1, 0, 0, 1, 0, 0, 0.02, 0, 0, 1, 0.11, 0, 0, 0, 1};
    private static final List<String> EOG = List.of("E63", "E64");
    private static final int MAGNETOMETER = 4001;
    private static final int REFERENCE_MAGNETOMETER = 4003;
    private static final int REFERENCE_GRADIOMETER = 4004;
    private static final int REFERENCE_OFF_DIAGONAL = 4005;

    @Override
    public String name() {
        return "4D/BTi MEG";
    }

    @Override
    public List<String> extensions() {
        return List.of("c,rfdc");
    }

    @Override
    public Match recognise(FileStart start) {
        Path file = start.file();
        try {
            if (Files.isDirectory(file)) {
                return Files.isRegularFile(file.resolve(CONFIG)) && !samples(file).isEmpty()
                        ? Match.CONTENT
                        : Match.NONE;
            }
            boolean named = isSamples(start.lowerCaseName());
            return named && Files.isRegularFile(file.resolveSibling(CONFIG)) ? Match.CONTENT : Match.NONE;
        } catch (IOException unreadable) {
            return Match.NONE;
        }
    }

    private static boolean isSamples(String name) {
        return name.startsWith("c,rf") || name.startsWith("e,rf");
    }

    private static List<Path> samples(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isSamples(file.getFileName().toString()) && Files.isRegularFile(file))
                    .sorted().toList();
        }
    }

    private static Path samplesOf(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return file;
        }
        List<Path> found = samples(file);
        List<Path> continuous = found.stream().filter(f -> f.getFileName().toString().startsWith("c,"))
                .toList();
        List<Path> best = continuous.isEmpty() ? found : continuous;
        if (best.size() != 1) {
            throw new FormatException(file, "holds " + best.size() + " files of samples (" + best.stream()
                    .map(f -> f.getFileName().toString()).toList()
                    + "): give the one to read, such as c,rfDC");
        }
        return best.get(0);
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        Path samples = samplesOf(file);
        Path configFile = samples.resolveSibling(CONFIG);
        if (!Files.isRegularFile(configFile)) {
            throw new FormatException(samples,
                    "needs the file \"" + CONFIG + "\" beside it, which is not there");
        }
        BtiHeader header = BtiHeader.read(samples);
        BtiConfig config = BtiConfig.read(configFile);
        List<BtiHeader.Stored> ordered = new ArrayList<>(header.channels());
        for (BtiHeader.Stored stored : ordered) {
            if (!config.channels().containsKey(stored.number())) {
                throw new FormatException(samples,
                        "holds channel " + stored.number() + " (\"" + stored.label()
                                + "\"), which " + configFile.getFileName()
                                + " does not describe: they are of two recordings");
            }
        }
        ordered.sort(Comparator
                .comparingInt((BtiHeader.Stored s) -> rank(config.channels().get(s.number()).name()))
                .thenComparingInt(BtiHeader.Stored::index));
        if (header.epochs() > 1) {
            notices.accept(
                    new Notice("bti-epochs-joined", samples.getFileName() + ": holds " + header.epochs()
                            + " epochs, which are read one after the other"));
        }
        Recording.Builder recording = builder(samples, header, config, ordered, notices);
        if (config.mainsHz() == 50 || config.mainsHz() == 60) {
            recording.lineFrequency(config.mainsHz());
        }
        Path head = samples.resolveSibling(HEAD);
        if (Files.isRegularFile(head)) {
            BtiHead digitized = BtiHead.read(head);
            double[] toHead = times(digitized.toHead().matrix(),
                    times(config.deviceToHead(), rigidInverse(TO_DEVICE)));
            recording.digitization(digitized.points()).deviceToHead(
                    new CoordinateTransform(CoordinateFrame.DEVICE, CoordinateFrame.HEAD, toHead));
        }
        return recording.build();
    }

    /** Sensors by the number in their name, all others behind them. */
    private static int rank(String name) {
        return name.matches("A\\d{1,6}") ? Integer.parseInt(name.substring(1)) : Integer.MAX_VALUE;
    }

    private static Recording.Builder builder(Path samples, BtiHeader header, BtiConfig config,
            List<BtiHeader.Stored> ordered, Consumer<Notice> notices) {
        double[] gains = new double[ordered.size()];
        int[] places = new int[ordered.size()];
        double[] headToDevice = times(TO_DEVICE, rigidInverse(config.deviceToHead()));
        List<String> names = new ArrayList<>();
        for (BtiHeader.Stored stored : ordered) {
            String name = config.channels().get(stored.number()).name();
            names.add(name.startsWith("A") || stored.label().isEmpty() ? name : stored.label());
        }
        names = ChannelLabels.unique(names, notices);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            BtiHeader.Stored stored = ordered.get(i);
            BtiConfig.Sensor sensor = config.channels().get(stored.number());
            places[i] = stored.index();
            // MNE-Python multiplies by the scale twice, which shows only where it is not 1.
            double gain = header.encoding().isSignedInteger()
                    ? stored.scale() * sensor.unitsPerBit() / sensor.gain()
                    : stored.scale() * sensor.gain();
            if (!Double.isFinite(gain)) {
                throw new FormatException(samples, "channel \"" + names.get(i) + "\" has the gain " + gain
                        + "; expected a number: config or samples are damaged");
            }
            gains[stored.index()] = gain;
            channels.add(channel(names.get(i), sensor, headToDevice));
        }
        RecordSamples frames = RecordSamples.interleaved(samples, 0, header.encoding(), true,
                header.sampleCount(), gains);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("stored as", header.encoding().name().toLowerCase(Locale.ROOT));
        return Recording.builder(channels, header.samplingRateHz(), header.sampleCount(),
                (asked, first, count, into, offset) -> {
                    int[] stored = new int[asked.length];
                    for (int i = 0; i < asked.length; i++) {
                        stored[i] = places[asked[i]];
                    }
                    frames.read(stored, first, count, into, offset);
                }).startTime(header.startSeconds() == 0 ? null : Instant.ofEpochSecond(header.startSeconds()))
                .band(header.band()).facts(facts);
    }

    private static Channel channel(String name, BtiConfig.Sensor sensor, double[] headToDevice) {
        if (sensor.type() == BtiConfig.MEG) {
            return Channel.of(name, ChannelType.MAGNETOMETER)
                    .withSensor(geometry(MAGNETOMETER, sensor, headToDevice));
        }
        if (sensor.type() == BtiConfig.REFERENCE) {
            boolean gradiometer = name.startsWith("G");
            int coil = !gradiometer
                    ? REFERENCE_MAGNETOMETER
                    : name.equals("GxxA") || name.equals("GyyA")
                            ? REFERENCE_GRADIOMETER
                            : REFERENCE_OFF_DIAGONAL;
            return Channel.of(name, ChannelType.REFERENCE_MEG)
                    .withType(ChannelType.REFERENCE_MEG, gradiometer ? Unit.TESLA_PER_METRE : Unit.TESLA)
                    .withSensor(geometry(coil, sensor, headToDevice));
        }
        ChannelType type = name.equals("TRIGGER") || name.equals("RESPONSE")
                ? ChannelType.STIM
                : EOG.contains(name) || name.contains("EOG")
                        ? ChannelType.EOG
                        : name.equals("E31") || name.startsWith("ECG")
                                ? ChannelType.ECG
                                : name.startsWith("EMG")
                                        ? ChannelType.EMG
                                        : sensor.type() == BtiConfig.EEG ? ChannelType.EEG : ChannelType.MISC;
        return type == ChannelType.STIM
                ? Channel.of(name, type)
                : Channel.of(name, type).withType(type, Unit.VOLT);
    }

    private static SensorGeometry geometry(int coil, BtiConfig.Sensor sensor, double[] headToDevice) {
        double[] matrix = times(headToDevice, sensor.coil());
        double[] location = new double[12];
        int[] columns = {3, 0, 1, 2};
        for (int part = 0; part < 4; part++) {
            for (int row = 0; row < 3; row++) {
                location[3 * part + row] = matrix[4 * row + columns[part]];
            }
        }
        return new SensorGeometry(coil, CoordinateFrame.DEVICE, location);
    }

    private static double[] rigidInverse(double[] matrix) {
        return new CoordinateTransform(CoordinateFrame.UNKNOWN, CoordinateFrame.UNKNOWN, matrix).inverse()
                .matrix();
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = new double[16];
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                for (int k = 0; k < 4; k++) {
                    product[4 * row + column] += a[4 * row + k] * b[4 * k + column];
                }
            }
        }
        return product;
    }
}
