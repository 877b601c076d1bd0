package org.engram.io.recording.binary;

/** How a sample is stored, little-endian. */
public enum NumberType {
    /** Signed integer of 16 bits. */
    INT_16(2),
    /** Signed integer of 32 bits. */
    INT_32(4),
    /** IEEE 754 single precision. */
    FLOAT_32(4);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** @return bytes of one sample */
    public int bytes() {
        return bytes;
    }
}
