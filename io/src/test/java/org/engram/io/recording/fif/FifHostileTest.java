package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and malicious files end in one clear error. */
class FifHostileTest {
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void writeSoundFile() throws IOException {
        file = folder.resolve("x_raw.fif");
        FifRawWriter.write(FifSamples.recording(true), file, FifWriteOptions.DEFAULT, notice -> {},
                Progress.NONE);
    }

    /** Where the header of the first tag of a kind lies, counted from a byte. */
    private static int find(ByteBuffer bytes, int kind, int from) {
        int at = 0;
        while (bytes.getInt(at) != kind || at < from) {
            at += 16 + bytes.getInt(at + 8);
        }
        return at;
    }

    private ByteBuffer bytes() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private void refused(ByteBuffer bytes, String... words) throws IOException {
        Files.write(file, bytes.array());
        FormatException error = assertThrows(FormatException.class, () -> Recordings.read(file));
        for (String word : words) {
            assertTrue(error.getMessage().contains(word), error.getMessage());
        }
    }

    @Test
    void sizesBeyondTheFile() throws IOException {
        ByteBuffer bytes = bytes();
        bytes.putInt(find(bytes, Kinds.DATA_BUFFER, 0) + 8, Integer.MAX_VALUE - 8);
        refused(bytes, "2147483639 bytes", "are left", "leniently");
        bytes.putInt(find(bytes, Kinds.CHANNEL_COUNT, 0) + 8, -5);
        refused(bytes, "-5 bytes");
    }

    @Test
    void circularChain() throws IOException {
        ByteBuffer bytes = bytes();
        int buffer = find(bytes, Kinds.DATA_BUFFER, 0);
        bytes.putInt(buffer + 12, buffer);
        refused(bytes, "again and again");
        bytes.putInt(buffer + 12, 36);
        refused(bytes, "again and again");
    }

    @Test
    void directoryPointsNowhere() throws IOException {
        double[] expected = Recordings.read(file).read(100, 50)[0];
        for (int pointer : new int[] {Integer.MAX_VALUE, 40, 1}) {
            ByteBuffer bytes = bytes();
            bytes.putInt(find(bytes, Kinds.DIRECTORY_POINTER, 0) + 16, pointer);
            Files.write(file, bytes.array());
            List<Notice> notices = new ArrayList<>();
            Recording read = Recordings.read(file, ReadOptions.DEFAULT, notices::add);
            assertEquals(expected[7], read.read(100, 50)[0][7]);
            assertEquals("fif-directory-ignored", notices.get(0).code());
        }
    }

    @Test
    void soundDirectoryIsUsed() throws IOException {
        double[] expected = Recordings.read(file).read(100, 50)[0];
        ByteBuffer old = bytes();
        List<int[]> entries = new ArrayList<>();
        for (int at = 0; at < old.capacity(); at += 16 + old.getInt(at + 8)) {
            entries.add(new int[] {old.getInt(at), old.getInt(at + 4), old.getInt(at + 8), at});
        }
        int end = old.capacity();
        ByteBuffer longer = ByteBuffer.allocate(end + 16 + 16 * entries.size());
        longer.put(old.array());
        longer.putInt(Kinds.DIRECTORY).putInt(Types.DIRECTORY).putInt(16 * entries.size()).putInt(-1);
        entries.forEach(entry -> longer.putInt(entry[0]).putInt(entry[1]).putInt(entry[2]).putInt(entry[3]));
        longer.putInt(find(old, Kinds.DIRECTORY_POINTER, 0) + 16, end);
        // only the directory can lead past this chain that ends at once
        longer.putInt(find(old, Kinds.FREE_LIST, 0) + 12, -1);
        Files.write(file, longer.array());
        List<Notice> notices = new ArrayList<>();
        assertEquals(expected[7],
                Recordings.read(file, ReadOptions.DEFAULT, notices::add).read(100, 50)[0][7]);
        assertEquals(List.of(), notices);
    }

