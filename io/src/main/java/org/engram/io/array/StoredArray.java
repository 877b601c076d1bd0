package org.engram.io.array;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.engram.core.FormatException;

/**
 * Floating point numbers that lie uncompressed in a file and are read where they are wanted. Row-major. Immutable; may
 * be used by several threads at once.
 */
public final class StoredArray {
    private static final int LOCAL_HEADER = 30;
    private static final int LONGEST_HEADER = 1 << 16;

    private final Path file;
    private final long offset;
    private final NpyHeader header;

    private StoredArray(Path file, long offset, NpyHeader header) {
        this.file = file;
        this.offset = offset;
        this.header = header;
    }

    /**
     * Looks for an array among the members of an archive that stand one after another from its start, as NumPy writes
     * them.
     *
     * @param file an {@code .npz} file
     * @param name the name of an array
     * @return the array in its place; empty when it is compressed, not row-major, not of 4 or 8 byte floats, or the
     *     archive is put together in another way: read it with {@link NpzFile#read(Path, String)} then
     * @throws IOException if the file cannot be read
     */
    public static Optional<StoredArray> find(Path file, String name) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long at = 0;
            while (at + LOCAL_HEADER <= in.length()) {
                ByteBuffer local = bytes(in, at, LOCAL_HEADER);
                if (local.getInt(0) != 0x04034b50 || (local.getShort(6) & 9) != 0) {
                    return Optional.empty(); // no member, encrypted, or of a length that is told afterwards
                }
                int nameLength = local.getShort(26) & 0xffff;
                int extraLength = local.getShort(28) & 0xffff;
                if (at + LOCAL_HEADER + nameLength + extraLength > in.length()) {
                    return Optional.empty();
                }
                ByteBuffer rest = bytes(in, at + LOCAL_HEADER, nameLength + extraLength);
                long length = length(local, rest, nameLength, extraLength);
                long start = at + LOCAL_HEADER + nameLength + extraLength;
                if (length < 0 || length > in.length() - start) {
                    return Optional.empty();
                }
                if (new String(rest.array(), 0, nameLength, StandardCharsets.UTF_8).equals(name + ".npy")) {
                    return local.getShort(8) == 0 ? array(in, file, start, length, name) : Optional.empty();
                }
                at = start + length;
            }
            return Optional.empty();
        }
    }

    private static ByteBuffer bytes(RandomAccessFile in, long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.seek(at);
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes a member takes, from its header or the zip64 field beside it; -1 when neither says. */
    private static long length(ByteBuffer local, ByteBuffer rest, int nameLength, int extraLength) {
        long packed = local.getInt(18) & 0xffffffffL;
        if (packed != 0xffffffffL) {
            return packed;
        }
        int at = nameLength;
        while (at + 4 <= nameLength + extraLength) {
            int size = rest.getShort(at + 2) & 0xffff;
            if (rest.getShort(at) == 1 && size >= 16 && at + 20 <= nameLength + extraLength) {
                return rest.getLong(at + 12);
            }
            at += 4 + size;
        }
        return -1;
    }

    private static Optional<StoredArray> array(RandomAccessFile in, Path file, long start, long length,
            String name)
            throws IOException {
        byte[] head = bytes(in, start, (int) Math.min(length, LONGEST_HEADER)).array();
        NpyFile.Start parsed = NpyFile.readStart(new ByteArrayInputStream(head), length, file,
                "array \"" + name + "\": ");
        NpyHeader header = parsed.header();
        boolean plain = (header.type() == ElementType.FLOAT32 || header.type() == ElementType.FLOAT64)
                && !header.half() && (!header.fortranOrder() || header.shape().length < 2);
        return plain ? Optional.of(new StoredArray(file, start + parsed.bytes(), header)) : Optional.empty();
    }

    /** @return the length of each dimension, a copy */
    public int[] shape() {
        return header.shape().clone();
    }

    /** @return 4 or 8 byte floats */
    public ElementType type() {
        return header.type();
    }

    /** @return an open channel for {@link #read}; close it after use */
    public FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * @param channel from {@link #open}
     * @param first index of the first element, row-major
     * @param into receives as many elements as it has
     * @throws IOException if the file cannot be read
     */
    public void read(FileChannel channel, long first, double[] into) throws IOException {
        int size = header.elementBytes();
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(into.length, size))
                .order(header.byteOrder());
        long at = offset + first * size;
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, at + buffer.position());
            if (got < 0) {
                throw new FormatException(file, at + buffer.position(), "the file ends inside an array",
                        new EOFException());
            }
        }
        buffer.flip();
        for (int i = 0; i < into.length; i++) {
            into[i] = size == 4 ? buffer.getFloat() : buffer.getDouble();
        }
    }
}
