package org.engram.io.recording.samples;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.engram.core.FormatException;

/**
 * Where the records of a file lie.
 *
 * @param file the file
 * @param dataOffset first byte of the first record
 * @param recordBytes bytes from one record to the next, at least 1
 * @param recordCount how many records; all lie within the file
 * @param bigEndian whether numbers have their highest byte first
 */
public record RecordLayout(Path file, long dataOffset, long recordBytes, long recordCount,
        boolean bigEndian) {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int READING_ON_BYTES = 1 << 14;

    /** Checks the ranges. */
    public RecordLayout {
        if (dataOffset < 0 || recordBytes < 1 || recordCount < 0) {
            throw new IllegalArgumentException(
                    recordCount + " records of " + recordBytes + " bytes at byte " + dataOffset);
        }
    }

    /** Receives a stretch of one record. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param record index of the record
         * @param bytes holds the stretch; valid during the call only
         * @param at its first byte
         */
        void visit(long record, byte[] bytes, int at);
    }

    /**
     * Reads the same stretch of every record, in order: what lies between is read too where that is faster than going
     * past it.
     *
     * @param offset first byte within the record
     * @param length bytes of the stretch, which lies within the record
     * @param visitor receives each
     * @throws IOException if the file cannot be read
     */
    public void visit(long offset, int length, Visitor visitor) throws IOException {
        boolean past = recordBytes - length > READING_ON_BYTES;
        long together = past ? 1 : Math.max(1, Math.min(recordCount, CHUNK_BYTES / recordBytes));
        byte[] bytes = new byte[Math.toIntExact((together - 1) * recordBytes + length)];
        try (FileChannel channel = open()) {
            for (long record = 0; record < recordCount; record += together) {
                long count = Math.min(together, recordCount - record);
                int needed = (int) ((count - 1) * recordBytes + length);
                read(channel, dataOffset + record * recordBytes + offset, bytes, needed);
                for (int i = 0; i < count; i++) {
                    visitor.visit(record + i, bytes, (int) (i * recordBytes));
                }
            }
        }
    }

    FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Fills the first bytes of a buffer from a place of the file. */
    void read(FileChannel channel, long position, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new FormatException(file, position + buffer.position(),
                        "the file ends here, although it was longer when it was opened: read it again",
                        new EOFException());
            }
        }
    }
}