    @Test
    void bombOfBlocks() throws IOException {
        FifOutput.write(file, out -> {
            for (int i = 0; i < 100_000; i++) {
                out.begin(Blocks.MEASUREMENT);
            }
        });
        refused(bytes(), "deep");
    }

    @Test
    void channelsThatDoNotAddUp() throws IOException {
        ByteBuffer bytes = bytes();
        bytes.putInt(find(bytes, Kinds.CHANNEL_COUNT, find(bytes, Kinds.MEASUREMENT_DATE, 0)) + 16, 1000);
        refused(bytes, "1000 channels are announced, 9 are described");
        writeSoundFile();
        bytes = bytes();
        int channel = find(bytes, Kinds.CHANNEL, 0);
        ByteBuffer shorter = ByteBuffer.allocate(bytes.capacity() - 16);
        shorter.put(bytes.array(), 0, channel + 16 + 80).put(bytes.array(), channel + 16 + 96,
                bytes.capacity() - channel - 16 - 96);
        shorter.putInt(channel + 8, 80);
        refused(shorter, "80 bytes, expected 96");
        writeSoundFile();
        bytes = bytes();
        int buffer = find(bytes, Kinds.DATA_BUFFER, 0);
        bytes.putInt(buffer + 4, Types.FLOAT64);
        bytes.putInt(buffer + 8, bytes.getInt(buffer + 8) - 4);
        bytes.putInt(buffer + 12, buffer + 16 + bytes.getInt(buffer + 8) + 4);
        refused(bytes, "whole samples of 9 channels");
    }

    @Test
    void matricesThatOverflow() throws IOException {
        for (int[] shape : new int[][] {{Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}, {-1, -1},
                {Integer.MAX_VALUE, 0}, {1 << 16, 1 << 16}, {3, 7}}) {
            FifOutput.write(file, out -> {
                out.begin(Blocks.PROJECTORS);
                out.begin(Blocks.PROJECTOR);
                out.names(Kinds.PROJECTOR_CHANNELS, List.of("a", "b"));
                out.integers(Kinds.PROJECTOR_KIND, 1);
                out.integers(Kinds.PROJECTOR_VECTOR_COUNT, 1);
                out.header(Kinds.PROJECTOR_VECTORS, Types.DENSE | Types.FLOAT32, 8 + 4 * shape.length + 4);
                out.append(new byte[8], 8);
                out.sizes(shape);
                out.end(Blocks.PROJECTOR);
                out.end(Blocks.PROJECTORS);
            });
            FormatException error = assertThrows(FormatException.class, () -> FifProjectors.read(file));
            assertTrue(error.getMessage().contains("sizes"), error.getMessage());
        }
    }

    @Test
    void skipsBeyondAllBounds() throws IOException {
        writeRaw(Integer.MAX_VALUE);
        Recording far = Recordings.read(file);
        assertEquals(4L * (Integer.MAX_VALUE + 2L), far.sampleCount());
        assertEquals(0, far.read(1_000_000_000, 3)[0][1]);
    }

    /** Two buffers of four samples with a skip of some buffers between. */
    private void writeRaw(int skip) throws IOException {
        FifOutput.write(file, out -> {
            out.begin(Blocks.MEASUREMENT);
            InfoWriter.of(FifSamples.channels().subList(0, 2), 100).write(out);
            out.begin(Blocks.RAW_DATA);
            out.integers(Kinds.FIRST_SAMPLE, 50);
            out.floats(Kinds.DATA_BUFFER, 1, 10, 2, 20, 3, 30, 4, 40);
            out.integers(Kinds.DATA_SKIP, skip);
            out.floats(Kinds.DATA_BUFFER, 5, 50, 6, 60, 7, 70, 8, 80);
            out.end(Blocks.RAW_DATA);
            out.end(Blocks.MEASUREMENT);
        });
    }

