package org.engram.io.recording.samples;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How one sample is stored, with the loops that decode many of them. */
public enum NumberType {
    /** Signed byte. */
    INT8(1, Byte.MIN_VALUE),
    /** Unsigned byte. */
    UINT8(1, 0),
    /** Signed, two bytes. */
    INT16(2, Short.MIN_VALUE),
    /** Unsigned, two bytes. */
    UINT16(2, 0),
    /** Signed, three bytes (BDF). */
    INT24(3, -(1 << 23)),
    /** Unsigned, three bytes. */
    UINT24(3, 0),
    /** Signed, four bytes. */
    INT32(4, Integer.MIN_VALUE),
    /** Unsigned, four bytes. */
    UINT32(4, 0),
    /** Signed, eight bytes; beyond 2^53 rounded to the next double. */
    INT64(8, Long.MIN_VALUE),
    /** Unsigned, eight bytes; beyond 2^53 rounded to the next double. */
    UINT64(8, 0),
    /** IEEE 754, four bytes. */
    FLOAT32(4, Double.NEGATIVE_INFINITY),
    /** IEEE 754, eight bytes. */
    FLOAT64(8, Double.NEGATIVE_INFINITY);

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final int bytes;
    private final double lowest;

    NumberType(int bytes, double lowest) {
        this.bytes = bytes;
        this.lowest = lowest;
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    /** @return bytes per sample */
    public int bytes() {
        return bytes;
    }

    /** @return whether it is a signed whole number */
    public boolean isSignedInteger() {
        return lowest < 0 && lowest > Double.NEGATIVE_INFINITY;
    }

    /** @return the lowest number it can hold */
    public double lowest() {
        return lowest;
    }

    /**
     * Decodes samples that lie at equal distances.
     *
     * @param stored bytes
     * @param at place of the first sample
     * @param stride bytes from one sample to the next
     * @param count how many
     * @param bigEndian whether the highest byte comes first
     * @param into receives the numbers as they are
     * @param to first place to fill
     */
    void decode(byte[] stored, int at, int stride, int count, boolean bigEndian, double[] into, int to) {
        switch (this) {
            case INT8, UINT8 -> decodeBytes(stored, at, stride, count, this == UINT8 ? 0xff : -1, into, to);
            case INT16 -> decodeShorts(stored, at, stride, count, bigEndian, into, to);
            case UINT16 -> decodeUnsignedShorts(stored, at, stride, count, bigEndian, into, to);
            case INT24, UINT24 ->
                decodeThreeBytes(stored, at, stride, count, bigEndian, this == INT24, into, to);
            case INT32, UINT32, FLOAT32 -> decodeFourBytes(stored, at, stride, count, bigEndian, into, to);
            default -> decodeEightBytes(stored, at, stride, count, bigEndian, into, to);
        }
    }

    private static void decodeBytes(byte[] stored, int at, int stride, int count, int mask, double[] into,
            int to) {
        for (int i = 0; i < count; i++) {
            into[to + i] = stored[at + i * stride] & mask;
        }
    }

    private static void decodeShorts(byte[] stored, int at, int stride, int count, boolean bigEndian,
            double[] into, int to) {
        for (int i = 0; i < count; i++) {
            short value = (short) SHORT.get(stored, at + i * stride);
            into[to + i] = bigEndian ? Short.reverseBytes(value) : value;
        }
    }

    private static void decodeUnsignedShorts(byte[] stored, int at, int stride, int count, boolean bigEndian,
            double[] into, int to) {
        for (int i = 0; i < count; i++) {
            short value = (short) SHORT.get(stored, at + i * stride);
            into[to + i] = (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
        }
    }

    private static void decodeThreeBytes(byte[] stored, int at, int stride, int count, boolean bigEndian,
            boolean signed, double[] into, int to) {
        int low = bigEndian ? 2 : 0;
        int high = 2 - low;
        for (int i = 0; i < count; i++) {
            int p = at + i * stride;
            int top = signed ? stored[p + high] : stored[p + high] & 0xff;
            into[to + i] = top << 16 | (stored[p + 1] & 0xff) << 8 | stored[p + low] & 0xff;
        }
    }

    private void decodeFourBytes(byte[] stored, int at, int stride, int count, boolean bigEndian,
            double[] into, int to) {
        for (int i = 0; i < count; i++) {
            int bits = (int) INT.get(stored, at + i * stride);
            int value = bigEndian ? Integer.reverseBytes(bits) : bits;
            into[to + i] = this == INT32
                    ? value
                    : this == UINT32 ? value & 0xffffffffL : Float.intBitsToFloat(value);
        }
    }

    private void decodeEightBytes(byte[] stored, int at, int stride, int count, boolean bigEndian,
            double[] into, int to) {
        for (int i = 0; i < count; i++) {
            long bits = (long) LONG.get(stored, at + i * stride);
            long value = bigEndian ? Long.reverseBytes(bits) : bits;
            into[to + i] = this == FLOAT64
                    ? Double.longBitsToDouble(value)
                    : this == INT64 || value >= 0 ? value : ((value >>> 1 | value & 1) * 2.0);
        }
    }
}
