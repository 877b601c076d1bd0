package org.engram.io.volume.nifti;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.engram.core.FormatException;

/**
 * The first sixteen numbers of one named real matrix in a MATLAB file of level 4 or 5: all that SPM's .mat files ask
 * for.
 *
 * <h2>References</h2> MAT-File Format, The MathWorks.
 */
final class MatMatrix {
    private static final int WANTED = 16;
    private static final int LARGEST_FILE = 1 << 26;
    private static final int LEVEL_5_HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    private MatMatrix() {}

    /**
     * @return sixteen numbers, column by column, or null when there is no such matrix of 4 rows and 4
     * columns
     */
    static double[] read(Path file, String name) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new FormatException(file,
                    "has " + Files.size(file) + " bytes, far more than a matrix needs: it is"
                            + " not the file SPM keeps the place of an image in");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            boolean level5 = bytes.length >= LEVEL_5_HEADER && bytes[0] != 0 && bytes[1] != 0 && bytes[2] != 0
                    && bytes[3] != 0;
            return level5 ? level5(bytes, name) : level4(bytes, name);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException
                | ArithmeticException | EOFException
                | ZipException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is not a whole MATLAB file of level 4 or"
                            + " 5: move it away to read the image without",
                    e);
        }
    }

    private static double[] level4(byte[] bytes, String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // The first number is below 100 in the byte order of the file, whatever its machine field says.
        boolean little = in.order(ByteOrder.LITTLE_ENDIAN).getInt(0) >>> 16 == 0;
        in.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        while (in.remaining() >= 20) {
            int precision = in.getInt() / 10 % 10;
            int rows = in.getInt();
            int columns = in.getInt();
            boolean complex = in.getInt() != 0;
            String found = text(in, in.getInt());
            int count = Math.multiplyExact(Math.multiplyExact(rows, columns), complex ? 2 : 1);
            int next = Math.addExact(in.position(), Math.multiplyExact(count, level4Bytes(precision)));
            if (found.equals(name) && rows == 4 && columns == 4) {
                return numbers(in, new int[] {9, 7, 5, 3, 4, 2}[precision]);
            }
            in.position(next);
        }
        return null;
    }

    private static int level4Bytes(int precision) {
        return new int[] {8, 4, 4, 2, 2, 1}[precision];
    }

    private static String text(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("name of " + length + " bytes");
        }
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1).replace("\0", "");
    }

    private static double[] level5(byte[] bytes, String name) throws IOException {
        ByteOrder order = bytes[126] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order).position(LEVEL_5_HEADER);
        while (in.remaining() >= 8) {
            int type = in.getInt();
            int length = in.getInt();
            ByteBuffer element = in.slice(in.position(), length).order(order);
            in.position(in.position() + length);
            if (type == COMPRESSED) {
                element = inflate(bytes, element).order(order);
                type = element.getInt();
                element.getInt();
            }
            double[] found = type == MATRIX ? matrix(element, name) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static ByteBuffer inflate(byte[] bytes, ByteBuffer element) throws IOException {
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(bytes, element.arrayOffset(), element.remaining()))) {
            return ByteBuffer.wrap(in.readNBytes(4096)); // the first matrix elements lie well before
        }
    }

    /** @return sixteen numbers of a full 4 by 4 (by anything) matrix of that name, else null */
    private static double[] matrix(ByteBuffer in, String name) {
        ByteBuffer flags = element(in);
        int matrixClass = flags.getInt(0) & 0xff;
        ByteBuffer extents = element(in);
        int rows = extents.getInt(0);
        int columns = extents.getInt(4);
        ByteBuffer nameBytes = element(in);
        String found = text(nameBytes, nameBytes.remaining());
        if (!found.equals(name) || rows != 4 || columns != 4 || matrixClass < 6 || matrixClass > 13) {
            return null;
        }
        int at = in.position();
        int type = in.getInt(at) & 0xffff;
        return numbers(element(in), type);
    }

    /** Takes the next sub-element, whose length and type share four bytes when it is small. */
    private static ByteBuffer element(ByteBuffer in) {
        int head = in.getInt();
        int small = head >>> 16;
        int length = small != 0 ? small : in.getInt();
        int available = Math.min(length, in.remaining());
        ByteBuffer element = in.slice(in.position(), available).order(in.order());
        int padded = small != 0 ? 4 : (length + 7) / 8 * 8;
        in.position(Math.min(in.limit(), in.position() + padded));
        return element;
    }

    /** @param type a level-5 number type */
    private static double[] numbers(ByteBuffer in, int type) {
        double[] values = new double[WANTED];
        for (int i = 0; i < WANTED; i++) {
            values[i] = switch (type) {
                case 1 -> in.get();
                case 2 -> in.get() & 0xff;
                case 3 -> in.getShort();
                case 4 -> in.getShort() & 0xffff;
                case 5 -> in.getInt();
                case 7 -> in.getFloat();
                case 9 -> in.getDouble();
                default -> throw new IllegalArgumentException("number type " + type);
            };
        }
        return values;
    }
}
