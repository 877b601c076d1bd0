package org.engram.nn.checkpoints;

import java.nio.ByteBuffer;

/** Converts elements between the types of weight files. */
final class ElementNumbers {
    private ElementNumbers() {}

    /** @return element {@code index} of little-endian {@code bytes} as a double; I64 and U64 beyond 2^53 are rounded */
    static double get(ByteBuffer bytes, TensorType type, int index) {
        return switch (type) {
            case BOOL -> bytes.get(index) == 0 ? 0 : 1;
            case U8 -> bytes.get(index) & 0xFF;
            case I8 -> bytes.get(index);
            case F8_E4M3 -> small(bytes.get(index), 4, 7, false);
            case F8_E5M2 -> small(bytes.get(index), 5, 15, true);
            case I16 -> bytes.getShort(2 * index);
            case U16 -> bytes.getShort(2 * index) & 0xFFFF;
            case F16 -> halfToFloat(bytes.getShort(2 * index));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
            case I32 -> bytes.getInt(4 * index);
            case U32 -> bytes.getInt(4 * index) & 0xFFFFFFFFL;
            case F32 -> bytes.getFloat(4 * index);
            case F64 -> bytes.getDouble(8 * index);
            case I64 -> bytes.getLong(8 * index);
            case U64 -> unsigned(bytes.getLong(8 * index));
        };
    }

    /** Puts a number as element {@code index} of little-endian {@code bytes}, rounded to the nearest, ties to even. */
    static void put(ByteBuffer bytes, TensorType type, int index, double value) {
        switch (type) {
            case F16 -> bytes.putShort(2 * index, floatToHalf((float) value));
            case BF16 -> bytes.putShort(2 * index, floatToBrainFloat((float) value));
            case F32 -> bytes.putFloat(4 * index, (float) value);
            case F64 -> bytes.putDouble(8 * index, value);
            default -> throw new IllegalArgumentException("tensors are not converted to " + type
                    + "; to F16, BF16, F32 and F64 they are");
        }
    }

    /**
     * Converts many elements; the types networks are stored in have loops of their own.
     *
     * @param bytes little-endian, from its position 0
     * @param values receives {@code count} numbers from index {@code at}
     */
    static void toFloats(ByteBuffer bytes, TensorType type, float[] values, int at, int count) {
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(values, at, count);
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[at + i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[at + i] = halfToFloat(bytes.getShort(2 * i));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[at + i] = (float) get(bytes, type, i);
                }
            }
        }
    }

    static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1F;
        int mantissa = half & 0x3FF;
        float magnitude;
        if (exponent == 0x1F) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | mantissa << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }

    static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x1p-14f) {
            // Subnormal: a multiple of 2^-24, and rint rounds ties to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int shifted = (bits & 0x7FFFFFFF) - (112 << 23);
        int rounded = shifted + 0xFFF + (shifted >>> 13 & 1) >>> 13;
        return (short) (sign | rounded);
    }

    static short floatToBrainFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    private static double small(byte bits, int exponentBits, int bias, boolean infinities) {
        int mantissaBits = 7 - exponentBits;
        int exponent = (bits & 0x7F) >> mantissaBits;
        int mantissa = bits & (1 << mantissaBits) - 1;
        double magnitude;
        if (infinities && exponent == (1 << exponentBits) - 1) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (!infinities && (bits & 0x7F) == 0x7F) {
            magnitude = Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) mantissa, 1 - bias - mantissaBits);
        } else {
            magnitude = Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * ((value >>> 1 | value & 1));
    }
}
