package org.engram.io.recording.eeglab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.mat.MatNumbers;
import org.engram.io.array.mat.MatText;
import org.engram.io.array.mat.MatValue;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.Unit;
import org.engram.io.recording.header.CompanionFile;
import org.engram.io.recording.samples.NumberType;
import org.engram.io.recording.samples.RecordSamples;

/**
 * An EEGLAB data set with everything read but the samples of a {@code .fdt} file, which are read when they are asked for.
 * Samples are taken to be microvolts, as EEGLAB has them, and given in volts.
 */
public final class EeglabFile {
    private static final double VOLTS_PER_MICROVOLT = 1e-6;
    private static final int MOST_TRIALS = 1 << 24;

    private final EeglabFields fields;
    private final Consumer<Notice> notices;
    private final double samplingRateHz;
    private final int trials;
    private final int timeCount;
    private final List<Channel> channels;
    private final EeglabChannels places;

    private EeglabFile(EeglabFields fields, Consumer<Notice> notices) {
        this.fields = fields;
        this.notices = notices;
        samplingRateHz = fields.number("srate", Double.NaN);
        if (!(samplingRateHz > 0) || Double.isInfinite(samplingRateHz)) {
            throw fields.error("EEG.srate is " + samplingRateHz + ", a positive number was expected");
        }
        int channelCount = fields.count("nbchan");
        if (channelCount < 1 || channelCount > 1 << 16) {
            throw fields.error("EEG.nbchan is " + channelCount + ", 1 to 65536 channels were expected");
        }
        timeCount = fields.count("pnts");
        trials = fields.field("trials").isEmpty() ? 1 : Math.max(1, fields.count("trials"));
        if (trials > MOST_TRIALS || trials > 1 && timeCount < 1) {
            throw fields
                    .error("EEG.trials is " + trials + " of EEG.pnts " + timeCount + ", which is impossible");
        }
        places = new EeglabChannels(fields, channelCount, notices);
        channels = places.channels();
    }

    /**
     * @param file an existing {@code .set} file
     * @param notices told what is odd about it
     * @return the data set
     * @throws FormatException if it is damaged
     * @throws UnsupportedFeatureException if it holds several data sets, or none
     * @throws IOException if it cannot be read
     */
    public static EeglabFile open(Path file, Consumer<Notice> notices) throws IOException {
        return new EeglabFile(EeglabFields.read(file, true), notices);
    }

    /** Without samples embedded in the file. */
    static EeglabFile openHeader(Path file) throws IOException {
        return new EeglabFile(EeglabFields.read(file, false), notice -> {});
    }

    /** @return whether it holds epochs rather than a continuous recording */
    public boolean holdsEpochs() {
        return trials > 1;
    }

    /** @return how many trials; 1 for a continuous recording */
    public int trialCount() {
        return trials;
    }

    /** @return its channels */
    public List<Channel> channels() {
        return channels;
    }

    /**
     * @return the continuous recording
     * @throws UnsupportedFeatureException if the set is epoched
     * @throws IOException if the samples cannot be found
     */
    public Recording recording() throws IOException {
        return recording(ReadOptions.DEFAULT);
    }

