package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the files of each format and the sidecars together nothing of a recording is lost. */
class RealFormatRoundTripTest {
    private static final double RATE = 250;
    private static final int COUNT = 1000;

    @TempDir
    Path folder;

    private static double[][] samples() {
        double[][] samples = new double[5][COUNT];
        for (int i = 0; i < COUNT; i++) {
            samples[0][i] = 1e-4 * Math.sin(0.1 * i);
            samples[1][i] = 7e-5 * Math.cos(0.37 * i);
            samples[2][i] = 3e-4 * Math.sin(0.02 * i);
            samples[3][i] = 1e-3 * Math.sin(0.9 * i);
            samples[4][i] = i / 100 % 3;
        }
        return samples;
    }

    private static Recording recording(ChannelType brain) {
        List<Channel> channels = List.of(
                Channel.of("Fz", brain).withPosition(new Position(0, 0.08, 0.06)),
                Channel.of("Oz", brain).withPosition(new Position(0.001, -0.09, 0.03)).withBad(true),
                Channel.of("EOG left", ChannelType.EOG), Channel.of("heart", ChannelType.ECG),
                Channel.of("STI 014", ChannelType.STIM));
        return Recording.of(channels, RATE, samples()).toBuilder()
                .startTime(Instant.parse("2021-03-02T10:20:30Z")).lineFrequency(50)
                .digitization(
                        List.of(fiducial(1, -0.07, 0, 0), fiducial(2, 0, 0.1, 0), fiducial(3, 0.07, 0, 0)))
                .annotations(
                        List.of(Annotation.of(-0.5, 0, "before the first sample"),
                                Annotation.of(0.5, 0, "go"), Annotation.of(1.1013, 0.2507, "BAD_movement"),
                                Annotation.of(2.004, 0.1, "Stimulus/S  1")))
                .build();
    }

    private static DigitizedPoint fiducial(int number, double x, double y, double z) {
        return new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, number, new Position(x, y, z),
                CoordinateFrame.HEAD);
    }

    /** Relative to the largest sample: a step of 16 or 24 bits over its whole range, or single precision. */
    @ParameterizedTest
    @CsvSource({"eeg, .edf, 1.6e-5", "eeg, .bdf, 6.1e-8", "eeg, .vhdr, 6.1e-8", "eeg, .fif, 6.1e-8",
            "ieeg, .edf, 1.6e-5", "ieeg, .vhdr, 6.1e-8", "meg, .fif, 6.1e-8"})
    void everythingComesBack(String datatype, String extension, double precision) throws IOException {
        Recording written = recording(datatype.equals("ieeg") ? ChannelType.SEEG : ChannelType.EEG);
        BidsName name = BidsName.parse("sub-01_task-rest_" + datatype + extension);
        new BidsRecordingWriter(folder, BidsRecordingWriter.Options.raw("Rest")).write(written, name,
                notice -> {}, Progress.NONE);
        BidsRecordings dataset = BidsDataset.open(folder).recordings();
        assertEquals(1, dataset.runs().size());
        Recording read = dataset.read(dataset.runs().get(0), ReadOptions.DEFAULT, notice -> {});
        assertEquals(written.channelNames(), read.channelNames());
        assertEquals(written.badChannels(), read.badChannels());
        assertEquals(written.samplingRateHz(), read.samplingRateHz(), 1e-9);
        assertEquals(written.sampleCount(), read.sampleCount());
        assertEquals(written.startTime(), read.startTime());
        assertEquals(50, read.lineFrequencyHz().orElseThrow());
        double[][] samples = samples();
        double[][] back = read.read(0, COUNT);
        double[] largest = {1e-4, 7e-5, 3e-4, 1e-3, 2};
        for (int i = 0; i < samples.length; i++) {
            Channel before = written.channels().get(i);
            Channel after = read.channels().get(i);
            assertEquals(before.type(), after.type(), before.name());
            assertEquals(before.unit(), after.unit(), before.name());
            assertArrayEquals(samples[i], back[i], precision * largest[i], before.name());
            assertEquals(before.position().isPresent(), after.position().isPresent());
            if (before.position().isPresent()) {
                // FIFF keeps places in single precision
                assertEquals(0, before.position().get().distanceTo(after.position().orElseThrow()), 1e-8);
            }
        }
        assertEquals(3,
                read.digitization().stream().filter(p -> p.kind() == DigitizedPoint.Kind.FIDUCIAL).count());
        for (DigitizedPoint point : written.digitization()) {
            assertEquals(0, read.digitization().stream().filter(p -> p.number() == point.number()
                    && p.kind() == DigitizedPoint.Kind.FIDUCIAL).findFirst().orElseThrow().position()
                    .distanceTo(point.position()), 1e-8);
        }
        List<Annotation> events = read.annotations().stream()
                .filter(a -> !a.text().startsWith("New Segment")).sorted((a, b) -> Double
                        .compare(a.onsetSeconds(), b.onsetSeconds()))
                .toList();
        assertEquals(4, events.size(), events.toString());
        for (int i = 0; i < 4; i++) {
            Annotation before = written.annotations().get(i);
            assertEquals(before.text(), events.get(i).text());
            // a bad stretch of the data file is not doubled by that of the table, though rounded to samples or floats
            assertEquals(before.onsetSeconds(), events.get(i).onsetSeconds(), 1e-6);
            assertEquals(before.durationSeconds(), events.get(i).durationSeconds(), 0.5 / RATE);
        }
    }
}
