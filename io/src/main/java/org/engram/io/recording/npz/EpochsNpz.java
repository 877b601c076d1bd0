package org.engram.io.recording.npz;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.ElementType;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.array.StoredArray;
import org.engram.io.format.FileStart;
import org.engram.io.format.FileSummary;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.EpochsFormat;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.Unit;

/**
 * Epochs in a NumPy archive. {@code X} (trial, channel, time; float32 or float64) and {@code sfreq} (Hz) have to be
 * there; {@code ch_names}, {@code ch_types}, {@code tmin} (seconds), {@code units} (one, or one per channel), {@code
 * sample} (absolute, at time 0), {@code code} and {@code label} (one per trial) may. Without a unit samples are taken to
 * be SI, and a notice says so when they are far too large for that; trials without {@code sample} have -1 there. An
 * uncompressed {@code X} is read trial by trial, a compressed one whole.
 */
public final class EpochsNpz implements EpochsFormat {
    /** Larger than any voltage of the body, in volts. */
    private static final double IMPLAUSIBLE_VOLTS = 0.1;

    @Override
    public String name() {
        return "Epochs NPZ";
    }

    @Override
    public List<String> extensions() {
        return List.of(".npz");
    }

    @Override
    public Match recognise(FileStart start) {
        if (!start.has(0, (byte) 'P', (byte) 'K', (byte) 3, (byte) 4)
                || !start.lowerCaseName().endsWith(".npz")) {
            return Match.NONE;
        }
        try (ZipFile zip = new ZipFile(start.file().toFile())) {
            return zip.getEntry("X.npy") != null && zip.getEntry("sfreq.npy") != null
                    ? Match.CONTENT
                    : Match.NONE;
        } catch (IOException e) {
            return Match.NAME;
        }
    }

    @Override
    public boolean holdsEpochs(Path file) throws IOException {
        List<String> names = NpzFile.names(file);
        return names.contains("X") && names.contains("sfreq");
    }

    @Override
    public FileSummary summarise(Path file) throws IOException {
        List<Notice> notices = new ArrayList<>();
        Epochs epochs = readEpochs(file, notices::add);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("epochs", Integer.toString(epochs.trialCount()));
        facts.put("channels", Integer.toString(epochs.channelCount()));
        facts.put("times", epochs.timeCount() + " from " + epochs.firstTimeSeconds() + " s");
        facts.put("sampling rate", epochs.samplingRateHz() + " Hz");
        return new FileSummary(name(), facts, notices);
    }

    @Override
    public Epochs readEpochs(Path file, Consumer<Notice> notices) throws IOException {
        try {
            return read(file, notices);
        } catch (EOFException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is damaged: a part of it ends early", e);
        }
    }

    private static Epochs read(Path file, Consumer<Notice> notices) throws IOException {
        List<String> names = NpzFile.names(file);
        for (String needed : List.of("X", "sfreq")) {
            if (!names.contains(needed)) {
                throw new FormatException(file, "holds no epochs: there is no array \"" + needed + "\" among "
                        + names.stream().limit(20).toList()
                        + "; X (trial, channel, time) and sfreq are needed");
            }
        }
        double rate = scalar(file, "sfreq");
        if (!(rate > 0 && rate < 1e9)) {
            throw new FormatException(file, "sfreq is " + rate + " Hz: expected a number above 0");
        }
        Samples samples = samples(file);
        List<Channel> channels = channels(file, names, samples.shape[1]);
        double[] scales = scales(file, names, channels);
        double start = names.contains("tmin") ? scalar(file, "tmin") : 0;
        if (!(Math.abs(start * rate) < Integer.MAX_VALUE)) {
            throw new FormatException(file, "tmin is " + start + " s: expected a time near the event");
        }
        if (Math.abs(start * rate - Math.rint(start * rate)) > 0.01) {
            notices.accept(new Notice("time-between-samples",
                    "tmin (" + start + " s) lies between two samples and is"
                            + " taken to be " + Math.rint(start * rate) / rate + " s"));
        }
        TrialSource source = (trial, which, into) -> {
            double[] values = samples.reader.trial(trial);
            for (int i = 0; i < which.length; i++) {
                for (int t = 0; t < samples.shape[2]; t++) {
                    into[i][t] = scales[which[i]] * values[which[i] * samples.shape[2] + t];
                }
            }
        };
        Epochs epochs = Epochs.builder(channels, rate, (int) Math.rint(start * rate), samples.shape[2])
                .trials(trials(file, names, samples.shape[0]), source).build();
        checkSize(epochs, names, notices);
        return epochs;
    }

