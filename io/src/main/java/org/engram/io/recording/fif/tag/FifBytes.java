package org.engram.io.recording.fif.tag;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.engram.core.FormatException;
import org.engram.io.gzip.GzipInput;

/**
 * The unpacked bytes of a file, read at any place. A compressed file is unpacked into memory when it is small, and into
 * a temporary file, deleted with this object, when it is not.
 */
final class FifBytes {
    /** Up to here compressed files are unpacked into memory. */
    static final int LARGEST_IN_MEMORY = 32 << 20;
    /** FIFF places are 32-bit numbers, so no file is larger. */
    private static final long LARGEST_FILE = 1L << 32;
    /** What describes a recording lies at its begin: read once, not tag by tag. */
    private static final int HEAD_BYTES = 1 << 17;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Path source;
    private final byte[] memory;
    private final Path unpacked;
    private final long size;

    private FifBytes(Path source, byte[] memory, Path unpacked, long size) {
        this.source = source;
        this.memory = memory;
        this.unpacked = unpacked;
        this.size = size;
    }

    static FifBytes of(Path file) throws IOException {
        if (!GzipInput.isGzip(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                return new FifBytes(file, in.readNBytes(HEAD_BYTES), file, Files.size(file));
            }
        }
        return unpack(file, LARGEST_IN_MEMORY);
    }

    static FifBytes unpack(Path file, int largestInMemory) throws IOException {
        try (GzipInput in = GzipInput.open(file, GzipInput.BUFFER_BYTES)) {
            byte[] start = in.readNBytes(largestInMemory);
            if (start.length < largestInMemory) {
                return new FifBytes(file, start, null, start.length);
            }
            Path copy = Files.createTempFile("engram", ".fif");
            copy.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(copy)) {
                out.write(start);
                byte[] buffer = new byte[GzipInput.BUFFER_BYTES];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                    if (in.unpackedBytes() > LARGEST_FILE) {
                        throw new FormatException(file, "unpacks to more than " + LARGEST_FILE
                                + " bytes, which no FIFF file has: the file is damaged");
                    }
                }
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
            FifBytes bytes = new FifBytes(file, Arrays.copyOf(start, Math.min(start.length, HEAD_BYTES)),
                    copy,
                    Files.size(copy));
            CLEANER.register(bytes, () -> copy.toFile().delete());
            return bytes;
        }
    }

    long size() {
        return size;
    }

    boolean isInMemory() { return unpacked == null; }

    Session open() {
        return new Session(this);
    }

    /** Reads of one call, which hold the file open together. Not thread-safe. */
    static final class Session implements Closeable {
        private final FifBytes owner;
        private FileChannel channel;

        private Session(FifBytes owner) {
            this.owner = owner;
        }

        /** Fills what remains of a buffer and flips it. */
        void read(long position, ByteBuffer into) throws IOException {
            if (position + into.remaining() <= owner.memory.length) {
                into.put(owner.memory, (int) position, into.remaining());
            } else {
                if (channel == null) {
                    channel = FileChannel.open(owner.unpacked, StandardOpenOption.READ);
                }
                long at = position;
                while (into.hasRemaining()) {
                    int count = channel.read(into, at);
                    if (count < 0) {
                        throw new EOFException(owner.source + ": became shorter while it was read");
                    }
                    at += count;
                }
            }
            into.flip();
        }

        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
