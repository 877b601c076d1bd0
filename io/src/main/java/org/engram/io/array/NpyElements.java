package org.engram.io.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Moves elements between streams of bytes and Java arrays, a block at a time. */
final class NpyElements {
    private static final int BLOCK_BYTES = 1 << 18;

    private NpyElements() {}

    /** Reads all elements in the order of the file. */
    static Object read(InputStream in, NpyHeader header) throws IOException {
        int elements = (int) header.elements();
        int places = header.type().places();
        Object data = Array.newInstance(header.type().arrayClass().getComponentType(), elements * places);
        int elementBytes = Math.max(1, header.elementBytes());
        int perBlock = Math.max(1, BLOCK_BYTES / elementBytes);
        byte[] block = new byte[Math.min(perBlock, elements) * elementBytes];
        for (int done = 0; done < elements; done += perBlock) {
            int count = Math.min(perBlock, elements - done);
            int bytes = count * header.elementBytes();
            if (in.readNBytes(block, 0, bytes) < bytes) {
                throw new EOFException("the elements end early");
            }
            decode(ByteBuffer.wrap(block, 0, bytes).order(header.byteOrder()), header, data, done * places,
                    count * places);
        }
        return data;
    }

    private static void decode(ByteBuffer block, NpyHeader header, Object data, int at, int count) {
        if (header.half()) {
            for (int i = 0; i < count; i++) {
                ((float[]) data)[at + i] = half(block.getShort());
            }
        } else if (data instanceof double[] doubles) {
            block.asDoubleBuffer().get(doubles, at, count);
        } else if (data instanceof float[] floats) {
            block.asFloatBuffer().get(floats, at, count);
        } else if (data instanceof long[] longs) {
            block.asLongBuffer().get(longs, at, count);
        } else if (data instanceof int[] ints) {
            block.asIntBuffer().get(ints, at, count);
        } else if (data instanceof short[] shorts) {
            block.asShortBuffer().get(shorts, at, count);
        } else if (data instanceof byte[] bytes) {
            block.get(bytes, at, count);
        } else if (data instanceof boolean[] booleans) {
            for (int i = 0; i < count; i++) {
                booleans[at + i] = block.get() != 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                ((String[]) data)[at + i] = string(block, header);
            }
        }
    }

    /** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 31
                        ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                        : Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Zeros at the end are padding. */
    private static String string(ByteBuffer block, NpyHeader header) {
        if (header.type() == ElementType.BYTES) {
            byte[] bytes = new byte[header.elementBytes()];
            block.get(bytes);
            int length = bytes.length;
            while (length > 0 && bytes[length - 1] == 0) {
                length--;
            }
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
        int[] codePoints = new int[header.elementBytes() / 4];
        int length = 0;
        for (int i = 0; i < codePoints.length; i++) {
            int codePoint = block.getInt();
            codePoints[i] = Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD;
            length = codePoint == 0 ? length : i + 1;
        }
        return new String(codePoints, 0, length);
    }

    /** Bytes one element needs in a file. */
    static int elementBytes(NpyArray array) {
        if (!array.type().isText()) {
            return array.type().bytes();
        }
        int longest = 1;
        for (String text : (String[]) array.data()) {
            longest = Math.max(longest,
                    array.type() == ElementType.BYTES
                            ? text.length()
                            : text.codePointCount(0, text.length()));
        }
        return array.type() == ElementType.BYTES ? longest : Math.multiplyExact(longest, 4);
    }

    static void write(OutputStream out, NpyHeader header, Object data) throws IOException {
        int places = Array.getLength(data);
        int placeBytes = header.elementBytes() / header.type().places();
        int perBlock = Math.max(1, BLOCK_BYTES / placeBytes);
        byte[] block = new byte[Math.min(perBlock, places) * placeBytes];
        for (int done = 0; done < places; done += perBlock) {
            int count = Math.min(perBlock, places - done);
            encode(ByteBuffer.wrap(block).order(header.byteOrder()), header, data, done, count);
            out.write(block, 0, count * placeBytes);
        }
    }

    private static void encode(ByteBuffer block, NpyHeader header, Object data, int at, int count) {
        if (data instanceof double[] doubles) {
            block.asDoubleBuffer().put(doubles, at, count);
        } else if (data instanceof float[] floats) {
            block.asFloatBuffer().put(floats, at, count);
        } else if (data instanceof long[] longs) {
            block.asLongBuffer().put(longs, at, count);
        } else if (data instanceof int[] ints) {
            block.asIntBuffer().put(ints, at, count);
        } else if (data instanceof short[] shorts) {
            block.asShortBuffer().put(shorts, at, count);
        } else if (data instanceof byte[] bytes) {
            block.put(bytes, at, count);
        } else if (data instanceof boolean[] booleans) {
            for (int i = 0; i < count; i++) {
                block.put((byte) (booleans[at + i] ? 1 : 0));
            }
        } else {
            for (int i = 0; i < count; i++) {
                put(block, header, ((String[]) data)[at + i]);
            }
        }
    }

    private static void put(ByteBuffer block, NpyHeader header, String text) {
        int end = block.position() + header.elementBytes();
        if (header.type() == ElementType.BYTES) {
            block.put(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            text.codePoints().forEach(block::putInt);
        }
        while (block.position() < end) {
            block.put((byte) 0);
        }
    }

    /**
     * Changes between the two orders of dimensions.
     *
     * @param source elements, row-major when {@code toFortran}, else with the first index fastest
     */
    static Object reorder(Object source, ElementType type, int[] shape, boolean toFortran) {
        int places = type.places();
        int length = Array.getLength(source);
        Object target = Array.newInstance(type.arrayClass().getComponentType(), length);
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int d = 0; d < shape.length; d++) {
            strides[d] = stride;
            stride *= Math.max(1, shape[d]);
        }
        int[] index = new int[shape.length];
        int fortran = 0;
        for (int row = 0; row < length / places; row++) {
            int from = (toFortran ? row : fortran) * places;
            int to = (toFortran ? fortran : row) * places;
            System.arraycopy(source, from, target, to, places);
            for (int d = shape.length - 1; d >= 0; d--) {
                fortran += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                fortran -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return target;
    }
}
