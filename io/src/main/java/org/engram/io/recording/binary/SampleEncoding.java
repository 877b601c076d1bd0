package org.engram.io.recording.binary;

import java.nio.ByteBuffer;

/** How one sample is stored. */
public enum SampleEncoding {
    /** Whole number of 16 bits, signed. */
    INT16(2),
    /** Whole number of 32 bits, signed. */
    INT32(4),
    /** Single precision. */
    FLOAT32(4),
    /** Double precision. */
    FLOAT64(8);

    private final int bytes;

    SampleEncoding(int bytes) {
        this.bytes = bytes;
    }

    /** @return bytes of one sample */
    public int bytes() {
        return bytes;
    }

    /** Takes every {@code stride}-th sample, beginning with the one at {@code first}, times {@code gain}. */
    void decode(ByteBuffer from, int first, int stride, double gain, double[] into, int offset, int count) {
        int step = stride * bytes;
        int at = first * bytes;
        int end = offset + count;
        switch (this) {
            case INT16 -> {
                for (int i = offset; i < end; i++, at += step) {
                    into[i] = from.getShort(at) * gain;
                }
            }
            case INT32 -> {
                for (int i = offset; i < end; i++, at += step) {
                    into[i] = from.getInt(at) * gain;
                }
            }
            case FLOAT32 -> {
                for (int i = offset; i < end; i++, at += step) {
                    into[i] = from.getFloat(at) * gain;
                }
            }
            default -> {
                for (int i = offset; i < end; i++, at += step) {
                    into[i] = from.getDouble(at) * gain;
                }
            }
        }
    }
}
