package org.engram.io.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.engram.core.FormatException;

/**
 * Unpacks a gzip file of one or several members. Zero bytes after a member are skipped, anything else that is not a
 * member ends the stream, and the checksum of every member read to its end is verified. A file that stops in the
 * middle of a member ends the stream early and says so in {@link #isTruncated()}. Not thread-safe.
 *
 * <h2>References</h2> P. Deutsch, GZIP file format specification version 4.3, RFC 1952 (1996).
 */
public final class GzipInput extends InputStream {
    /** A good buffer for reading whole files. */
    public static final int BUFFER_BYTES = 1 << 16;
    /** No deflate stream unpacks to more than this many times its size. */
    public static final int LARGEST_RATIO = 1032;

    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Path file;
    private final InputStream stored;
    private final byte[] buffer;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int position;
    private int limit;
    private long memberBytes;
    private long unpackedBytes;
    private boolean ended;
    private boolean truncated;

    private GzipInput(Path file, InputStream stored, int bufferBytes) {
        this.file = file;
        this.stored = stored;
        this.buffer = new byte[bufferBytes];
    }

    /**
     * @param file a gzip file
     * @param bufferBytes how much to read from it at once; small when only the start is wanted
     * @return the unpacked content
     * @throws FormatException if the file does not start as gzip does
     * @throws IOException if it cannot be read
     */
    public static GzipInput open(Path file, int bufferBytes) throws IOException {
        GzipInput input = new GzipInput(file, Files.newInputStream(file), bufferBytes);
        try {
            if (!input.nextMember()) {
                throw new FormatException(file, 0, "not gzip: the first bytes are not 1F 8B 08");
            }
            return input;
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /**
     * @param start the first bytes of a file
     * @return whether they are those of gzip
     */
    public static boolean isGzip(byte[] start) {
        return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    }

    /**
     * @param file an existing file
     * @return whether it starts as gzip does
     * @throws IOException if it cannot be read
     */
    public static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return isGzip(in.readNBytes(2));
        }
    }

    /** @return whether the file stopped inside a member; known once the end was reached */
    public boolean isTruncated() {
        return truncated;
    }

    /** @return bytes unpacked so far */
    public long unpackedBytes() {
        return unpackedBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                memberBytes += count;
                unpackedBytes += count;
                return count;
            }
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                finishMember();
            } else if (inflater.needsDictionary()) {
                throw damaged("asks for a dictionary, which gzip has not", null);
            } else if (!fill()) {
                ended = true;
                truncated = true;
            } else {
                inflater.setInput(buffer, 0, limit);
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            throw damaged(e.getMessage() == null ? "is not a deflate stream" : e.getMessage(), e);
        }
    }

    private void finishMember() throws IOException {
        long crc;
        long size;
        try {
            crc = readInt();
            size = readInt();
        } catch (EOFException e) {
            ended = true;
            truncated = true;
            return;
        }
        if (crc != checksum.getValue() || size != (memberBytes & 0xffffffffL)) {
            throw damaged("does not match its checksum", null);
        }
        if (!nextMember()) {
            ended = true;
        }
    }

    private FormatException damaged(String what, Throwable cause) {
        return new FormatException(file, unpackedBytes, "the compressed content " + what
                + " after this many unpacked bytes; the file is damaged, copy or download it again", cause);
    }

    /** Skips zero padding and reads a member header; false at the end or at what is no member. */
    private boolean nextMember() throws IOException {
        try {
            int first = readByte();
            while (first == 0 && unpackedBytes > 0) {
                first = readByte();
            }
            if (first != 0x1f || readByte() != 0x8b || readByte() != 8) {
                return false;
            }
        } catch (EOFException e) {
            return false;
        }
        try {
            skipHeader();
        } catch (EOFException e) {
            truncated = true;
            return false;
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        checksum.reset();
        memberBytes = 0;
        return true;
    }

    private void skipHeader() throws IOException {
        int flags = readByte();
        skip(6);
        if ((flags & EXTRA) != 0) {
            int length = readByte();
            skip(length | readByte() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skipText() throws IOException {
        while (readByte() != 0) {
            continue;
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            readByte();
        }
    }

    private long readInt() throws IOException {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (long) readByte() << (8 * i);
        }
        return value;
    }

    private int readByte() throws IOException {
        if (position >= limit && !fill()) {
            throw new EOFException();
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, stored.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        stored.close();
    }
}
