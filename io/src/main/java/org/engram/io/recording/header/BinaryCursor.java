package org.engram.io.recording.header;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.engram.core.FormatException;

/** Reads numbers and texts from a file one after the other; what lies beyond its end is an error that names the place. */
public final class BinaryCursor implements Closeable {
    private static final int WINDOW = 1 << 14;
    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window;
    private long windowStart;
    private long position;

    private BinaryCursor(Path file, FileChannel channel, ByteOrder order) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        this.window = ByteBuffer.allocate(WINDOW).order(order).limit(0);
    }

    /**
     * @param file an existing file
     * @param order order of the bytes of its numbers
     * @return a cursor at its first byte
     * @throws IOException if the file cannot be opened
     */
    public static BinaryCursor open(Path file, ByteOrder order) throws IOException {
        return new BinaryCursor(file, FileChannel.open(file, StandardOpenOption.READ), order);
    }

    /** @return the place of the next byte */
    public long position() {
        return position;
    }

    /** @return bytes of the file */
    public long size() {
        return size;
    }

    /**
     * @param place where to go on, from the start of the file
     * @return this
     */
    public BinaryCursor seek(long place) {
        if (place < 0 || place > size) {
            throw new FormatException(file, position, "points to byte " + place + " of a file of " + size
                    + " bytes: it is damaged or was cut");
        }
        position = place;
        return this;
    }

    /**
     * @param bytes how many to leave out
     * @return this
     */
    public BinaryCursor skip(long bytes) {
        return seek(position + bytes);
    }

    /**
     * @param multiple go on at the next place that is a multiple of this
     * @return this
     */
    public BinaryCursor align(int multiple) {
        return seek((position + multiple - 1) / multiple * multiple);
    }

    /**
     * Refuses counts that cannot be true before memory is asked for.
     *
     * @param count how many items a header announces
     * @param bytesEach how many bytes each takes at least
     * @param what what they are, for the error
     * @return the count
     */
    public int count(long count, long bytesEach, String what) {
        if (count < 0 || count > Integer.MAX_VALUE || count * bytesEach > size - position) {
            throw error("announces " + count + " " + what + ", but only " + (size - position)
                    + " bytes follow: it is damaged or was cut");
        }
        return (int) count;
    }

    /**
     * @param message what is wrong here
     * @return an error that names the file and the place
     */
    public FormatException error(String message) {
        return new FormatException(file, position, message);
    }

    private int at(int bytes) throws IOException {
        if (position < windowStart || position + bytes > windowStart + window.limit()) {
            if (bytes > size - position) {
                throw error("ends at byte " + size + ", but " + bytes
                        + " bytes are needed here: it is damaged or was cut");
            }
            window.clear();
            windowStart = position;
            while (window.position() < bytes
                    && channel.read(window, windowStart + window.position()) >= 0) {
                continue; // until what is asked for is there
            }
            window.flip();
            if (window.limit() < bytes) {
                throw error("became shorter while it was read");
            }
        }
        int offset = (int) (position - windowStart);
        position += bytes;
        return offset;
    }

    /**
     * @return the next byte, signed
     * @throws IOException if the file cannot be read
     */
    public byte int8() throws IOException {
        return window.get(at(1));
    }

    /**
     * @return the next number of 16 bits, signed
     * @throws IOException if the file cannot be read
     */
    public short int16() throws IOException {
        return window.getShort(at(2));
    }

    /**
     * @return the next number of 32 bits, signed
     * @throws IOException if the file cannot be read
     */
    public int int32() throws IOException {
        return window.getInt(at(4));
    }

    /**
     * @return the next number of 32 bits, unsigned
     * @throws IOException if the file cannot be read
     */
    public long uint32() throws IOException {
        return Integer.toUnsignedLong(int32());
    }

    /**
     * @return the next number of 64 bits, signed
     * @throws IOException if the file cannot be read
     */
    public long int64() throws IOException {
        return window.getLong(at(8));
    }

    /**
     * @return the next number in single precision
     * @throws IOException if the file cannot be read
     */
    public float float32() throws IOException {
        return window.getFloat(at(4));
    }

    /**
     * @return the next number in double precision
     * @throws IOException if the file cannot be read
     */
    public double float64() throws IOException {
        return window.getDouble(at(8));
    }

    /**
     * @param count how many
     * @return the next numbers in double precision
     * @throws IOException if the file cannot be read
     */
    public double[] float64s(int count) throws IOException {
        double[] values = new double[count(count, 8, "numbers")];
        for (int i = 0; i < count; i++) {
            values[i] = float64();
        }
        return values;
    }

    /**
     * @param length bytes the text takes in the file
     * @return the text up to its first zero byte, in UTF-8, or in Latin-1 where it is not; control characters left out
     * @throws IOException if the file cannot be read
     */
    public String text(int length) throws IOException {
        byte[] bytes = new byte[count(length, 1, "bytes of text")];
        int used = length;
        for (int i = 0; i < length; i++) {
            bytes[i] = int8();
            if (bytes[i] == 0 && used == length) {
                used = i;
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, used)).toString();
        } catch (CharacterCodingException notUnicode) {
            text = new String(bytes, 0, used, StandardCharsets.ISO_8859_1);
        }
        return text.replaceAll("\\p{Cntrl}+", " ").trim();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
