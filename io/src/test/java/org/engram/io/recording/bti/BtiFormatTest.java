package org.engram.io.recording.bti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.core.FormatException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.JsonMatrix;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Unit;
import org.engram.io.table.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders are made, and read by MNE-Python, in {@code make_fixtures.py}. */
class BtiFormatTest {
    private static final Path FIXTURES = Path.of("src/test/resources/org/engram/io/recording/bti");

    @TempDir
    Path folder;

    @Test
    void integersReadAsMneReadsThem() throws IOException {
        assertSame("integers.json", Recordings.read(FIXTURES.resolve("subject/c,rfDC")));
    }

    @Test
    void singlePrecisionReadsAsMneReadsIt() throws IOException {
        assertSame("floats.json", Recordings.read(FIXTURES.resolve("floats")));
    }

    @Test
    void typesFollowTheConfiguration() throws IOException {
        Recording recording = Recordings.read(FIXTURES.resolve("subject"));
        assertEquals(List.of("A1", "A2", "A10"), recording.channelNames().subList(0, 3));
        assertEquals(3, recording.channelsThat(c -> c.type() == ChannelType.MAGNETOMETER).length);
        assertEquals(3, recording.channelsThat(c -> c.type() == ChannelType.REFERENCE_MEG).length);
        assertEquals(2, recording.channelsThat(c -> c.type() == ChannelType.STIM).length);
        assertEquals(ChannelType.EEG, recording.channels().get(recording.channel("EEG01")).type());
        assertEquals(Unit.TESLA_PER_METRE, recording.channels().get(recording.channel("GxxA")).unit());
        assertEquals(60, recording.lineFrequencyHz().orElseThrow());
        double[][] all = recording.read(0, 650);
        double[][] part = recording.read(new int[] {7, 0}, 390, 200);
        assertArrayEquals(Arrays.copyOfRange(all[7], 390, 590), part[0]);
        assertArrayEquals(Arrays.copyOfRange(all[0], 390, 590), part[1]);
    }

    @Test
    void missingAndForeignFilesAreNamed() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve("hs_file"));
        assertTrue(Recordings.read(copy).deviceToHead().isEmpty());
        Files.copy(copy.resolve("c,rfDC"), copy.resolve("c,rfhp"));
        FormatException several = assertThrows(FormatException.class, () -> Recordings.read(copy));
        assertTrue(several.getMessage().contains("c,rfhp"), several.getMessage());
        Files.delete(copy.resolve("config"));
        FormatException alone = assertThrows(FormatException.class,
                () -> new BtiFormat().read(copy.resolve("c,rfDC"),
                        org.engram.io.recording.ReadOptions.DEFAULT, notice -> {}));
        assertTrue(alone.getMessage().contains("config"), alone.getMessage());
    }

    @Test
    void damageEndsInDeclaredErrors() throws IOException {
        Path copy = copy();
        RecordingFuzz.Reading reading = file -> RecordingFuzz.recordings(new BtiFormat()).of(copy);
        Path config = copy.resolve("config");
        RecordingFuzz.run(config, (int) Files.size(config), 200, 31, reading);
        RecordingFuzz.run(copy.resolve("hs_file"), 200, 60, 32, reading);
        Path samples = copy.resolve("c,rfDC");
        byte[] whole = Files.readAllBytes(samples);
        RecordingFuzz.run(samples, whole.length, 100, 33, reading);
        // The header stands at the end: shorten what comes before it, so that most damage meets it.
        int header = 650 * 11 * 2 + 4;
        for (int round = 0; round < 200; round++) {
            byte[] damaged = whole.clone();
            damaged[header + round * 11 % (whole.length - header)] = (byte) (round * 31 + 127);
            Files.write(samples, damaged);
            try {
                reading.of(samples);
            } catch (org.engram.core.EngramException declared) {
                assertTrue(declared.getMessage().length() > 10);
            }
        }
    }

    private Path copy() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Stream<Path> files = Files.list(FIXTURES.resolve("subject"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        return copy;
    }

    private static void assertSame(String json, Recording recording) throws IOException {
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve(json));
        assertEquals(expected.get("names"), recording.channelNames());
        assertEquals(((Number) expected.get("count")).longValue(), recording.sampleCount());
        assertEquals(((Number) expected.get("rate")).doubleValue(), recording.samplingRateHz(), 1e-9);
        assertEquals(((Number) expected.get("date")).longValue(),
                recording.startTime().orElseThrow().getEpochSecond());
        assertEquals(((Number) expected.get("highpass")).doubleValue(), recording.band().highPassHz());
        assertEquals(((Number) expected.get("lowpass")).doubleValue(), recording.band().lowPassHz());
        double[][] data = JsonMatrix.of(expected.get("data"));
        List<?> samples = (List<?>) expected.get("samples");
        double[][] own = recording.read(0, (int) recording.sampleCount());
        for (int i = 0; i < data.length; i++) {
            for (int j = 0; j < samples.size(); j++) {
                // MNE-Python multiplies the gains in single precision.
                assertEquals(data[i][j], own[i][((Number) samples.get(j)).intValue()],
                        2e-7 * Math.abs(data[i][j]), recording.channelNames().get(i));
            }
        }
        double[][] locations = JsonMatrix.of(expected.get("locations"));
        List<?> coils = (List<?>) expected.get("coils");
        for (int i = 0; i < recording.channelCount(); i++) {
            Channel channel = recording.channels().get(i);
            if (channel.sensor().isPresent()) {
                assertEquals(coils.get(i), channel.sensor().get().coilType(), channel.name());
                assertArrayEquals(locations[i], channel.sensor().get().location(), 1e-9, channel.name());
            }
        }
        assertEquals(6, recording.channelsThat(c -> c.sensor().isPresent()).length);
        double[][] head = JsonMatrix.of(expected.get("head"));
        for (int i = 0; i < 16; i++) {
            assertEquals(head[i / 4][i % 4], recording.deviceToHead().orElseThrow().matrix()[i], 1e-9);
        }
        double[][] points = JsonMatrix.of(expected.get("points"));
        assertEquals(points.length, recording.digitization().size());
        for (int i = 0; i < points.length; i++) {
            var point = recording.digitization().get(i);
            assertArrayEquals(Arrays.copyOfRange(points[i], 1, 4),
                    new double[] {point.position().x(), point.position().y(), point.position().z()}, 1e-8); // MNE-Python keeps points in single precision
        }
    }
}
