package org.engram.io.recording.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.core.Notice;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.gdf.GdfFormat;
import org.engram.io.recording.neuroscan.CntFormat;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what mne-python 1.3.0 reads; make_reference.py beside the resources makes these. */
class ReferenceReadingTest {
    private static final int STEP = 67;

    @TempDir
    Path folder;

    private static Map<String, NpyArray> reference(String name) throws IOException {
        try {
            return NpzFile.read(Path.of(ReferenceReadingTest.class.getResource(name).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Relative to the largest sample of the channel: a few roundings of doubles apart. */
    private static void assertSamples(double[] expected, double[][] samples, int step, double scale,
            double tolerance, int channels) {
        int kept = expected.length / channels;
        assertTrue(kept > 0 && expected.length % channels == 0);
        for (int c = 0; c < channels; c++) {
            double[] row = Arrays.copyOfRange(expected, c * kept, (c + 1) * kept);
            double largest = Arrays.stream(row).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < kept; i++) {
                assertEquals(row[i] * scale, samples[c][i * step], tolerance * (largest * scale + 1e-12),
                        "channel " + c + " sample " + i * step);
            }
        }
    }

    private static double[][] all(Recording recording) throws IOException {
        return recording.read(0, (int) recording.sampleCount());
    }

    /** mne rounds times to microseconds. */
    private static void assertAnnotations(Map<String, NpyArray> reference, String key, Recording recording) {
        double[] onsets = reference.get(key + ".onset").toDoubles();
        String[] texts = reference.get(key + ".text").toStrings();
        double[] lengths = reference.get(key + ".duration").toDoubles();
        assertEquals(onsets.length, recording.annotations().size());
        for (int i = 0; i < onsets.length; i++) {
            Annotation annotation = recording.annotations().get(i);
            assertEquals(onsets[i], annotation.onsetSeconds(), 1e-6, texts[i]);
            assertEquals(texts[i], annotation.text());
            assertEquals(lengths[i], annotation.durationSeconds(), 1e-6, texts[i]);
        }
    }

    @Test
    void edfIsReadAsByMneAndByEeglab() throws IOException {
        Map<String, NpyArray> reference = reference("real.npz");
        Recording recording = Recordings.read(RealData.path("formats/mne_edf/test.edf"));
        assertEquals(512, recording.samplingRateHz());
        assertEquals(Instant.parse("2014-04-29T22:19:44Z"), recording.startTime().orElseThrow());
        assertEquals(Arrays.asList(reference.get("edf.names").toStrings()), recording.channelNames());
        double[][] samples = all(recording);
        assertSamples(reference.get("edf").toDoubles(), samples, STEP, 1, 1e-13, 139);
        int status = recording.channel("Status");
        assertEquals(ChannelType.STIM, recording.channels().get(status).type());
        // EEGLAB keeps microvolts in single precision; its last row is the trigger channel
        assertSamples(
                Arrays.copyOf(reference.get("edf.eeglab").toDoubles(), 138 * ((3072 + STEP - 1) / STEP)),
                samples, STEP, 1e-6, 1e-6, 138);
        assertAnnotations(reference, "edf", recording);
    }

    @Test
    void bdfIsReadAsByMneAndByEeglab() throws IOException {
        Map<String, NpyArray> reference = reference("real.npz");
        Recording recording = Recordings.read(RealData.path("formats/mne_edf/test.bdf"));
        assertEquals(2048, recording.samplingRateHz());
        assertEquals(Arrays.asList(reference.get("bdf.names").toStrings()), recording.channelNames());
        double[][] samples = all(recording);
        assertSamples(reference.get("bdf").toDoubles(), samples, STEP, 1, 1e-13, 73);
        assertSamples(reference.get("bdf.eeglab").toDoubles(), samples, STEP, 1e-6, 1e-6, 72);
        assertEquals(417, recording.band().lowPassHz());
    }

    @Test
    void triggersOfEdfAreThoseOfTheText() throws IOException {
        Map<String, NpyArray> reference = reference("real.npz");
        Recording recording = Recordings.read(RealData.path("formats/mne_edf/test_edf_stim_channel.edf"));
        double[][] samples = all(recording);
        double[] mne = reference.get("stim").toDoubles();
        assertSamples(mne, samples, STEP, 1, 1e-12, 25);
        double[] text = reference.get("stim.text").toDoubles();
        int kept = text.length / 25;
        for (int c = 0; c < 25; c++) { // six digits of numbers above 100000 microvolts
            for (int i = 0; i < kept; i++) {
                assertEquals(text[c * kept + i], samples[c][i * STEP] * 1e6, c == 24 ? 1e-9 : 0.5);
            }
        }
        assertEquals(ChannelType.MISC, recording.channels().get(24).type());
    }

    @Test
    void egiIsReadAsByMneAndLikeItsText() throws IOException {
        Map<String, NpyArray> reference = reference("real.npz");
        Recording recording = Recordings.read(RealData.path("formats/mne_egi/test_egi.raw"));
        assertEquals(250, recording.samplingRateHz());
        assertEquals(Arrays.asList(reference.get("egi.names").toStrings()), recording.channelNames());
        double[][] samples = all(recording);
        assertSamples(reference.get("egi").toDoubles(), samples, STEP, 1, 1e-13, 263);
        assertEquals(4, samples[262][19]);
        assertEquals(5, samples[262][57]);
        assertEquals(List.of("TRSP", "XXX1"),
                recording.annotations().stream().map(Annotation::text).toList());
        assertEquals(Instant.parse("2014-04-08T09:46:44.736Z"), recording.startTime().orElseThrow());
        double[] text = reference.get("egi.text").toDoubles();
        int kept = text.length / 257;
        for (int c = 0; c < 256; c++) { // the first row holds times; the text has few digits
            assertEquals(text[(c + 1) * kept], samples[c][0] * 1e6, 6e-5, "E" + (c + 1));
        }
    }

    @Test
    void gdfOfEachTypeAndVersionIsReadAsByMne() throws IOException {
        Map<String, NpyArray> reference = reference("gdf.npz");
        for (String version : List.of("1.25", "1.92", "2.2")) {
            for (int code : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 16, 17}) {
                String key = version + "_" + code;
                Path file = file(reference, key, ".gdf");
                Recording recording = Recordings.read(file);
                assertEquals(12, recording.samplingRateHz(), key);
                assertEquals(24, recording.sampleCount(), key);
                // mne scales samples of single precision in single precision
                double tolerance = code == 16 ? 1e-6 : 1e-13;
                assertSamples(reference.get(key).toDoubles(), all(recording), 1, 1, tolerance, 2);
                assertAnnotations(reference, key, recording);
                assertEquals(List.of("EEG-Cz"), recording.annotations().get(2).channels(), key);
                assertEquals(0.5, recording.band().highPassHz(), key);
                assertEquals(100, recording.band().lowPassHz(), key);
                assertEquals(Instant.parse(version.equals("1.25")
                        ? "2021-01-01T06:00:00.500Z"
                        : "2021-01-01T06:00:00Z"), recording.startTime().orElseThrow(), key);
            }
        }
    }

    @Test
    void cntOfEachKindIsReadAsByMne() throws IOException {
        Map<String, NpyArray> reference = reference("cnt.npz");
        for (String key : List.of("16_1_1", "32_2_1", "16_3_1", "16_2_4", "32_1_8")) {
            Path file = file(reference, key, ".cnt");
            Recording recording = Recordings.read(file);
            assertEquals(250, recording.samplingRateHz());
            assertEquals(List.of("Fz", "Cz", "HEOG"), recording.channelNames());
            assertEquals(ChannelType.EOG, recording.channels().get(2).type());
            assertSamples(reference.get(key).toDoubles(), all(recording), 1, 1, 1e-13, 3);
            assertAnnotations(reference, key, recording);
            assertEquals(Instant.parse("2021-03-14T10:20:30Z"), recording.startTime().orElseThrow());
            assertEquals(0.5, recording.band().highPassHz());
            assertEquals(70, recording.band().lowPassHz());
        }
    }

    private Path file(Map<String, NpyArray> reference, String key, String suffix) throws IOException {
        double[] stored = reference.get(key + ".file").toDoubles();
        byte[] bytes = new byte[stored.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) stored[i];
        }
        return Files.write(folder.resolve("made" + suffix), bytes);
    }

    @Test
    void gdfLowestWholeNumberIsMissingOnlyWhereItIsTheDigitalMinimum() throws IOException {
        Path file = file(reference("gdf.npz"), "2.2_3", ".gdf");
        byte[] bytes = Files.readAllBytes(file);
        bytes[768] = 0;
        bytes[769] = (byte) 0x80;
        Files.write(file, bytes);
        assertEquals(-32768 * 0.5e-6, Recordings.read(file).read(0, 1)[0][0], 1e-12);
        long lowest = Double.doubleToLongBits(-32768);
        for (int i = 0; i < 8; i++) {
            bytes[256 + 2 * 120 + i] = (byte) (lowest >> 8 * i);
        }
        Files.write(file, bytes);
        double[] first = Recordings.read(file).read(0, 2)[0];
        assertTrue(Double.isNaN(first[0]) && !Double.isNaN(first[1]));
    }

    @Test
    void gdfWithoutAllItsRecordsHasNoEvents() throws IOException {
        Path file = file(reference("gdf.npz"), "2.2_3", ".gdf");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 768 + 24 * 2 + 5));
        List<Notice> notices = new ArrayList<>();
        Recording recording = new GdfFormat().read(file, ReadOptions.DEFAULT, notices::add);
        assertEquals(12, recording.sampleCount());
        assertEquals(List.of(), recording.annotations());
        assertArrayEquals(new String[] {"gdf-record-count"},
                notices.stream().map(Notice::code).toArray());
    }

    @Test
    void damagedGdfAndCntEndInOneSentence() throws IOException {
        Path gdf = file(reference("gdf.npz"), "1.25_3", ".gdf");
        RecordingFuzz.run(gdf, 768, 300, 1, RecordingFuzz.recordings(new GdfFormat()));
        Path second = file(reference("gdf.npz"), "2.2_16", ".gdf");
        RecordingFuzz.run(second, 2000, 300, 2, RecordingFuzz.recordings(new GdfFormat()));
        Path cnt = file(reference("cnt.npz"), "32_2_1", ".cnt");
        RecordingFuzz.run(cnt, 2000, 300, 3, RecordingFuzz.recordings(new CntFormat()));
    }
}