    /** Gives a trial, channel by channel. */
    @FunctionalInterface
    private interface TrialReader {
        double[] trial(int index) throws IOException;
    }

    private record Samples(int[] shape, TrialReader reader) {}

    private static Samples samples(Path file) throws IOException {
        Optional<StoredArray> stored = StoredArray.find(file, "X");
        if (stored.isPresent()) {
            StoredArray array = stored.get();
            int size = checkShape(file, array.shape());
            return new Samples(array.shape(), trial -> {
                double[] values = new double[size];
                try (FileChannel channel = array.open()) {
                    array.read(channel, (long) trial * size, values);
                }
                return values;
            });
        }
        NpyArray array = NpzFile.read(file, "X");
        int size = checkShape(file, array.shape());
        if (array.data() instanceof float[] singles) {
            return new Samples(array.shape(), trial -> {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = singles[trial * size + i];
                }
                return values;
            });
        }
        if (array.type().isText() || array.type().places() != 1) {
            throw new FormatException(file, "X holds " + array.type() + ": expected numbers");
        }
        double[] doubles = array.toDoubles();
        return new Samples(array.shape(),
                trial -> Arrays.copyOfRange(doubles, trial * size, (trial + 1) * size));
    }

    private static int checkShape(Path file, int[] shape) {
        boolean sound = shape.length == 3 && Arrays.stream(shape).allMatch(length -> length > 0);
        if (!sound || (long) shape[1] * shape[2] > Integer.MAX_VALUE - 8) {
            throw new FormatException(file, "X has the shape " + Arrays.toString(shape)
                    + ": expected (trial, channel, time) with at least one of each");
        }
        return shape[1] * shape[2];
    }

    private static double scalar(Path file, String name) throws IOException {
        NpyArray array = NpzFile.read(file, name);
        if (array.size() != 1 || array.type().isText() || array.type().places() != 1) {
            throw new FormatException(file, name + " is of shape " + Arrays.toString(array.shape())
                    + " and type " + array.type() + ": expected one number");
        }
        return array.toDoubles()[0];
    }

    /** One text per item, or one for all; null when the array is not there. */
    private static String[] texts(Path file, List<String> names, String name, int count) throws IOException {
        if (!names.contains(name)) {
            return null;
        }
        NpyArray array = NpzFile.read(file, name);
        if (!array.type().isText() || array.size() != count && array.size() != 1) {
            throw new FormatException(file,
                    name + " is of shape " + Arrays.toString(array.shape()) + " and type "
                            + array.type() + ": expected " + count + " texts");
        }
        String[] texts = array.toStrings();
        if (texts.length == 1 && count > 1) {
            String one = texts[0];
            texts = new String[count];
            Arrays.fill(texts, one);
        }
        return texts;
    }

    private static List<Channel> channels(Path file, List<String> names, int count) throws IOException {
        String[] given = names.contains("ch_names") ? texts(file, names, "ch_names", count) : null;
        String[] types = texts(file, names, "ch_types", count);
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            String text = types == null ? "eeg" : types[c];
            ChannelType type = ChannelType.named(text).orElse(ChannelType.MISC);
            String name = given == null ? "CH" + (c + 1) : given[c].strip();
            if (name.isEmpty()) {
                throw new FormatException(file, "ch_names: channel " + c + " (counted from 0) has no name");
            }
            channels.add(Channel.of(name, type));
        }
        return channels;
    }

    private static double[] scales(Path file, List<String> names, List<Channel> channels) throws IOException {
        double[] scales = new double[channels.size()];
        Arrays.fill(scales, 1);
        String[] units = texts(file, names, "units", channels.size());
        for (int c = 0; c < scales.length && units != null; c++) {
            OptionalDouble volts = Unit.voltsPer(units[c]);
            Unit unit = channels.get(c).unit();
            if (unit == Unit.VOLT && volts.isPresent()) {
                scales[c] = volts.getAsDouble();
            } else if (!units[c].equalsIgnoreCase(unit.symbol()) && unit != Unit.NONE) {
                throw new UnsupportedFeatureException(
                        file + ": channel " + channels.get(c).name() + " has unit \""
                                + units[c] + "\", but its type is measured in " + unit.symbol()
                                + ": give that unit (or V, mV, uV, nV for voltages)");
            }
        }
        return scales;
    }

    private static List<Trial> trials(Path file, List<String> names, int count) throws IOException {
        long[] samples = numbers(file, names, "sample", count, -1);
        long[] codes = numbers(file, names, "code", count, 0);
        String[] labels = texts(file, names, "label", count);
        List<Trial> trials = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            trials.add(new Trial(samples[i], (int) codes[i], labels == null ? "" : labels[i]));
        }
        return trials;
    }

    private static long[] numbers(Path file, List<String> names, String name, int count, long otherwise)
            throws IOException {
        if (!names.contains(name)) {
            long[] all = new long[count];
            Arrays.fill(all, otherwise);
            return all;
        }
        NpyArray array = NpzFile.read(file, name);
        boolean whole = List.of(ElementType.INT8, ElementType.UINT8, ElementType.INT16, ElementType.UINT16,
                ElementType.INT32, ElementType.UINT32, ElementType.INT64).contains(array.type());
        if (array.size() != count || !whole) {
            throw new FormatException(file,
                    name + " is of shape " + Arrays.toString(array.shape()) + " and type "
                            + array.type() + ": expected " + count + " whole numbers, one per trial");
        }
        return array.toLongs();
    }

    private static void checkSize(Epochs epochs, List<String> names, Consumer<Notice> notices)
            throws IOException {
        if (names.contains("units")) {
            return;
        }
        double largest = 0;
        double[][] first = epochs.read(0);
        for (int c = 0; c < first.length; c++) {
            for (int t = 0; t < first[c].length && epochs.channels().get(c).unit() == Unit.VOLT; t++) {
                largest = Math.max(largest, Math.abs(first[c][t]));
            }
        }
        if (largest > IMPLAUSIBLE_VOLTS) {
            notices.accept(new Notice("unit-unknown", "the file names no unit and its samples reach "
                    + largest
                    + ", too much for volts: they are probably microvolts; add units='uV' to the file"));
        }
    }

    /**
     * Writes epochs, whole or not at all, uncompressed so that they can be read trial by trial. Samples are float64, in
     * SI units. All of them are held in memory meanwhile.
     *
     * @param epochs what to write
     * @param file the file to make or replace
     * @param progress told how far it is
     * @throws IOException if reading or writing fails
     */
    public static void write(Epochs epochs, Path file, Progress progress) throws IOException {
        int size = epochs.channelCount() * epochs.timeCount();
        if ((long) size * epochs.trialCount() > Integer.MAX_VALUE - 8) {
            throw new UnsupportedFeatureException(file + ": " + epochs.trialCount() + " epochs of " + size
                    + " samples are more than one array can hold: write parts, or fewer channels");
        }
        double[] x = new double[size * epochs.trialCount()];
        try (Progress.Task task = progress.begin("writing epochs", epochs.trialCount())) {
            for (int i = 0; i < epochs.trialCount(); i++) {
                double[][] trial = epochs.read(i);
                for (int c = 0; c < trial.length; c++) {
                    System.arraycopy(trial[c], 0, x, i * size + c * epochs.timeCount(), epochs.timeCount());
                }
                task.advance(1);
            }
        }
        NpzFile.write(file, arrays(epochs, x), false);
    }

    private static Map<String, NpyArray> arrays(Epochs epochs, double[] x) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        int n = epochs.trialCount();
        int p = epochs.channelCount();
        arrays.put("X", NpyArray.of(x, n, p, epochs.timeCount()));
        arrays.put("sfreq", NpyArray.of(new double[] {epochs.samplingRateHz()}, new int[0]));
        arrays.put("tmin", NpyArray.of(new double[] {epochs.firstTimeSeconds()}, new int[0]));
        List<Channel> channels = epochs.channels();
        arrays.put("ch_names", NpyArray.of(channels.stream().map(Channel::name).toArray(String[]::new), p));
        arrays.put("ch_types",
                NpyArray.of(channels.stream().map(c -> c.type().name()).toArray(String[]::new), p));
        arrays.put("units",
                NpyArray.of(channels.stream().map(c -> c.unit().symbol()).toArray(String[]::new), p));
        List<Trial> trials = epochs.trials();
        if (trials.stream().allMatch(trial -> trial.sample() >= 0)) {
            arrays.put("sample", NpyArray.of(trials.stream().mapToLong(Trial::sample).toArray(), n));
        }
        arrays.put("code", NpyArray.of(trials.stream().mapToInt(Trial::code).toArray(), n));
        arrays.put("label", NpyArray.of(trials.stream().map(Trial::label).toArray(String[]::new), n));
        return arrays;
    }
}
