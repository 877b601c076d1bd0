package org.engram.io.recording.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat;
import org.engram.io.format.FileStart;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.JsonMatrix;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.table.JsonFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values in the JSON files are those MNE-Python reads ({@code make_fixtures.py}). */
class KitFormatTest {
    private static final Path FIXTURES = Path.of("src/test/resources/org/engram/io/recording/kit");

    @TempDir
    Path folder;

    @Test
    void aSyntheticFileReadsAsMneReadsIt() throws IOException {
        Recording recording = Recordings.read(FIXTURES.resolve("synthetic.sqd"));
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("synthetic.json"));
        assertSame(expected, recording);
        assertEquals(ChannelType.EEG, recording.channels().get(7).type());
        assertEquals(ChannelType.ECG, recording.channels().get(9).type());
        assertEquals("a comment", recording.facts().get("comment"));
        // The pen measured Fz at (80, 0, 90) mm between nasion and ears: in the head frame it is above and in front.
        assertTrue(recording.channels().get(7).position().orElseThrow().y() > 0.05);
    }

    @Test
    void theRecordedFileReadsAsMneReadsIt() throws IOException {
        Path data = RealData.path("meg/mne_kit");
        KitOptions options = KitOptions.DEFAULT.withHead(
                List.of(data.resolve("test_mrk_pre.sqd"), data.resolve("test_mrk_post.sqd")),
                data.resolve("test.elp"), data.resolve("test.hsp"));
        Recording recording = new KitFormat().read(data.resolve("test.sqd"), ReadOptions.DEFAULT, options,
                notice -> {});
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("recorded.json"));
        assertSame(expected, recording);
        assertEquals(157, recording.channelsThat(c -> c.type() == ChannelType.AXIAL_GRADIOMETER).length);
        assertEquals(508, recording.digitization().size());
    }

    @Test
    void sensorsEqualTheFiffExportOfTheSameRecording() throws IOException {
        Path data = RealData.path("meg/mne_kit");
        Recording recording = Recordings.read(data.resolve("test.sqd"));
        Map<String, Object> expected = JsonFile.read(FIXTURES.resolve("recorded.json"));
        double[][] twin = JsonMatrix.of(expected.get("twin"));
        double[][] own = recording.read(0, 2000);
        for (int channel = 0; channel < twin.length; channel++) {
            double[] row = own[channel];
            // The twin is in single precision.
            assertArrayEquals(twin[channel], new double[] {row[0], row[999], row[1999]}, 1e-6 * 5e-12);
        }
    }

    @Test
    void triggerOptionsFollowMne() throws IOException {
        KitOptions rising = KitOptions.DEFAULT.withThreshold(true, 0.5);
        assertCodes("first_highest", rising.withTriggers(List.of(), KitOptions.BitOrder.FIRST_HIGHEST,
                KitOptions.Coding.BINARY));
        assertCodes("last_highest", rising);
        assertCodes("channel", KitOptions.DEFAULT.withThreshold(true, 1).withTriggers(List.of(),
                KitOptions.BitOrder.LAST_HIGHEST, KitOptions.Coding.CHANNEL_INDEX));
    }

    private static void assertCodes(String name, KitOptions options) throws IOException {
        Recording recording = new KitFormat().read(FIXTURES.resolve("synthetic.sqd"), ReadOptions.DEFAULT,
                options, notice -> {});
        double[] codes = recording.read(new int[] {15}, 0, 700)[0];
        List<?> expected = (List<?>) JsonFile.read(FIXTURES.resolve("synthetic.json")).get(name);
        for (int i = 0; i < codes.length; i++) {
            assertEquals(((Number) expected.get(i)).doubleValue(), codes[i], name + ", sample " + i);
        }
    }

    @Test
    void anyBlockIsPartOfTheWhole() throws IOException {
        Recording recording = Recordings.read(FIXTURES.resolve("synthetic.sqd"));
        double[][] whole = recording.read(0, 700);
        int[] which = {15, 3, 15, 10};
        double[][] part = recording.read(which, 123, 77);
        for (int i = 0; i < which.length; i++) {
            assertArrayEquals(java.util.Arrays.copyOfRange(whole[which[i]], 123, 200), part[i]);
        }
    }

    @Test
    void markerFilesAndCutFilesAreNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("synthetic.sqd"));
        Path cut = Files.write(folder.resolve("cut.sqd"),
                java.util.Arrays.copyOf(bytes, bytes.length - 8000));
        // Everything that lies after the samples is cut as well, so use a file whose samples come last.
        assertThrows(FormatException.class, () -> Recordings.read(cut));
        Path data = RealData.path("meg/mne_kit");
        UnsupportedFeatureException average = assertThrows(UnsupportedFeatureException.class,
                () -> Recordings.read(data.resolve("test_mrk.sqd")));
        assertTrue(average.getMessage().contains("marker"), average.getMessage());
        byte[] recorded = Files.readAllBytes(data.resolve("test.sqd"));
        Path shorter = Files.write(folder.resolve("short.sqd"), java.util.Arrays.copyOf(recorded, 500_000));
        assertThrows(FormatException.class, () -> Recordings.read(shorter));
        List<Notice> notices = new ArrayList<>();
        Recording rest = Recordings.read(shorter, ReadOptions.DEFAULT.withLenient(true), notices::add);
        assertEquals((500_000 - 58_996) / 384, rest.sampleCount());
        assertEquals("samples-missing", notices.get(0).code());
    }

    @Test
    void damageEndsInDeclaredErrors() throws IOException {
        Path file = Files.copy(FIXTURES.resolve("synthetic.sqd"), folder.resolve("fuzz.sqd"));
        RecordingFuzz.run(file, 2600, 400, 5, RecordingFuzz.recordings(new KitFormat()));
        RecordingFuzz.run(file, (int) Files.size(file), 200, 6, RecordingFuzz.recordings(new KitFormat()));
    }

    @Test
    void theDirectoryAtTheStartIsRecognised() throws IOException {
        assertEquals(FileFormat.Match.CONTENT,
                new KitFormat().recognise(FileStart.of(FIXTURES.resolve("synthetic.sqd"))));
        assertEquals(FileFormat.Match.NONE,
                new KitFormat().recognise(FileStart.of(Path.of("x.nii"), new byte[64])));
    }

    private static void assertSame(Map<String, Object> expected, Recording recording) throws IOException {
        assertEquals(expected.get("names"), recording.channelNames());
        assertEquals(((Number) expected.get("rate")).doubleValue(), recording.samplingRateHz());
        assertEquals(((Number) expected.get("count")).longValue(), recording.sampleCount());
        assertEquals(((Number) expected.get("date")).longValue(),
                recording.startTime().orElseThrow().getEpochSecond());
        assertEquals(((Number) expected.get("lowpass")).doubleValue(), recording.band().lowPassHz());
        assertEquals(((Number) expected.get("highpass")).doubleValue(), recording.band().highPassHz());
        double[][] data = JsonMatrix.of(expected.get("data"));
        double[][] own = recording.read(0, (int) recording.sampleCount());
        List<?> channels = (List<?>) expected.get("channels");
        List<?> samples = (List<?>) expected.get("samples");
        for (int i = 0; i < data.length; i++) {
            for (int j = 0; j < data[i].length; j++) {
                double value = own[((Number) channels.get(i)).intValue()][((Number) samples.get(j))
                        .intValue()];
                // The order of the factors differs.
                assertEquals(data[i][j], value, 1e-12 * Math.abs(data[i][j]));
            }
        }
        List<?> codes = (List<?>) expected.get("codes");
        for (int i = 0; i < codes.size(); i++) {
            assertEquals(((Number) codes.get(i)).doubleValue(), own[own.length - 1][i], "code " + i);
        }
        assertGeometry(expected, recording);
    }

    private static void assertGeometry(Map<String, Object> expected, Recording recording) {
        double[][] locations = JsonMatrix.of(expected.get("locations"));
        for (int i = 0; i < locations.length; i++) {
            assertArrayEquals(locations[i], recording.channels().get(i).sensor().orElseThrow().location(),
                    1e-12);
        }
        double[] head = recording.deviceToHead().orElseThrow().matrix();
        double[][] rows = JsonMatrix.of(expected.get("head"));
        for (int i = 0; i < 16; i++) {
            // MNE-Python minimises step by step and stops about there; ours is the closed form.
            assertEquals(rows[i / 4][i % 4], head[i], 2e-6, "device to head " + i);
        }
        double[][] points = JsonMatrix.of(expected.get("points"));
        for (int i = 0; i < 8 && i < points.length; i++) {
            var point = recording.digitization().get(i);
            assertEquals(points[i][0], point.kind().ordinal() + 1);
            assertEquals(points[i][1], point.number());
            assertArrayEquals(new double[] {points[i][2], points[i][3], points[i][4]},
                    new double[] {point.position().x(), point.position().y(), point.position().z()}, 1e-12);
        }
    }
}