    Recording recording(ReadOptions options) throws IOException {
        if (holdsEpochs()) {
            throw new UnsupportedFeatureException(fields.file() + ": holds " + trials
                    + " epochs, not a continuous recording: read it as epochs");
        }
        EeglabEvents events = new EeglabEvents(fields, samplingRateHz, notices);
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : List.of("setname", "subject", "group", "condition", "session")) {
            String text = fields.text(name);
            if (!text.isEmpty()) {
                facts.put(name.equals("setname") ? "set name" : name, text);
            }
        }
        ica().ifPresent(ica -> facts.put("independent components", Integer.toString(ica.componentCount())));
        return Recording.builder(channels, samplingRateHz, timeCount, source(options))
                .annotations(events.annotations()).segments(events.segments(timeCount))
                .digitization(places.fiducials()).facts(facts).build();
    }

    /**
     * @return the epochs; each trial's label is the type of the event nearest to time 0, and its sample counts through all
     *     trials one after the other
     * @throws UnsupportedFeatureException if the set is continuous
     * @throws IOException if the samples cannot be found
     */
    public Epochs epochs() throws IOException {
        if (!holdsEpochs()) {
            throw new UnsupportedFeatureException(fields.file()
                    + ": is continuous, not epoched: read it as a recording and cut epochs around its events");
        }
        int firstTime = firstTime();
        EeglabEvents events = new EeglabEvents(fields, samplingRateHz, notices);
        SampleSource samples = source(ReadOptions.DEFAULT);
        TrialSource source = (trial, asked, into) -> samples.read(asked, (long) trial * timeCount, timeCount,
                into,
                0);
        return Epochs.builder(channels, samplingRateHz, firstTime, timeCount)
                .trials(events.trials(trials, timeCount, firstTime), source).build();
    }

    private int firstTime() {
        double first = Math.rint(fields.number("xmin", 0) * samplingRateHz);
        if (Math.abs(first) > 1 << 30) {
            throw fields.error("EEG.xmin is " + fields.number("xmin", 0) + " s, which is impossible");
        }
        return (int) first;
    }

    /** @return the independent components stored with the set; empty when there are none */
    public Optional<EeglabIca> ica() {
        Optional<MatNumbers> weights = fields.numbers("icaweights");
        Optional<MatNumbers> sphere = fields.numbers("icasphere");
        if (weights.isEmpty() || sphere.isEmpty()) {
            return Optional.empty();
        }
        double[][] unmixing = rows(weights.get(), "icaweights");
        double[][] sphering = rows(sphere.get(), "icasphere");
        int decomposed = sphering[0].length;
        int[] chosen = fields.numbers("icachansind")
                .map(numbers -> Arrays.stream(numbers.toDoubles()).mapToInt(index -> (int) index - 1)
                        .toArray())
                .orElseGet(() -> IntStream.range(0, decomposed).toArray());
        double[][] mixing = fields.numbers("icawinv").map(numbers -> rows(numbers, "icawinv"))
                .orElseGet(() -> new double[decomposed][0]);
        boolean outside = Arrays.stream(chosen).anyMatch(index -> index < 0 || index >= channels.size());
        if (outside || chosen.length != decomposed || unmixing[0].length != sphering.length
                || mixing.length != decomposed) {
            throw fields.error("EEG.icaweights (" + unmixing.length + " x " + unmixing[0].length
                    + "), icasphere (" + sphering.length + " x " + decomposed + "), icawinv (" + mixing.length
                    + " rows) and icachansind (" + chosen.length + " of " + channels.size()
                    + " channels) do not fit together");
        }
        return Optional.of(new EeglabIca(unmixing, sphering, mixing, chosen,
                Arrays.stream(chosen).mapToObj(index -> channels.get(index).name()).toList()));
    }

    private double[][] rows(MatNumbers numbers, String name) {
        if (numbers.dims().length != 2) {
            throw fields.error("EEG." + name + " is " + numbers + ", a matrix was expected");
        }
        return numbers.toRows();
    }

    private SampleSource source(ReadOptions options) throws IOException {
        double[] factors = channels.stream()
                .mapToDouble(channel -> channel.unit() == Unit.VOLT
                        ? options.assumedUnit(channel.name()).orElse(VOLTS_PER_MICROVOLT)
                        : 1)
                .toArray();
        MatValue data = fields.field("data").orElseThrow(() -> fields.error("EEG.data is missing"));
        if (data instanceof MatNumbers numbers && numbers.size() != 1) {
            return embedded(numbers, factors);
        }
        String name = data instanceof MatText text ? text.text().trim() : fields.text("datfile");
        if (name.isEmpty() || name.equalsIgnoreCase("in set file")) {
            throw fields.error("EEG.data is " + data + ", samples or the name of a file were expected");
        }
        return external(name, factors);
    }

    private SampleSource embedded(MatNumbers numbers, double[] factors) {
        long expected = (long) channels.size() * timeCount * trials;
        if (numbers.size() != expected) {
            throw fields.error("EEG.data has " + Arrays.toString(numbers.dims()) + " samples where "
                    + channels.size() + " channels x " + timeCount + " times x " + trials
                    + " trials were expected");
        }
        int stride = channels.size();
        return (asked, first, count, into, offset) -> {
            for (int i = 0; i < asked.length; i++) {
                numbers.copy((int) (first * stride) + asked[i], stride, count, factors[asked[i]], into[i],
                        offset);
            }
        };
    }

    private SampleSource external(String name, double[] factors) throws IOException {
        CompanionFile companion = new CompanionFile(fields.file());
        Path samples = companion.find(name, List.of(".fdt", ".dat"), notices).orElseThrow(() -> fields.error(
                "the samples should be in a file beside it, but there is none of " + companion.tried()
                        + "; copy the .fdt file there, or else"));
        long perChannel = (long) timeCount * trials;
        long expected = perChannel * channels.size() * Float.BYTES;
        long found = Files.size(samples);
        if (found < expected) {
            throw new FormatException(samples, found, "ends after " + found + " bytes where "
                    + fields.file().getFileName() + " promises " + expected
                    + ": the file is cut off, copy it again");
        }
        if (found > expected) {
            notices.accept(
                    new Notice("eeglab-extra-samples", samples.getFileName() + " has " + (found - expected)
                            + " bytes more than " + expected + ": they are not read"));
        }
        // Files named .dat are of versions before 2010, which wrote one channel after the other.
        boolean transposed = samples.toString().toLowerCase(Locale.ROOT).endsWith(".dat");
        return transposed
                ? RecordSamples.vectorized(samples, NumberType.FLOAT32, perChannel, factors)
                : RecordSamples.interleaved(samples, 0, NumberType.FLOAT32, false, perChannel, factors);
    }
}
