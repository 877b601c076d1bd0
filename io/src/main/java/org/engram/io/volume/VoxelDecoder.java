package org.engram.io.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.VoxelSource.Scaling;

/**
 * Turns stored bytes into numbers. Works through small arrays that stay in the first cache, filled in bulk (which is
 * where byte order is mended), so that the loops over voxels are plain array loops. Stateless, thread-safe.
 */
final class VoxelDecoder {
    private static final int CHUNK = 2048;

    private final VoxelType type;
    private final ByteOrder order;
    private final double slope;
    private final double intercept;
    private final boolean scaled;

    VoxelDecoder(VoxelType type, ByteOrder order, Scaling scaling) {
        this.type = type;
        this.order = order;
        this.slope = scaling.slope();
        this.intercept = scaling.intercept();
        this.scaled = !scaling.isNone();
    }

    /** Decodes {@code count} voxels from the start of {@code stored}, whose position is left alone. */
    void toFloats(ByteBuffer stored, int count, float[] into, int offset) {
        ByteBuffer source = stored.slice().order(order);
        if (!scaled && type == VoxelType.FLOAT32) {
            source.asFloatBuffer().get(into, offset, count);
        } else if (!scaled && type == VoxelType.INT16) {
            shortsToFloats(source.asShortBuffer(), count, 0xffffffff, into, offset);
        } else if (!scaled && type == VoxelType.UINT16) {
            shortsToFloats(source.asShortBuffer(), count, 0xffff, into, offset);
        } else if (!scaled && type == VoxelType.UINT8) {
            bytesToFloats(source, count, into, offset);
        } else {
            double[] values = new double[Math.min(CHUNK, count)];
            Chunks chunks = chunks(source);
            for (int done = 0; done < count; done += values.length) {
                int length = Math.min(values.length, count - done);
                chunks.next(values, 0, length);
                scale(values, 0, length);
                for (int i = 0; i < length; i++) {
                    into[offset + done + i] = (float) values[i];
                }
            }
        }
    }

    /** Decodes {@code count} voxels from the start of {@code stored}, whose position is left alone. */
    void toDoubles(ByteBuffer stored, int count, double[] into, int offset) {
        ByteBuffer source = stored.slice().order(order);
        Chunks chunks = chunks(source);
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(CHUNK, count - done);
            chunks.next(into, offset + done, length);
            scale(into, offset + done, length);
        }
    }

    /** Copies {@code count} voxels as little-endian bytes to the position of {@code into}, which advances. */
    void toStored(ByteBuffer stored, int count, ByteBuffer into) {
        int bytes = count * type.bytes();
        ByteBuffer source = stored.slice(stored.position(), bytes).order(order);
        int part = partBytes(type);
        if (part == 1 || order == ByteOrder.LITTLE_ENDIAN) {
            into.put(source);
            return;
        }
        ByteBuffer little = into.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (part == 2) {
            little.asShortBuffer().put(source.asShortBuffer());
        } else if (part == 4) {
            little.asIntBuffer().put(source.asIntBuffer());
        } else {
            little.asLongBuffer().put(source.asLongBuffer());
        }
        into.position(into.position() + bytes);
    }

    /** @return bytes that are swapped together: a voxel, or one part of a complex number or colour */
    static int partBytes(VoxelType type) {
        return type.isColour() ? 1 : type.isComplex() ? type.bytes() / 2 : type.bytes();
    }

    private void scale(double[] values, int offset, int count) {
        if (scaled && !type.isComplex()) {
            for (int i = offset; i < offset + count; i++) {
                values[i] = values[i] * slope + intercept;
            }
        }
    }

    private static void shortsToFloats(ShortBuffer source, int count, int mask, float[] into, int offset) {
        short[] raw = new short[Math.min(CHUNK, count)];
        for (int done = 0; done < count; done += raw.length) {
            int length = Math.min(raw.length, count - done);
            source.get(raw, 0, length);
            for (int i = 0; i < length; i++) {
                into[offset + done + i] = raw[i] & mask;
            }
        }
    }

    private static void bytesToFloats(ByteBuffer source, int count, float[] into, int offset) {
        byte[] raw = new byte[Math.min(2 * CHUNK, count)];
        for (int done = 0; done < count; done += raw.length) {
            int length = Math.min(raw.length, count - done);
            source.get(raw, 0, length);
            for (int i = 0; i < length; i++) {
                into[offset + done + i] = raw[i] & 0xff;
            }
        }
    }

    /**
     * Reads the next voxels, at most {@link #CHUNK}, as unscaled doubles (complex ones as scaled
     * magnitudes).
     */
    private interface Chunks {
        void next(double[] into, int offset, int count);
    }

    private Chunks chunks(ByteBuffer source) {
        return switch (type) {
            case UINT8 -> bytes(source, 0xff);
            case INT8 -> bytes(source, 0xffffffff);
            case UINT16 -> shorts(source.asShortBuffer(), 0xffff);
            case INT16 -> shorts(source.asShortBuffer(), 0xffffffff);
            case UINT32 -> ints(source.asIntBuffer(), 0xffffffffL);
            case INT32 -> ints(source.asIntBuffer(), -1L);
            case UINT64 -> unsignedLongs(source.asLongBuffer());
            case INT64 -> longs(source.asLongBuffer());
            case FLOAT32 -> floats(source.asFloatBuffer());
            case FLOAT64 -> source.asDoubleBuffer()::get;
            case COMPLEX64 -> complexFloats(source.asFloatBuffer());
            case COMPLEX128 -> complexDoubles(source.asDoubleBuffer());
            case RGB24, RGBA32 -> throw new UnsupportedFeatureException("voxels are colours (" + type
                    + "), which are not numbers: read them as stored, or view them as an image");
        };
    }

    private static Chunks bytes(ByteBuffer source, int mask) {
        byte[] raw = new byte[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = raw[i] & mask;
            }
        };
    }

    private static Chunks shorts(ShortBuffer source, int mask) {
        short[] raw = new short[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = raw[i] & mask;
            }
        };
    }

    private static Chunks ints(IntBuffer source, long mask) {
        int[] raw = new int[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = raw[i] & mask;
            }
        };
    }

    private static Chunks longs(LongBuffer source) {
        long[] raw = new long[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = raw[i];
            }
        };
    }

    private static Chunks unsignedLongs(LongBuffer source) {
        long[] raw = new long[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                // Halving keeps the lowest bit in the rounding, so the doubling below gives the nearest
                // double.
                long v = raw[i];
                into[offset + i] = v >= 0 ? v : 2.0 * ((v >>> 1) | (v & 1));
            }
        };
    }

    private static Chunks floats(FloatBuffer source) {
        float[] raw = new float[CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = raw[i];
            }
        };
    }

    private Chunks complexFloats(FloatBuffer source) {
        float[] raw = new float[2 * CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, 2 * count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = magnitude(raw[2 * i], raw[2 * i + 1]);
            }
        };
    }

    private Chunks complexDoubles(DoubleBuffer source) {
        double[] raw = new double[2 * CHUNK];
        return (into, offset, count) -> {
            source.get(raw, 0, 2 * count);
            for (int i = 0; i < count; i++) {
                into[offset + i] = magnitude(raw[2 * i], raw[2 * i + 1]);
            }
        };
    }

    private double magnitude(double real, double imaginary) {
        return Math.hypot(real * slope + intercept, imaginary * slope);
    }
}
