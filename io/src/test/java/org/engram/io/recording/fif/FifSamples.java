package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.engram.core.Progress;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Position;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.SensorGeometry;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * Made-up content of every kind that can be written, and a program that writes it all for the checker beside the test
 * resources: {@code FifSamples FOLDER}, then {@code check_written.py FOLDER}.
 */
public final class FifSamples {
    static final long FIRST_SAMPLE = 1234;
    static final double RATE_HZ = 250;
    static final int SAMPLES = 2600;

    private FifSamples() {}

    static List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        double[] location = {0.01, 0.02, 0.03, 1, 0, 0, 0, 1, 0, 0, 0, 1};
        channels.add(Channel.of("MEG 0111", ChannelType.MAGNETOMETER)
                .withSensor(new SensorGeometry(3024, CoordinateFrame.DEVICE, location)));
        channels.add(Channel.of("MEG 0112", ChannelType.PLANAR_GRADIOMETER)
                .withSensor(new SensorGeometry(3012, CoordinateFrame.DEVICE, location)));
        channels.add(Channel.of("MLC11-4408", ChannelType.AXIAL_GRADIOMETER)
                .withSensor(new SensorGeometry(5001, CoordinateFrame.DEVICE, location)));
        channels.add(Channel.of("REF1", ChannelType.REFERENCE_MEG)
                .withSensor(new SensorGeometry(5002, CoordinateFrame.DEVICE, location)));
        channels.add(Channel.of("an electrode with a long name 1", ChannelType.EEG)
                .withPosition(new Position(0.05, 0.06, 0.07)));
        channels.add(Channel.of("an electrode with a long name 2", ChannelType.EEG).withBad(true));
        channels.add(Channel.of("EOG 061", ChannelType.EOG));
        channels.add(Channel.of("SEEG1", ChannelType.SEEG).withPosition(new Position(0.01, 0.02, 0.03)));
        channels.add(Channel.of("STI 014", ChannelType.STIM));
        return channels;
    }

    /** Noise at the size of each type, trigger codes on the last channel. */
    static double[][] samples(int count) {
        Random random = new Random(5);
        List<Channel> channels = channels();
        double[][] samples = new double[channels.size()][count];
        for (int channel = 0; channel < samples.length; channel++) {
            double size = channels.get(channel).type().isMeg() ? 1e-12 : 1e-5;
            for (int i = 0; i < count; i++) {
                samples[channel][i] = channels.get(channel).type() == ChannelType.STIM
                        ? (i / 100 % 2) * (i / 200 + 1)
                        : size * random.nextGaussian();
            }
        }
        return samples;
    }

    static Recording recording(boolean dated) {
        List<Channel> channels = channels();
        double turn = 0.1;
        Recording.Builder builder = Recording.of(channels, RATE_HZ, samples(SAMPLES)).toBuilder()
                .firstSample(FIRST_SAMPLE)
                .annotations(List.of(Annotation.of(0.5, 0.25, "BAD: blink"),
                        new Annotation(3, 1, "cough", List.of("MEG 0111", "EOG 061")),
                        Annotation.of(6.125, 0, "note")))
                .digitization(List.of(
                        new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, 1, new Position(-0.07, 0, 0),
                                CoordinateFrame.HEAD),
                        new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, 2, new Position(0, 0.1, 0),
                                CoordinateFrame.HEAD),
                        new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, 3, new Position(0.07, 0, 0),
                                CoordinateFrame.HEAD),
                        new DigitizedPoint(DigitizedPoint.Kind.HEAD_SHAPE, 1, new Position(0, 0, 0.12),
                                CoordinateFrame.HEAD)))
                .deviceToHead(new CoordinateTransform(CoordinateFrame.DEVICE, CoordinateFrame.HEAD,
                        new double[] {Math.cos(turn), -Math.sin(turn), 0, 0.001, Math.sin(turn),
                                Math.cos(turn), 0,
                                0.002, 0, 0, 1, 0.04, 0, 0, 0, 1}))
                .projectors(projectors())
                .compensations(List.of(new Compensation(1, true, List.of("MLC11-4408"), List.of("REF1"),
                        new double[][] {{0.25}})))
                .lineFrequency(50).band(new Band(0.1, 80)).facts(facts());
        if (dated) {
            builder.startTime(Instant.parse("2017-07-14T02:40:00.25Z"));
        }
        return builder.build();
    }

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("experimenter", "A. Person");
        facts.put("description", "a test");
        facts.put("subject", "sub-01");
        facts.put("subject birthday", "1987-04-08");
        facts.put("subject sex", "female");
        facts.put("subject hand", "right");
        facts.put("device", "Helmet");
        facts.put("device site", "here");
        return facts;
    }

    static List<Projector> projectors() {
        return List.of(
                new Projector("PCA-v1", 1, false, List.of("MEG 0111", "MEG 0112"),
                        new double[][] {{0.6, 0.8}}, 0.5),
                new Projector("Average EEG reference", 10, false,
                        List.of("an electrode with a long name 1", "an electrode with a long name 2"),
                        new double[][] {{Math.sqrt(0.5), Math.sqrt(0.5)}}, Double.NaN));
    }

    static Epochs epochs() {
        int trials = 7;
        int times = 51;
        double[][] samples = samples(trials * times);
        double[][][] cut = new double[trials][samples.length][times];
        List<Trial> events = new ArrayList<>();
        List<String> sides = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            for (int channel = 0; channel < samples.length; channel++) {
                System.arraycopy(samples[channel], trial * times, cut[trial][channel], 0, times);
            }
            events.add(
                    new Trial(2000 + 100L * trial, trial % 2 + 1, trial % 2 == 0 ? "go:left" : "go:right"));
            sides.add(trial % 2 == 0 ? "left" : "right");
        }
        return Epochs.builder(channels(), RATE_HZ, -10, times).trials(events, TrialSource.of(cut))
                .baseline(new Epochs.TimeWindow(-0.04, 0)).projectors(projectors()).band(new Band(0.1, 80))
                .dropped(List.of(new Epochs.Dropped(1, List.of("EOG 061")),
                        new Epochs.Dropped(4, List.of("BAD blink"))))
                .table(Table.of(Column.ofText("side", sides),
                        Column.ofNumbers("rt", 0.5, 0.25, Double.NaN, 1, 2, 3, 4)))
                .build();
    }

    static List<Evoked> averages() {
        return List.of(
                new Evoked("left", Evoked.Kind.AVERAGE, 40, channels(), RATE_HZ, -10, samples(51),
                        projectors()),
                new Evoked("left", Evoked.Kind.STANDARD_ERROR, 40, channels(), RATE_HZ, -10, samples(51),
                        projectors()),
                new Evoked("right", Evoked.Kind.AVERAGE, 38, channels(), RATE_HZ, 5, samples(30),
                        projectors()));
    }

    static SensorCovariance covariance() {
        double[][] matrix = {{2e-24, 1e-24, 0}, {1e-24, 3e-24, 5e-25}, {0, 5e-25, 1e-24}};
        return new SensorCovariance(List.of("MEG 0111", "MEG 0112", "MEG 0113"), matrix, 77,
                List.of("MEG 0113"),
                projectors().subList(0, 1));
    }

    static FifEvents events() {
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("go:left", 1);
        names.put("right", 2);
        return new FifEvents(List.of(new TriggerEvent(1300, 0, 1), new TriggerEvent(1500, 1, 2),
                new TriggerEvent(123456, 0, 1)), names);
    }

    /** @param arguments the folder to write to */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Recording dated = recording(true);
        for (FifWriteOptions.Samples samples : FifWriteOptions.Samples.values()) {
            FifRawWriter.write(dated, folder.resolve(samples.name().toLowerCase() + "_raw.fif"),
                    FifWriteOptions.DEFAULT.withSamples(samples), notice -> {}, Progress.NONE);
        }
        FifRawWriter.write(dated, folder.resolve("packed_raw.fif.gz"), FifWriteOptions.DEFAULT, notice -> {},
                Progress.NONE);
        FifRawWriter.write(recording(false), folder.resolve("undated_raw.fif"),
                FifWriteOptions.DEFAULT.withSamples(FifWriteOptions.Samples.FLOAT64), notice -> {},
                Progress.NONE);
        FifWriteOptions small = FifWriteOptions.DEFAULT.withLargestFileBytes(40_000).withBufferSeconds(0.5);
        FifRawWriter.write(dated, folder.resolve("parts_raw.fif"), small, notice -> {}, Progress.NONE);
        FifRawWriter.write(dated, folder.resolve("sub-01_split-01_meg.fif"), small, notice -> {},
                Progress.NONE);
        FifEpochs.write(epochs(), folder.resolve("single-epo.fif"), FifWriteOptions.DEFAULT, Progress.NONE);
        FifEpochs.write(epochs(), folder.resolve("double-epo.fif"),
                FifWriteOptions.DEFAULT.withSamples(FifWriteOptions.Samples.FLOAT64), Progress.NONE);
        FifEpochs.write(epochs(), folder.resolve("parts-epo.fif"),
                FifWriteOptions.DEFAULT.withLargestFileBytes(12_000),
                Progress.NONE);
        FifEvoked.write(averages(), folder.resolve("some-ave.fif"));
        FifCovariance.write(covariance(), folder.resolve("some-cov.fif"));
        FifProjectors.write(projectors(), folder.resolve("some-proj.fif"));
        events().write(folder.resolve("some-eve.fif"));
        events().write(folder.resolve("some.eve"));
        FifTransform.write(dated.deviceToHead().orElseThrow(), folder.resolve("some-trans.fif"));
        FifDigitization.write(dated.digitization(), folder.resolve("some-fiducials.fif"));
        Map<String, NpyArray> expected = new LinkedHashMap<>();
        expected.put("raw", flat(dated.read(0, SAMPLES)));
        Epochs epochs = epochs();
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            expected.put("trial" + trial, flat(epochs.read(trial)));
        }
        for (int i = 0; i < averages().size(); i++) {
            expected.put("average" + i, flat(averages().get(i).samples()));
        }
        expected.put("covariance", flat(covariance().matrix()));
        NpzFile.write(folder.resolve("expected.npz"), expected, false);
    }

    private static NpyArray flat(double[][] rows) {
        double[] values = new double[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
        }
        return NpyArray.of(values, rows.length, rows[0].length);
    }
}