    @Test
    void skipBecomesZerosAndAnAnnotation() throws IOException {
        writeRaw(2);
        Recording recording = Recordings.read(file);
        assertEquals(50, recording.firstSample());
        assertEquals(16, recording.sampleCount());
        assertArrayEquals(
                new double[] {1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8}, recording.read(0, 16)[0]);
        assertArrayEquals(new double[] {40, 0, 0}, recording.read(3, 3)[1]);
        assertEquals("BAD_ACQ_SKIP", recording.annotations().get(0).text());
        assertEquals(0.04, recording.annotations().get(0).onsetSeconds(), 1e-12);
        assertEquals(0.08, recording.annotations().get(0).durationSeconds(), 1e-12);
    }

    @Test
    void activeShieldingIsRefusedUnlessAllowed() throws IOException {
        ByteBuffer bytes = bytes();
        for (int at = 0; at < bytes.capacity(); at += 16 + bytes.getInt(at + 8)) {
            if ((bytes.getInt(at) == Kinds.BLOCK_START || bytes.getInt(at) == Kinds.BLOCK_END)
                    && bytes.getInt(at + 16) == Blocks.RAW_DATA) {
                bytes.putInt(at + 16, Blocks.SHIELDED_RAW_DATA);
            }
        }
        Files.write(file, bytes.array());
        String message = assertThrows(RuntimeException.class, () -> Recordings.read(file)).getMessage();
        assertTrue(message.contains("active shielding"), message);
        List<Notice> notices = new ArrayList<>();
        assertNotNull(Recordings.read(file, ReadOptions.DEFAULT.withActiveShielding(true), notices::add));
        assertEquals("fif-active-shielding", notices.get(0).code());
    }

