package org.engram.io.recording.ctf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.JsonMatrix;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder is made, and read by MNE-Python, in {@code make_fixtures.py}. */
class CtfFormatTest {
    private static final Path FIXTURES = Path.of("src/test/resources/org/engram/io/recording/ctf");

    @TempDir
    Path temporary;
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectory(temporary.resolve("synthetic.ds"));
        try (Stream<Path> files = Files.list(FIXTURES.resolve("synthetic.ds"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    @Test
    void namesSamplesAndBandAreThoseOfMne() throws IOException {
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("synthetic.json"));
        Recording recording = Recordings.read(folder);
        assertEquals(expected.get("names"), recording.channelNames());
        assertEquals(((Number) expected.get("count")).longValue(), recording.sampleCount());
        assertEquals(((Number) expected.get("date")).longValue(),
                recording.startTime().orElseThrow().getEpochSecond());
        assertEquals(((Number) expected.get("lowpass")).doubleValue(), recording.band().lowPassHz());
        assertEquals(((Number) expected.get("highpass")).doubleValue(), recording.band().highPassHz());
        assertEquals(new java.util.HashSet<>((List<?>) expected.get("bads")),
                new java.util.HashSet<>(recording.badChannels()));
        double[][] data = JsonMatrix.of(expected.get("data"));
        List<?> samples = (List<?>) expected.get("samples");
        double[][] own = recording.read(0, (int) recording.sampleCount());
        for (int i = 0; i < data.length; i++) {
            for (int j = 0; j < samples.size(); j++) {
                assertEquals(data[i][j], own[i][((Number) samples.get(j)).intValue()],
                        1e-14 * Math.abs(data[i][j]), i + " " + j);
            }
        }
    }

    @Test
    void placesAreThoseOfMne() throws IOException {
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("synthetic.json"));
        Recording recording = Recordings.read(folder);
        double[][] locations = JsonMatrix.of(expected.get("locations"));
        List<?> coils = (List<?>) expected.get("coils");
        for (int i = 0; i < recording.channelCount(); i++) {
            Channel channel = recording.channels().get(i);
            if (channel.sensor().isPresent()) {
                assertEquals(coils.get(i), channel.sensor().get().coilType(), channel.name());
                assertArrayEquals(locations[i], channel.sensor().get().location(), 1e-12, channel.name());
            }
            if (channel.position().isPresent()) {
                assertArrayEquals(Arrays.copyOf(locations[i], 3), new double[] {channel.position().get().x(),
                        channel.position().get().y(), channel.position().get().z()}, 1e-9, channel.name());
            }
        }
        assertEquals(9, recording.channelsThat(c -> c.sensor().isPresent()).length);
        assertEquals(1, recording.channelsThat(c -> c.position().isPresent()).length);
        double[][] head = JsonMatrix.of(expected.get("head"));
        for (int i = 0; i < 16; i++) {
            // Coils in the hc file are written with nine decimals of a centimetre.
            assertEquals(head[i / 4][i % 4], recording.deviceToHead().orElseThrow().matrix()[i], 1e-8);
        }
        List<double[]> points = new ArrayList<>(List.of(JsonMatrix.of(expected.get("points"))));
        for (DigitizedPoint point : recording.digitization()) {
            assertTrue(points.removeIf(p -> p[0] == point.kind().ordinal() + 1
                    && Math.abs(p[2] - point.position().x()) + Math.abs(p[3] - point.position().y())
                            + Math.abs(p[4] - point.position().z()) < 1e-9),
                    point.toString());
        }
        assertTrue(points.isEmpty(), points.size() + " points are missing");
    }

    @Test
    void annotationsAreThoseOfMneAndBadTrials() throws IOException {
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("synthetic.json"));
        List<Annotation> own = new ArrayList<>(Recordings.read(folder).annotations());
        Annotation trial = own.stream().filter(a -> a.text().equals("bad_trial")).findFirst().orElseThrow();
        assertEquals(2 * 150 / 600., trial.onsetSeconds(), 1e-12);
        assertEquals(150 / 600., trial.durationSeconds(), 1e-12);
        own.remove(trial);
        List<?> texts = (List<?>) expected.get("texts");
        assertEquals(texts, own.stream().map(Annotation::text).toList());
        for (int i = 0; i < own.size(); i++) {
            assertEquals(number(expected, "onsets", i), own.get(i).onsetSeconds(), 1e-9);
            assertEquals(number(expected, "durations", i), own.get(i).durationSeconds(), 1e-9);
        }
    }

