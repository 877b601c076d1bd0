package org.engram.io.recording.fif.tag;

import java.nio.ByteBuffer;

/** Numbers from bytes. */
public final class Elements {
    private Elements() {}

    /**
     * Decodes real numbers that follow each other.
     *
     * @param type how they are stored; 16-bit integers of {@link Types#OLD_PACK} without their offset and scale
     * @param from from its position; its position is moved
     * @param into receives them
     * @param offset first place to fill
     * @param count how many; all must be there
     */
    public static void decode(int type, ByteBuffer from, double[] into, int offset, int count) {
        int end = offset + count;
        switch (Types.element(type)) {
            case Types.BYTE -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.get();
                }
            }
            case Types.INT16, Types.DAU_PACK16, Types.OLD_PACK -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.getShort();
                }
            }
            case Types.UINT16 -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.getShort() & 0xffff;
                }
            }
            case Types.INT32, Types.JULIAN -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.getInt();
                }
            }
            case Types.UINT32 -> {
                for (int i = offset; i < end; i++) {
                    into[i] = Integer.toUnsignedLong(from.getInt());
                }
            }
            case Types.FLOAT32 -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.getFloat();
                }
            }
            case Types.FLOAT64 -> {
                for (int i = offset; i < end; i++) {
                    into[i] = from.getDouble();
                }
            }
            default -> throw new IllegalArgumentException("type " + type + " is no real number");
        }
    }

    /**
     * Decodes one column of a table of real numbers: every {@code stride}-th number.
     *
     * @param type how they are stored
     * @param from the table; its position is not moved
     * @param start byte of the first number
     * @param stride bytes from one to the next
     * @param scale what each is multiplied by
     * @param shift what is added then
     * @param into receives them
     * @param offset first place to fill
     * @param count how many; all must be there
     */
    public static void column(int type, ByteBuffer from, int start, int stride, double scale, double shift,
            double[] into, int offset, int count) {
        int at = start;
        switch (Types.element(type)) {
            case Types.INT16, Types.DAU_PACK16, Types.OLD_PACK -> {
                for (int i = offset; i < offset + count; i++, at += stride) {
                    into[i] = from.getShort(at) * scale + shift;
                }
            }
            case Types.INT32 -> {
                for (int i = offset; i < offset + count; i++, at += stride) {
                    into[i] = from.getInt(at) * scale + shift;
                }
            }
            case Types.FLOAT32 -> {
                for (int i = offset; i < offset + count; i++, at += stride) {
                    into[i] = from.getFloat(at) * scale + shift;
                }
            }
            case Types.FLOAT64 -> {
                for (int i = offset; i < offset + count; i++, at += stride) {
                    into[i] = from.getDouble(at) * scale + shift;
                }
            }
            default -> throw new IllegalArgumentException("type " + type + " is no sample");
        }
    }
}