    @Test
    void cutFilesGiveWhatIsLeftWhenReadLeniently() throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length / 2));
        assertThrows(FormatException.class, () -> Recordings.read(file));
        List<Notice> notices = new ArrayList<>();
        Recording half = Recordings.read(file, ReadOptions.DEFAULT.withLenient(true), notices::add);
        assertTrue(half.sampleCount() > 0 && half.sampleCount() < FifSamples.SAMPLES);
        assertEquals("fif-cut", notices.get(0).code());
    }

    @Test
    void oldPackAndUnitPowersAreHonoured() throws IOException {
        FifOutput.write(file, out -> {
            out.begin(Blocks.MEASUREMENT);
            out.begin(Blocks.MEASUREMENT_INFO);
            out.integers(Kinds.CHANNEL_COUNT, 1);
            out.floats(Kinds.SAMPLING_RATE, 100);
            ByteBuffer channel = ByteBuffer.allocate(96);
            new FifChannel(2, 2, 0.5f, 1, new double[12], 107, -3, "Cz").write(channel, 1);
            out.tag(Kinds.CHANNEL, Types.CHANNEL, channel.array());
            out.end(Blocks.MEASUREMENT_INFO);
            out.begin(Blocks.RAW_DATA);
            ByteBuffer packed = ByteBuffer.allocate(8 + 4).putFloat(100).putFloat(0.25f).putShort((short) -4)
                    .putShort((short) 8);
            out.tag(Kinds.DATA_BUFFER, Types.OLD_PACK, packed.array());
            out.end(Blocks.RAW_DATA);
            out.end(Blocks.MEASUREMENT);
        });
        double[] samples = Recordings.read(file).read(0, 2)[0];
        // (offset + scale x stored) x range x calibration, in millivolts
        assertArrayEquals(new double[] {0.099, 0.102}, samples, 1e-15);
        assertEquals(99e-6,
                Recordings.read(file, ReadOptions.DEFAULT.withAssumedUnit("*", 1e-6), n -> {}).read(0,
                        1)[0][0],
                1e-15);
    }

    /** A recording of one channel and two samples that says it goes on in another file. */
    private static void writePart(Path path, int firstSample, String next) throws IOException {
        FifOutput.write(path, out -> {
            out.begin(Blocks.MEASUREMENT);
            InfoWriter.of(FifSamples.channels().subList(0, 1), 100).write(out);
            out.begin(Blocks.RAW_DATA);
            out.integers(Kinds.FIRST_SAMPLE, firstSample);
            out.floats(Kinds.DATA_BUFFER, 1, 2);
            FifRawWriter.reference(out, NextFile.NEXT, Path.of("x"), 7);
            out.begin(Blocks.REFERENCE);
            out.integers(Kinds.REFERENCE_ROLE, NextFile.PREVIOUS);
            out.end(Blocks.REFERENCE);
            out.end(Blocks.RAW_DATA);
            out.end(Blocks.MEASUREMENT);
        });
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer old = ByteBuffer.wrap(bytes);
        int name = find(old, Kinds.REFERENCE_NAME, 0);
        ByteBuffer named = ByteBuffer.allocate(bytes.length + next.length() - 1);
        named.put(bytes, 0, name + 16).put(next.getBytes(StandardCharsets.ISO_8859_1)).put(bytes, name + 17,
                bytes.length - name - 17);
        named.putInt(name + 8, next.length());
        Files.write(path, named.array());
    }

    @Test
    void partsAreLookedForInTheSameFolderOnlyAndNotInCircles() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        writePart(folder.resolve("secret.fif"), 2, "none");
        Path first = inside.resolve("a_raw.fif");
        for (String escape : List.of("../secret.fif", folder.resolve("secret.fif").toString(), "..", "\0",
                "")) {
            writePart(first, 0, escape);
            assertThrows(FileNotFoundException.class, () -> Recordings.read(first), escape);
            assertEquals(2, Recordings.read(first, ReadOptions.DEFAULT.withLenient(true), notice -> {})
                    .sampleCount());
        }
        writePart(first, 0, "b.fif");
        writePart(inside.resolve("b.fif"), 2, "a_raw.fif");
        FormatException circle = assertThrows(FormatException.class, () -> Recordings.read(first));
        assertTrue(circle.getMessage().contains("part after itself"), circle.getMessage());
    }

    @Test
    void damagedFilesEndInDeclaredErrors() throws IOException {
        FifFormat format = new FifFormat();
        FifRawWriter.write(FifSamples.recording(true).toBuilder().sampling(FifSamples.RATE_HZ, 300)
                .segments(List.of(new Segment(0, 300, 0))).build(), file, FifWriteOptions.DEFAULT,
                notice -> {},
                Progress.NONE);
        RecordingFuzz.run(file, 4500, 150, 1, RecordingFuzz.recordings(format));
        RecordingFuzz.run(file, 4500, 40, 2, format::summarise);
        Path epochs = folder.resolve("x-epo.fif");
        FifEpochs.write(FifSamples.epochs(), epochs, FifWriteOptions.DEFAULT, Progress.NONE);
        RecordingFuzz.run(epochs, 4500, 120, 3, damaged -> format.readEpochs(damaged, notice -> {}).load());
        Path other = folder.resolve("x.fif");
        FifEvoked.write(FifSamples.averages(), other);
        RecordingFuzz.run(other, 4500, 100, 4, FifEvoked::read);
        FifCovariance.write(FifSamples.covariance(), other);
        RecordingFuzz.run(other, (int) Files.size(other), 150, 5, FifCovariance::read);
        FifProjectors.write(FifSamples.projectors(), other);
        RecordingFuzz.run(other, (int) Files.size(other), 150, 6, FifProjectors::read);
        FifSamples.events().write(other);
        RecordingFuzz.run(other, (int) Files.size(other), 150, 7, FifEvents::read);
        Path text = folder.resolve("x.eve");
        FifSamples.events().write(text);
        RecordingFuzz.run(text, (int) Files.size(text), 100, 8, FifEvents::read);
    }
}
