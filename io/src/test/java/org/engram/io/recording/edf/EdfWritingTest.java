package org.engram.io.recording.edf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdfWritingTest {
    private static final double LARGEST = 123.456789e-6;

    @TempDir
    Path folder;
    private final List<Notice> notices = new ArrayList<>();

    private static double[][] waves(int samples) {
        double[][] waves = new double[3][samples];
        for (int i = 0; i < samples; i++) {
            waves[0][i] = LARGEST * Math.sin(0.1 * i + 0.5 * Math.PI);
            waves[1][i] = 2e-3 * Math.cos(0.03 * i);
            waves[2][i] = i / 50 % 3 == 1 ? 7 : 0;
        }
        return waves;
    }

    private static Recording recording(int samples, double rate) {
        List<Channel> channels = List.of(Channel.of("Fz", ChannelType.EEG).withBand(new Band(0.1, 75)),
                Channel.of("ECG", ChannelType.ECG), Channel.of("Status", ChannelType.STIM));
        return Recording.of(channels, rate, waves(samples)).toBuilder()
                .startTime(Instant.parse("2021-03-02T10:20:30.125Z")).build();
    }

    private Recording back(Recording recording, String name) throws IOException {
        Path file = folder.resolve(name);
        Recordings.write(recording, file, notices::add, Progress.NONE);
        return Recordings.read(file, ReadOptions.DEFAULT, notices::add);
    }

    /** Half a step of the range, which is rounded up in its seventh character. */
    private static void assertWithinHalfAStep(double[] expected, double[] actual, double largest, int bits) {
        double half = largest * 1.0001 / ((1 << bits - 1) - 1) / 2 * (1 + 1e-6);
        assertArrayEquals(expected, actual, half);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Recording original = recording(2000, 250).toBuilder().annotations(List.of(
                new Annotation(0.5, 1.25, "stimulus \u00e4", List.of("Fz", "ECG")),
                Annotation.of(3.000123, 0, "now"))).build();
        for (int bits : new int[] {16, 24}) {
            Recording read = back(original, bits == 16 ? "a.edf" : "a.bdf");
            assertEquals(original.channelNames(), read.channelNames());
            assertEquals(250, read.samplingRateHz());
            assertEquals(2000, read.sampleCount());
            assertEquals(original.startTime(), read.startTime());
            assertEquals(original.annotations().size(), read.annotations().size());
            for (int i = 0; i < 2; i++) {
                Annotation expected = original.annotations().get(i);
                Annotation actual = read.annotations().get(i);
                assertEquals(expected.onsetSeconds(), actual.onsetSeconds(), 2e-9);
                assertEquals(expected.durationSeconds(), actual.durationSeconds(), 2e-9);
                assertEquals(expected.text(), actual.text());
                assertEquals(expected.channels(), actual.channels());
            }
            double[][] samples = read.read(0, 2000);
            double[][] waves = waves(2000);
            assertWithinHalfAStep(waves[0], samples[0], LARGEST, bits);
            assertWithinHalfAStep(waves[1], samples[1], 2e-3, bits);
            assertArrayEquals(waves[2], samples[2]);
            assertEquals(new Band(0.1, 75), read.channels().get(0).band());
            assertEquals(ChannelType.STIM, read.channels().get(2).type());
        }
        assertEquals(List.of("edf-quantised", "edf-quantised"), notices.stream().map(Notice::code).toList());
    }

    @Test
    void manyAnnotationsSpillIntoLaterRecords() throws IOException {
        List<Annotation> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(Annotation.of(0.001 * i, 0, "event number " + i));
        }
        Recording read = back(recording(2500, 250).toBuilder().annotations(many).build(), "many.edf");
        assertEquals(300, read.annotations().size());
        assertEquals("event number 299", read.annotations().get(299).text());
        assertEquals(0.299, read.annotations().get(299).onsetSeconds(), 2e-9);
    }

    @Test
    void gapsAreKept() throws IOException {
        Recording gaps = recording(1500, 250).toBuilder()
                .segments(List.of(new Segment(0, 1000, 0), new Segment(1000, 500, 100.5)))
                .annotations(List.of(Annotation.of(3.5, 1, "across"),
                        Annotation.of(4, 0, Annotation.ACQUISITION_GAP), Annotation.of(4.5, 0.5, "after")))
                .build();
        Recording read = back(gaps, "gaps.edf");
        assertEquals("EDF+D", read.facts().get("variant"));
        assertEquals(gaps.segments(), read.segments());
        assertEquals(gaps.annotations(), read.annotations());
    }

    @Test
    void theLastRecordIsFilledWhenNoLengthFits() throws IOException {
        Recording read = back(recording(2003, 250), "prime.edf");
        assertEquals(2250, read.sampleCount());
        assertTrue(notices.stream().anyMatch(notice -> notice.code().equals("edf-record-filled")));
        double[] filled = read.read(2002, 248)[0];
        assertEquals(filled[0], filled[247]);
        Annotation bad = read.annotations().get(0);
        assertTrue(bad.isBad());
        assertEquals(2003 / 250.0, bad.onsetSeconds(), 2e-9);
    }

    @Test
    void sampleCountsThatFitAreKeptExactly() throws IOException {
        assertEquals(1100, back(recording(1100, 256), "fit.edf").sampleCount());
        Recording odd = back(recording(1000, 512.0 / 3), "third.edf");
        assertEquals(512.0 / 3, odd.samplingRateHz(), 1e-4);
    }

    @Test
    void whatCannotBeHeldIsSaid() throws IOException {
        double[][] broken = waves(100);
        broken[1][42] = Double.NaN;
        Recording bad = Recording.of(recording(100, 50).channels(), 50, broken);
        Path file = folder.resolve("bad.edf");
        EngramException error = assertThrows(EngramException.class,
                () -> Recordings.write(bad, file, notices::add, Progress.NONE));
        assertTrue(error.getMessage().contains("sample 42 of channel ECG"), error.getMessage());
        assertFalse(Files.exists(file));
        double[][] codes = waves(100);
        codes[2][0] = 70_000;
        Recording high = Recording.of(recording(100, 50).channels(), 50, codes);
        assertThrows(EngramException.class, () -> Recordings.write(high, file, notices::add, Progress.NONE));
        assertEquals(70_000, back(high, "high.bdf").read(0, 1)[2][0]);
    }

    @Test
    void rangesFitEightCharacters() {
        for (double value : new double[] {1e-12, 3.3e-9, 1e-6, 0.99999999e-3, 1, 12.3456789, 1e5, 9e12, 0}) {
            WrittenSignal signal = WrittenSignal.of(Channel.of("X", ChannelType.EEG), "X", -value, value / 2,
                    16);
            assertTrue(signal.physicalMin().length() <= 8, signal.physicalMin());
            double top = Double.parseDouble(signal.physicalMax());
            assertTrue(top >= value * 1e6 * (1 - 1e-15), value + " in " + top);
            assertTrue(value == 0 || top <= value * 1e6 * 1.12, value + " in " + top);
        }
    }

    /** A file for check_written.py, which reads it with mne-python. */
    @Test
    void filesForTheReferenceAreWritten() throws IOException {
        String target = System.getProperty("engram.edf.written");
        if (target != null) {
            Recording original = recording(2000, 250).toBuilder().annotations(
                    List.of(Annotation.of(0.5, 1.25, "stimulus"), Annotation.of(3.0001, 0, "now"))).build();
            Files.createDirectories(Path.of(target));
            for (String name : List.of("written.edf", "written.bdf")) {
                Recordings.write(original, Path.of(target, name), notices::add, Progress.NONE);
            }
        }
    }
}
