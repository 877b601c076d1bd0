package org.engram.io.recording.egi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EgiFormatTest {
    private static final int SAMPLES = 10;

    @TempDir
    Path folder;

    private static void code(DataOutputStream out, String code) throws IOException {
        out.write(code.getBytes(StandardCharsets.US_ASCII));
    }

    /** Two electrodes and three codes: sync at 0, DIN1 at 2 to 4 and 7, TREV never. */
    private Path file(int version, int range, int bits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        boolean segmented = version % 2 == 1;
        out.writeInt(version);
        for (int value : new int[] {2014, 4, 8, 9, 46, 44}) {
            out.writeShort(value);
        }
        out.writeInt(736);
        for (int value : new int[] {100, 2, 1, bits, range}) {
            out.writeShort(value);
        }
        if (segmented) {
            out.writeShort(2);
            out.writeByte(4);
            code(out, "left");
            out.writeByte(5);
            code(out, "right");
            out.writeShort(2);
        }
        out.writeInt(SAMPLES);
        out.writeShort(3);
        code(out, "sync");
        code(out, "DIN1");
        code(out, "TREV");
        for (int segment = 0; segment < (segmented ? 2 : 1); segment++) {
            if (segmented) {
                out.writeShort(2 - segment);
                out.writeInt(5000 + 1500 * segment);
            }
            for (int i = 0; i < SAMPLES; i++) {
                int on = i >= 2 && i < 5 || i == 7 ? 1 : 0;
                for (int value : new int[] {i - 5, 100 * segment + i, i == 0 ? 1 : 0, on, 0}) {
                    switch (version / 2) {
                        case 1 -> out.writeShort(value);
                        case 2 -> out.writeFloat(value);
                        default -> out.writeDouble(value);
                    }
                }
            }
        }
        return Files.write(folder.resolve("made.raw"), bytes.toByteArray());
    }

    @Test
    void eachPrecisionIsRead() throws IOException {
        for (int version : new int[] {2, 4, 6}) {
            Recording recording = Recordings.read(file(version, 0, 0));
            assertEquals(List.of("E1", "E2", "sync", "DIN1", "TREV", "STI 014"), recording.channelNames());
            assertEquals(100, recording.samplingRateHz());
            double[][] samples = recording.read(0, SAMPLES);
            assertEquals(-5e-6, samples[0][0], 1e-20);
            assertEquals(9e-6, samples[1][9], 1e-20);
            assertArrayEquals(new double[] {0, 0, 1, 1, 1, 0, 0, 1, 0, 0}, samples[5]);
            assertEquals(ChannelType.STIM, recording.channels().get(5).type());
            assertEquals(List.of(Annotation.of(0, 0, "sync"), Annotation.of(0.02, 0.03, "DIN1"),
                    Annotation.of(0.07, 0, "DIN1")), recording.annotations());
            assertArrayEquals(new double[] {1, 0}, recording.read(new int[] {5, 0}, 4, 2)[0]);
        }
    }

    /** The range is in microvolts; mne 1.3 takes it for volts. */
    @Test
    void wholeNumbersAreScaledByRangeAndBits() throws IOException {
        Recording recording = Recordings.read(file(2, 800, 16));
        assertEquals(-5 * 800 / 65536.0 * 1e-6, recording.read(0, 1)[0][0], 1e-22);
        assertEquals(1, recording.read(2, 1)[3][0]);
    }

    @Test
    void segmentsKeepTheirCategoriesAndTimes() throws IOException {
        for (int version : new int[] {3, 5, 7}) {
            Recording recording = Recordings.read(file(version, 0, 0));
            assertEquals(20, recording.sampleCount());
            assertEquals(List.of(new Segment(0, 10, 0), new Segment(10, 10, 1.5)), recording.segments());
            assertArrayEquals(new double[] {9e-6, 100e-6, 101e-6}, recording.read(9, 3)[1], 1e-18);
            List<String> texts = recording.annotations().stream().map(Annotation::text).toList();
            assertEquals(List.of("sync", "right", "DIN1", "DIN1", "sync", Annotation.ACQUISITION_GAP, "left",
                    "DIN1", "DIN1"), texts);
        }
    }

    @Test
    void whatIsCutOffIsTold() throws IOException {
        Path file = file(2, 0, 0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 15));
        List<Notice> notices = new ArrayList<>();
        assertEquals(8, new EgiFormat().read(file, ReadOptions.DEFAULT, notices::add).sampleCount());
        assertEquals(List.of("egi-truncated"), notices.stream().map(Notice::code).toList());
        Files.write(file, Arrays.copyOf(bytes, 40));
        assertThrows(FormatException.class,
                () -> new EgiFormat().read(file, ReadOptions.DEFAULT, notices::add));
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        RecordingFuzz.run(file(4, 0, 0), 60, 300, 1, RecordingFuzz.recordings(new EgiFormat()));
        RecordingFuzz.run(file(7, 0, 0), 80, 300, 2, RecordingFuzz.recordings(new EgiFormat()));
    }
}
