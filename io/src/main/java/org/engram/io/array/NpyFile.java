package org.engram.io.array;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.AtomicFile;

/**
 * Reads and writes {@code .npy} files, format versions 1, 2 and 3, either byte order, either order of dimensions. Arrays
 * of Python objects are refused: reading them means running code from the file. No more memory is taken than the file is
 * long (half-precision floats and strings grow as they become Java values).
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_EMPTY_STRINGS = 1 << 20;

    private NpyFile() {}

    /**
     * @param file an {@code .npy} file
     * @return its array, row-major whatever the order in the file
     * @throws IOException if the file cannot be read
     */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file), file, "");
        }
    }

    /** Reads from a stream of that length; {@code member} begins messages about a part of the file. */
    static NpyArray read(InputStream in, long length, Path file, String member) throws IOException {
        NpyHeader header = readStart(in, length, file, member).header();
        long most = header.elementBytes() == 0 ? MOST_EMPTY_STRINGS : Integer.MAX_VALUE - 8;
        if (header.elements() * header.type().places() > most) {
            throw new UnsupportedFeatureException(
                    file + ": " + member + "the shape " + Arrays.toString(header.shape())
                            + " has more elements than one array can hold (" + most + ")");
        }
        try {
            Object data = NpyElements.read(in, header);
            boolean reorder = header.fortranOrder() && header.shape().length > 1;
            return NpyArray.of(header.type(),
                    reorder ? NpyElements.reorder(data, header.type(), header.shape(), false) : data,
                    header.shape());
        } catch (EOFException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET, member + "is cut off", e);
        }
    }

    /** What stands before the elements, and how many bytes that is. */
    record Start(NpyHeader header, long bytes) {}

    /** Reads up to the first element; {@code length} bytes are there in all, enough for what the header says. */
    static Start readStart(InputStream in, long length, Path file, String member) throws IOException {
        try {
            byte[] start = in.readNBytes(8);
            if (start.length < 8 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
                throw new FormatException(file, 0, member + "does not begin like an .npy file (\\x93NUMPY)");
            }
            int version = start[6];
            if (version < 1 || version > 3) {
                throw new UnsupportedFeatureException(
                        file + ": " + member + "is .npy version " + version + "; read are 1, 2 and 3");
            }
            int lengthBytes = version == 1 ? 2 : 4;
            long headerLength = littleEndian(in.readNBytes(lengthBytes), lengthBytes);
            long before = 8 + lengthBytes;
            if (headerLength > length - before) {
                throw new FormatException(file, 8, member + "the header is said to have " + headerLength
                        + " bytes, but only " + (length - before)
                        + " follow: the file is damaged or cut off");
            }
            byte[] text = in.readNBytes((int) Math.min(headerLength, Integer.MAX_VALUE - 8));
            NpyHeader header = NpyHeader.parse(file, member,
                    new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
            check(header, length - before - headerLength, before + headerLength, file, member);
            return new Start(header, before + headerLength);
        } catch (EOFException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET, member + "is cut off", e);
        }
    }

    private static long littleEndian(byte[] bytes, int expected) throws EOFException {
        if (bytes.length < expected) {
            throw new EOFException("the header ends early");
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private static void check(NpyHeader header, long available, long offset, Path file, String member) {
        try {
            long elements = header.elements();
            long bytes = Math.multiplyExact(elements, (long) header.elementBytes());
            if (bytes > available) {
                throw new FormatException(file, offset,
                        member + "the shape " + Arrays.toString(header.shape()) + " of "
                                + header.type() + " needs " + bytes + " bytes, but only " + available
                                + " follow: the file is damaged or cut off");
            }
        } catch (ArithmeticException e) {
            throw new FormatException(file, offset,
                    member + "the shape " + Arrays.toString(header.shape()) + " is larger than any file", e);
        }
    }

    /**
     * Writes an array, whole or not at all, little-endian and row-major, in the oldest version that can hold it.
     *
     * @param file the file
     * @param array what to write
     * @throws IOException if writing fails
     */
    public static void write(Path file, NpyArray array) throws IOException {
        write(file, array, ByteOrder.LITTLE_ENDIAN, false);
    }

    /**
     * Writes an array, whole or not at all.
     *
     * @param file the file
     * @param array what to write
     * @param byteOrder the order of the bytes of a number
     * @param fortranOrder whether the first index runs fastest in the file
     * @throws IOException if writing fails
     */
    public static void write(Path file, NpyArray array, ByteOrder byteOrder, boolean fortranOrder)
            throws IOException {
        AtomicFile.write(file, partial -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                write(out, array, byteOrder, fortranOrder);
            }
        });
    }

    static void write(OutputStream out, NpyArray array, ByteOrder byteOrder, boolean fortranOrder)
            throws IOException {
        NpyHeader header = new NpyHeader(array.type(), NpyElements.elementBytes(array), false, byteOrder,
                fortranOrder,
                array.shape());
        out.write(header.toBytes());
        Object data = fortranOrder && array.shape().length > 1
                ? NpyElements.reorder(array.data(), array.type(), array.shape(), true)
                : array.data();
        NpyElements.write(out, header, data);
    }
}