    @Test
    void compensationIsThatOfMne() throws IOException {
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("synthetic.json"));
        List<Compensation> own = Recordings.read(folder).compensations();
        List<?> comps = (List<?>) expected.get("comps");
        assertEquals(2, own.size());
        for (int i = 0; i < 2; i++) {
            Map<?, ?> comp = (Map<?, ?>) comps.get(i);
            assertEquals(comp.get("kind"), own.get(i).grade());
            assertEquals(comp.get("rows"), own.get(i).sensors());
            assertEquals(comp.get("columns"), own.get(i).references());
            double[][] data = JsonMatrix.of(comp.get("data"));
            for (int row = 0; row < data.length; row++) {
                assertArrayEquals(data[row], own.get(i).coefficients()[row], 1e-12);
            }
        }
    }

    @Test
    void clockAndNamesCanBeChosen() throws IOException {
        List<Notice> notices = new ArrayList<>();
        Recording cut = Recordings.read(folder, ReadOptions.DEFAULT, notices::add);
        assertEquals(450 + 215, cut.sampleCount());
        assertTrue(notices.stream().anyMatch(n -> n.code().equals("ctf-clock-stops")));
        Recording whole = new CtfFormat().read(folder, ReadOptions.DEFAULT,
                CtfOptions.DEFAULT.withStopAtClock(false).withCleanNames(true), notice -> {});
        assertEquals(750, whole.sampleCount());
        assertEquals(ChannelType.AXIAL_GRADIOMETER, whole.channels().get(whole.channel("MLC11")).type());
        assertEquals("MLC11", whole.compensations().get(0).sensors().get(0));
        assertEquals(whole.sampleCount(), new CtfFormat().read(folder.resolve("synthetic.res4"),
                ReadOptions.DEFAULT, CtfOptions.DEFAULT.withStopAtClock(false), notice -> {}).sampleCount());
        double[][] all = whole.read(0, 750);
        double[][] part = whole.read(new int[] {9, 2}, 140, 400);
        assertArrayEquals(Arrays.copyOfRange(all[9], 140, 540), part[0]);
        assertArrayEquals(Arrays.copyOfRange(all[2], 140, 540), part[1]);
    }

    @Test
    void missingPartsAreNamed() throws IOException {
        Files.delete(folder.resolve("synthetic.hc"));
        Recording recording = Recordings.read(folder);
        assertTrue(recording.deviceToHead().isEmpty());
        Path samples = folder.resolve("synthetic.meg4");
        byte[] bytes = Files.readAllBytes(samples);
        Files.write(samples, Arrays.copyOf(bytes, bytes.length - 5));
        FormatException cut = assertThrows(FormatException.class, () -> Recordings.read(folder));
        assertTrue(cut.getMessage().contains("leniently"), cut.getMessage());
        assertEquals(300 + 215,
                Recordings.read(folder, ReadOptions.DEFAULT.withLenient(true), n -> {}).sampleCount());
        Files.delete(folder.resolve("synthetic.res4"));
        assertThrows(EngramException.class, () -> Recordings.read(folder));
    }

    @Test
    void damageEndsInDeclaredErrors() throws IOException {
        CtfFormat format = new CtfFormat();
        RecordingFuzz.Reading reading = file -> RecordingFuzz.recordings(format).of(folder);
        RecordingFuzz.run(folder.resolve("synthetic.res4"), 2400, 300, 1, reading);
        RecordingFuzz.run(folder.resolve("synthetic.res4"),
                (int) Files.size(folder.resolve("synthetic.res4")), 200, 2, reading);
        for (String name : List.of("synthetic.hc", "MarkerFile.mrk", "ClassFile.cls", "synthetic.eeg",
                "subject.pos", "bad.segments", "BadChannels", "synthetic.1_meg4")) {
            Path file = folder.resolve(name);
            RecordingFuzz.run(file, (int) Math.min(4000, Files.size(file)), 60, 3, reading);
        }
    }

    private static double number(Map<String, Object> map, String key, int index) {
        return ((Number) ((List<?>) map.get(key)).get(index)).doubleValue();
    }
}
