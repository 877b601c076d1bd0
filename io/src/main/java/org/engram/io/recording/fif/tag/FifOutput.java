package org.engram.io.recording.fif.tag;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.engram.io.AtomicFile;

/** Writes tags one after the other and counts their bytes. Not thread-safe. */
public final class FifOutput {
    private static final int VERSION = 1 << 16 | 3;
    private static final int NO_DATE = Integer.MAX_VALUE;
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream stream;
    private long position;

    private FifOutput(OutputStream stream) {
        this.stream = stream;
    }

    /** Writes tags. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out where to
         * @throws IOException if writing fails
         */
        void writeTo(FifOutput out) throws IOException;
    }

    /**
     * Writes a whole file beside its final name and moves it into place; compressed when its name ends in {@code .gz}.
     *
     * @param file the file to make or replace
     * @param content its blocks, without the first and last tags every file has
     * @throws IOException if writing fails; nothing is left
     */
    public static void write(Path file, Content content) throws IOException {
        boolean packed = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        AtomicFile.write(file, partial -> {
            try (OutputStream raw = Files.newOutputStream(partial);
                    OutputStream stream = packed
                            ? new GZIPOutputStream(raw, BUFFER_BYTES)
                            : new BufferedOutputStream(raw, BUFFER_BYTES)) {
                FifOutput out = new FifOutput(stream);
                out.head();
                content.writeTo(out);
                out.tail();
            }
        });
    }

    /**
     * @param content tags
     * @return how many bytes a file of just these has
     * @throws IOException if writing fails
     */
    public static long measure(Content content) throws IOException {
        FifOutput out = new FifOutput(OutputStream.nullOutputStream());
        out.head();
        content.writeTo(out);
        out.tail();
        return out.position;
    }

    private void head() throws IOException {
        identity(Kinds.FILE_ID, 0, NO_DATE);
        integers(Kinds.DIRECTORY_POINTER, -1);
        integers(Kinds.FREE_LIST, -1);
    }

    private void tail() throws IOException {
        stream.write(ByteBuffer.allocate(Tag.HEADER_BYTES).putInt(Kinds.NOTHING).putInt(Types.VOID).putInt(0)
                .putInt(-1).array());
        position += Tag.HEADER_BYTES;
    }

    /** @return bytes written so far */
    public long position() {
        return position;
    }

    /**
     * @param kind what the tag means
     * @param type how its content is stored
     * @param size bytes that will be given to {@link #append} before anything else is written
     * @throws IOException if writing fails
     */
    public void header(int kind, int type, int size) throws IOException {
        stream.write(ByteBuffer.allocate(Tag.HEADER_BYTES).putInt(kind).putInt(type).putInt(size).putInt(0)
                .array());
        position += Tag.HEADER_BYTES;
    }

    /**
     * @param content bytes of a tag whose header has been written
     * @param length how many of them
     * @throws IOException if writing fails
     */
    public void append(byte[] content, int length) throws IOException {
        stream.write(content, 0, length);
        position += length;
    }

    /**
     * @param kind what the tag means
     * @param type how its content is stored
     * @param content its bytes
     * @throws IOException if writing fails
     */
    public void tag(int kind, int type, byte[] content) throws IOException {
        header(kind, type, content.length);
        append(content, content.length);
    }

    /**
     * @param block kind of a block that begins
     * @throws IOException if writing fails
     */
    public void begin(int block) throws IOException {
        integers(Kinds.BLOCK_START, block);
    }

    /**
     * @param block kind of the block that ends
     * @throws IOException if writing fails
     */
    public void end(int block) throws IOException {
        integers(Kinds.BLOCK_END, block);
    }

    /**
     * @param kind what the identity is of
     * @param seconds when it was made, since 1970
     * @param microseconds microseconds of that
     * @throws IOException if writing fails
     */
    public void identity(int kind, int seconds, int microseconds) throws IOException {
        tag(kind, Types.ID, ByteBuffer.allocate(20).putInt(VERSION).putInt(0).putInt(0).putInt(seconds)
                .putInt(microseconds).array());
    }

    /**
     * @param kind what the tag means
     * @param values 32-bit integers
     * @throws IOException if writing fails
     */
    public void integers(int kind, int... values) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(4 * values.length);
        content.asIntBuffer().put(values);
        tag(kind, Types.INT32, content.array());
    }

    /**
     * @param kind what the tag means
     * @param day a day by its Julian number
     * @throws IOException if writing fails
     */
    public void julianDay(int kind, int day) throws IOException {
        tag(kind, Types.JULIAN, ByteBuffer.allocate(4).putInt(day).array());
    }

    /**
     * @param kind what the tag means
     * @param values written as 32-bit floating point
     * @throws IOException if writing fails
     */
    public void floats(int kind, double... values) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(4 * values.length);
        for (double value : values) {
            content.putFloat((float) value);
        }
        tag(kind, Types.FLOAT32, content.array());
    }

    /**
     * @param kind what the tag means
     * @param values written as 64-bit floating point
     * @throws IOException if writing fails
     */
    public void doubles(int kind, double... values) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(8 * values.length);
        content.asDoubleBuffer().put(values);
        tag(kind, Types.FLOAT64, content.array());
    }

    /**
     * @param kind what the tag means
     * @param text in Latin-1; other characters become question marks
     * @throws IOException if writing fails
     */
    public void text(int kind, String text) throws IOException {
        tag(kind, Types.TEXT, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * @param kind what the tag means
     * @param names without colons, which separate them
     * @throws IOException if writing fails
     */
    public void names(int kind, List<String> names) throws IOException {
        text(kind, String.join(":", names));
    }

    /**
     * @param kind what the tag means
     * @param rows rows of equal length, written as 32-bit floating point
     * @throws IOException if writing fails
     */
    public void floatMatrix(int kind, double[][] rows) throws IOException {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        header(kind, Types.DENSE | Types.FLOAT32, Math.toIntExact(4L * rows.length * columns + 12));
        ByteBuffer line = ByteBuffer.allocate(4 * columns);
        for (double[] row : rows) {
            line.clear();
            for (double value : row) {
                line.putFloat((float) value);
            }
            append(line.array(), line.position());
        }
        sizes(rows.length, columns);
    }

    /**
     * Ends a matrix.
     *
     * @param shape its sizes, slowest first
     * @throws IOException if writing fails
     */
    public void sizes(int... shape) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(4 * shape.length + 4);
        for (int i = shape.length - 1; i >= 0; i--) {
            end.putInt(shape[i]);
        }
        append(end.putInt(shape.length).array(), end.capacity());
    }
}
