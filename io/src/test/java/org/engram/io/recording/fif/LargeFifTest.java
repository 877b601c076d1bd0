package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.engram.core.Progress;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.SparseFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags follow each other without a place of 32 bits, so that files may be larger than their directories can say. */
class LargeFifTest {
    private static final int BUFFER_BYTES = 1 << 30;
    private static final int BUFFERS = 5;
    private static final int ROW = 2 * Float.BYTES;

    @TempDir
    Path folder;

    @Test
    void theEndOfALargeFileIsRead() throws IOException {
        Path file = folder.resolve("large_raw.fif");
        FifRawWriter.write(Recording.of(
                List.of(Channel.of("EEG 001", ChannelType.EEG), Channel.of("EEG 002", ChannelType.EEG)), 1000,
                new double[2][4]), file, FifWriteOptions.DEFAULT, notice -> {}, Progress.NONE);
        byte[] small = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(small);
        int data = 0;
        while (bytes.getInt(data) != Kinds.DATA_BUFFER) {
            if (bytes.getInt(data) == Kinds.DIRECTORY_POINTER) {
                bytes.putInt(data + Tag.HEADER_BYTES, -1);
            }
            data += Tag.HEADER_BYTES + bytes.getInt(data + 8);
        }
        byte[] end = Arrays.copyOfRange(small, data + Tag.HEADER_BYTES + bytes.getInt(data + 8),
                small.length);
        Files.write(file, Arrays.copyOf(small, data));
        long last = data + (long) (BUFFERS - 1) * (Tag.HEADER_BYTES + BUFFER_BYTES);
        long behind = last + Tag.HEADER_BYTES + BUFFER_BYTES;
        SparseFile.extend(file, behind);
        for (int i = 0; i < BUFFERS; i++) {
            SparseFile.put(file, data + (long) i * (Tag.HEADER_BYTES + BUFFER_BYTES), 0, 0,
                    Kinds.DATA_BUFFER >> 8, Kinds.DATA_BUFFER & 0xff, 0, 0, 0, 4, BUFFER_BYTES >> 24, 0, 0, 0,
                    0, 0,
                    0, 0);
        }
        SparseFile.put(file, behind - 4, 0x3f, 0xc0, 0, 0); // 1.5
        SparseFile.put(file, last - ROW, 0x40, 0, 0, 0); // 2
        Files.write(file, end, StandardOpenOption.APPEND);
        Recording recording = Recordings.read(file);
        long each = BUFFER_BYTES / ROW;
        assertEquals(BUFFERS * each, recording.sampleCount());
        double[][] samples = recording.read(BUFFERS * each - 2, 2);
        assertArrayEquals(new double[] {0, 1.5}, samples[1]);
        assertArrayEquals(new double[2], samples[0]);
        double[][] border = recording.read((BUFFERS - 1) * each - 1, 2);
        assertArrayEquals(new double[] {2, 0}, border[0]);
    }
}
