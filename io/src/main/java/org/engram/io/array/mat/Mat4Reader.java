package org.engram.io.array.mat;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.ElementType;

/** Reads version 4: matrices one after the other, each with a header of five integers and a name. */
final class Mat4Reader {
    private static final int HEADER_BYTES = 20;
    private static final int LONGEST_NAME = 256;

    private final Path file;
    private final FileChannel channel;
    private final Predicate<String> wanted;

    Mat4Reader(Path file, FileChannel channel, Predicate<String> wanted) {
        this.file = file;
        this.channel = channel;
        this.wanted = wanted;
    }

    /** Whether the first header is possible; the format has no signature. */
    static boolean fits(byte[] start) {
        if (start.length < HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(start).order(order(start));
        int type = header.getInt(0);
        return type >= 0 && type < 5000 && type / 100 % 10 == 0 && type / 10 % 10 <= 5 && type % 10 <= 2
                && header.getInt(4) >= 0 && header.getInt(8) >= 0 && (header.getInt(12) & ~1) == 0
                && header.getInt(16) > 1 && header.getInt(16) <= LONGEST_NAME;
    }

    private static ByteOrder order(byte[] start) {
        return start[0] == 0 && start[1] == 0 && (start[2] != 0 || start[3] != 0)
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    Map<String, MatValue> read() throws IOException {
        Map<String, MatValue> variables = new LinkedHashMap<>();
        long position = 0;
        while (position < channel.size()) {
            byte[] start = bytes(position, HEADER_BYTES);
            if (!fits(start)) {
                throw new FormatException(file, position,
                        "no version 4 header stands here: the file is damaged");
            }
            ByteBuffer header = ByteBuffer.wrap(start).order(order(start));
            int type = header.getInt(0);
            int[] dims = {header.getInt(4), header.getInt(8)};
            boolean complex = header.getInt(12) == 1;
            long body = position + HEADER_BYTES + header.getInt(16);
            int width = new int[] {8, 4, 4, 2, 2, 1}[type / 10 % 10];
            long part = (long) dims[0] * dims[1] * width;
            long left = channel.size() - body;
            if (left < 0 || dims[0] != 0 && (long) dims[1] > left / width / dims[0]
                    || part > left / (complex ? 2 : 1)) {
                throw new FormatException(file, position, "a matrix of " + dims[0] + " x " + dims[1]
                        + " needs more bytes than are left: the file is cut off or damaged");
            }
            String name = new String(bytes(position + HEADER_BYTES, header.getInt(16)),
                    StandardCharsets.ISO_8859_1);
            name = name.indexOf('\0') < 0 ? name : name.substring(0, name.indexOf('\0'));
            if (wanted.test(name)) {
                variables.put(name, matrix(name, header.order(), type, dims, complex, body, part));
            }
            position = body + (complex ? 2 * part : part);
        }
        return variables;
    }

    private MatValue matrix(String name, ByteOrder order, int type, int[] dims, boolean complex, long body,
            long part)
            throws IOException {
        if (type % 10 == 2) {
            throw new UnsupportedFeatureException(file + ": " + name
                    + " is a sparse matrix of version 4: save it with full() and '-v7'");
        }
        Object real = numbers(body, part, type / 10 % 10, order);
        if (type % 10 == 1) {
            StringBuilder text = new StringBuilder(Array.getLength(real));
            for (int i = 0; i < Array.getLength(real); i++) {
                text.append((char) ((Number) Array.get(real, i)).intValue());
            }
            return MatText.ofColumns(text, dims);
        }
        ElementType element = new ElementType[] {ElementType.FLOAT64, ElementType.FLOAT32, ElementType.INT32,
                ElementType.INT16, ElementType.UINT16, ElementType.UINT8}[type / 10 % 10];
        return new MatNumbers(element, dims, real, type / 10 % 10 >= 4,
                complex ? numbers(body + part, part, type / 10 % 10, order) : null);
    }

    private Object numbers(long position, long bytes, int precision, ByteOrder order) throws IOException {
        Class<?> kind = new Class<?>[] {double.class, float.class, int.class, short.class, short.class,
                byte.class}[precision];
        byte[] stored = bytes(position, Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE - 8)));
        int width = new int[] {8, 4, 4, 2, 2, 1}[precision];
        Object numbers = Array.newInstance(kind, stored.length / width);
        Mat5Input.decode(ByteBuffer.wrap(stored).order(order), numbers, 0, stored.length / width);
        return numbers;
    }

    private byte[] bytes(long position, int count) throws IOException {
        if (position + count > channel.size()) {
            throw new EOFException("data end early");
        }
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            continue;
        }
        return buffer.array();
    }
}
