package org.engram.io.volume;

import java.nio.ByteBuffer;
import org.engram.io.volume.VoxelSource.Scaling;

/** Turns real values into stored bytes of a scalar type. Stateless. */
final class VoxelEncoder {
    private VoxelEncoder() {}

    /** @return the least value of an integer type */
    static double smallest(VoxelType type) {
        return switch (type) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    /**
     * @return the greatest value of an integer type; of the 64-bit ones the greatest double below their end
     */
    static double largest(VoxelType type) {
        return switch (type) {
            case UINT8 -> 255;
            case INT8 -> Byte.MAX_VALUE;
            case UINT16 -> 65535;
            case INT16 -> Short.MAX_VALUE;
            case UINT32 -> 4294967295.0;
            case INT32 -> Integer.MAX_VALUE;
            case INT64 -> Math.nextDown(0x1p63);
            case UINT64 -> Math.nextDown(0x1p64);
            default -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    /**
     * @param values real values; overwritten when they are quantised
     * @param count how many
     * @param type a scalar type
     * @param scaling used for integer types: stored = round((value - intercept) / slope), NaN as a real 0
     * @param into receives the bytes in its own order, from index 0
     */
    static void encode(double[] values, int count, VoxelType type, Scaling scaling, ByteBuffer into) {
        if (type == VoxelType.FLOAT64) {
            into.asDoubleBuffer().put(values, 0, count);
            return;
        }
        if (type == VoxelType.FLOAT32) {
            for (int i = 0; i < count; i++) {
                into.putFloat(4 * i, (float) values[i]);
            }
            return;
        }
        quantise(values, count, type, scaling);
        switch (type.bytes()) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    into.put(i, (byte) (int) values[i]);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    into.putShort(2 * i, (short) (int) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    into.putInt(4 * i, (int) (long) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    into.putLong(8 * i, toLong(values[i]));
                }
            }
        }
    }

    private static void quantise(double[] values, int count, VoxelType type, Scaling scaling) {
        double low = smallest(type);
        double high = largest(type);
        double slope = scaling.slope();
        double intercept = scaling.intercept();
        for (int i = 0; i < count; i++) {
            double v = Double.isNaN(values[i]) ? 0 : values[i];
            values[i] = Math.max(low, Math.min(high, Math.rint((v - intercept) / slope)));
        }
    }

    /** @return the low 64 bits of a whole number from -2^63 to below 2^64 */
    private static long toLong(double whole) {
        return whole < 0x1p63 ? (long) whole : (long) (whole - 0x1p63) ^ Long.MIN_VALUE;
    }
}
