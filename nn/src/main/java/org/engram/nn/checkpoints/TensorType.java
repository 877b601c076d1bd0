package org.engram.nn.checkpoints;

import java.util.Optional;

/** What the elements of a tensor in a weight file are. The names are those of safetensors. */
public enum TensorType {
    /** True (not zero) or false, one byte each. */
    BOOL(1, false),
    /** Unsigned, 8 bits. */
    U8(1, false),
    /** Signed, 8 bits. */
    I8(1, false),
    /** Floating point with 4 bits of exponent and 3 of mantissa, no infinity (OCP FP8 E4M3). */
    F8_E4M3(1, true),
    /** Floating point with 5 bits of exponent and 2 of mantissa (OCP FP8 E5M2). */
    F8_E5M2(1, true),
    /** Signed, 16 bits. */
    I16(2, false),
    /** Unsigned, 16 bits. */
    U16(2, false),
    /** IEEE 754 half precision. */
    F16(2, true),
    /** The upper half of an IEEE 754 single-precision number. */
    BF16(2, true),
    /** Signed, 32 bits. */
    I32(4, false),
    /** Unsigned, 32 bits. */
    U32(4, false),
    /** IEEE 754 single precision. */
    F32(4, true),
    /** IEEE 754 double precision. */
    F64(8, true),
    /** Signed, 64 bits. */
    I64(8, false),
    /** Unsigned, 64 bits. */
    U64(8, false);

    private final int bytes;
    private final boolean floating;

    TensorType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** @return bytes of one element */
    public int bytes() {
        return bytes;
    }

    /** @return whether elements are floating-point numbers */
    public boolean floating() {
        return floating;
    }

    static Optional<TensorType> named(String name) {
        for (TensorType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
