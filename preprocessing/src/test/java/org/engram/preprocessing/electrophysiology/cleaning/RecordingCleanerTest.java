package org.engram.preprocessing.electrophysiology.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.filtering.LineNoise;
import org.engram.preprocessing.electrophysiology.interpolation.ChannelInterpolation;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.referencing.Referencing;
import org.engram.preprocessing.electrophysiology.resampling.Resampling;
import org.junit.jupiter.api.Test;

class RecordingCleanerTest {
    private static final double RATE = 200;
    private static final int CHANNELS = 12;

    private static double[][] samples(int count) {
        double[][] samples = new double[CHANNELS][count];
        for (int c = 0; c < CHANNELS; c++) {
            RandomStream random = RandomStream.of(3, c);
            for (int t = 0; t < count; t++) {
                samples[c][t] = 1e-6 * random.normal(t) + 5e-6 * Math.sin(2 * Math.PI * 50 * t / RATE)
                        + 8e-6 * Math.sin(2 * Math.PI * 9 * t / RATE + 0.3 * c);
            }
        }
        return samples;
    }

    private static List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < CHANNELS; c++) {
            double angle = 2 * Math.PI * c / CHANNELS;
            double height = c % 2 == 0 ? 0.5 : 0.2;
            double side = Math.sqrt(1 - height * height);
            channels.add(Channel.of("E" + c, ChannelType.EEG).withPosition(
                    new Position(0.09 * side * Math.cos(angle), 0.09 * side * Math.sin(angle),
                            0.09 * height)));
        }
        return channels;
    }

    private static Recording recording(double[][] samples) {
        return Recording.of(channels(), RATE, samples);
    }

    @Test
    void stepsAreThoseOfTheLibraryInTheDocumentedOrder() throws IOException {
        double[][] samples = samples(4000);
        for (int t = 0; t < 4000; t++) {
            samples[5][t] *= 40;
        }
        Recording raw = recording(samples);
        RecordingCleaner cleaner = RecordingCleaner.builder().highPassHz(1).lowPassHz(40).lineHz(50)
                .resampleHz(100).detectBads(true).interpolateBads(true)
                .reference(ReferenceChoice.parse("average")).build();
        RecordingCleaner.Cleaned cleaned = cleaner.clean(raw, notice -> {});

        Recording expected = LineNoise.notch(50, RATE).apply(raw);
        expected = FirDesign.bandPass(1, 40, RATE).build().apply(expected);
        expected = Resampling.to(100).apply(expected);
        assertEquals(List.of("E5"),
                cleaned.detected().stream().map(BadChannelDetection.Found::name).toList());
        expected = ChannelInterpolation
                .of(expected.channels(), List.of("E5"), HeadSphere.fit(expected.channels())).apply(expected);
        expected = Referencing.average(expected.channels()).apply(expected);
        assertEquals(100, cleaned.recording().samplingRateHz());
        assertEquals(List.of("E5"), cleaned.interpolated());
        assertEquals(List.of(), cleaned.recording().badChannels());
        double[][] made = cleaned.recording().read(0, (int) expected.sampleCount());
        double[][] wanted = expected.read(0, (int) expected.sampleCount());
        for (int c = 0; c < CHANNELS; c++) {
            // The same steps on the same samples: not a bit differs.
            assertArrayEquals(wanted[c], made[c]);
        }
        assertEquals(6, cleaned.steps().size(), cleaned.steps().toString());
    }

    @Test
    void flatLoudAndLonelyChannelsAreFoundAndGoodOnesAreNot() throws IOException {
        double[][] samples = samples(6000);
        for (int t = 0; t < 6000; t++) {
            samples[2][t] = 0;
            samples[7][t] *= 30;
        }
        RandomStream random = RandomStream.of(4, 0);
        for (int t = 0; t < 6000; t++) {
            samples[9][t] = 7e-6 * random.normal(t);
        }
        List<BadChannelDetection.Found> found = new BadChannelDetection(5, 4, 1.5).find(recording(samples));
        assertEquals(List.of("E2", "E7", "E9"), found.stream().map(BadChannelDetection.Found::name).toList());
        assertEquals("does not move", found.get(0).reason());
        assertTrue(found.get(1).reason().matches("amplitude (29|30|31)(\\..)? times the typical one"),
                found.get(1).reason());
        assertTrue(found.get(2).reason().startsWith("unlike its neighbours"), found.get(2).reason());
        assertEquals(List.of(), BadChannelDetection.DEFAULT.find(recording(samples(6000))));
    }

    @Test
    void aLoudStretchIsAnnotated() throws IOException {
        double[][] samples = samples(20_000);
        for (double[] row : samples) {
            for (int t = 8000; t < 8400; t++) {
                row[t] *= 20;
            }
        }
        RecordingCleaner.Cleaned cleaned = RecordingCleaner.builder().segments(true).build()
                .clean(recording(samples), notice -> {});
        assertEquals(1, cleaned.segments().size(), cleaned.segments().toString());
        assertEquals(40, cleaned.segments().get(0).onsetSeconds(), 1e-9);
        assertEquals(2, cleaned.segments().get(0).durationSeconds(), 1e-9);
        assertEquals(cleaned.segments(), cleaned.recording().annotations());
    }

    /** Half an hour that exists only as a formula: blocks are asked for, and only as many as a pass needs. */
    @Test
    void longRecordingsAreReadByBlock() throws IOException {
        long count = (long) (1800 * RATE);
        AtomicLong largest = new AtomicLong();
        SampleSource source = (asked, first, many, into, offset) -> {
            largest.accumulateAndGet(many, Math::max);
            for (int i = 0; i < asked.length; i++) {
                for (int t = 0; t < many; t++) {
                    into[i][offset + t] = 1e-6 * Math.sin((asked[i] + 1) * 0.01 * (first + t));
                }
            }
        };
        Recording recording = Recording.builder(channels(), RATE, count, source).build();
        Recording made = RecordingCleaner.builder().highPassHz(0.5).lowPassHz(40).resampleHz(100)
                .reference(ReferenceChoice.parse("average")).build().clean(recording, notice -> {})
                .recording();
        for (long first = 0; first + 10_000 <= made.sampleCount(); first += 60_000) {
            made.read(first, 10_000);
        }
        assertTrue(largest.get() < count / 4, largest + " samples at once of " + count);
    }

    @Test
    void referencesAreNamedAsOnTheCommandLine() throws IOException {
        assertEquals(List.of("A1", "A2"), ReferenceChoice.parse("A1+A2").channels());
        assertEquals(ReferenceChoice.Kind.REST, ReferenceChoice.parse("REST").kind());
        assertThrows(IllegalArgumentException.class, () -> ReferenceChoice.parse("A1+"));
        Recording raw = recording(samples(100));
        Recording made = RecordingCleaner.builder().reference(ReferenceChoice.parse("E0+E1")).build()
                .clean(raw, notice -> {}).recording();
        double[][] before = raw.read(0, 100);
        assertEquals(before[3][40] - (before[0][40] + before[1][40]) / 2, made.read(0, 100)[3][40], 1e-18);
        // REST of potentials without noise at one source depends on no reference: a common shift changes nothing.
        double[][] shifted = samples(100);
        for (double[] row : shifted) {
            for (int t = 0; t < row.length; t++) {
                row[t] += 3e-5;
            }
        }
        RecordingCleaner rest = RecordingCleaner.builder().reference(ReferenceChoice.parse("rest")).build();
        assertArrayEquals(rest.clean(raw, notice -> {}).recording().read(0, 100)[4],
                rest.clean(recording(shifted), notice -> {}).recording().read(0, 100)[4], 1e-12);
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Recording raw = recording(samples(400));
        assertTrue(message(RecordingCleaner.builder().regressEog(true), raw).contains("no good EOG channel"));
        assertTrue(message(RecordingCleaner.builder().projections(Set.of(ProjectionSource.FILE)), raw)
                .contains("no projectors"));
        assertThrows(IllegalArgumentException.class,
                () -> RecordingCleaner.builder().lowPassHz(120).build().clean(raw, notice -> {}));
        assertThrows(IllegalArgumentException.class,
                () -> RecordingCleaner.builder().highPassHz(40).lowPassHz(1)
                        .build().clean(raw, notice -> {}));
        assertThrows(IllegalArgumentException.class, () -> RecordingCleaner.builder().method(FilterMethod.IIR)
                .lowPassHz(100).build().clean(raw, notice -> {}));
        assertThrows(IllegalArgumentException.class, () -> RecordingCleaner.builder().highPassHz(-1));
    }

    private static String message(RecordingCleaner.Builder builder, Recording recording) {
        return assertThrows(EngramException.class, () -> builder.build().clean(recording, notice -> {}))
                .getMessage();
    }
}
