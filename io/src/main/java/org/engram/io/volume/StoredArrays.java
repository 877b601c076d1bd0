package org.engram.io.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;

/** Stored voxels as the arrays ImgLib2 types lie on. */
final class StoredArrays {
    private static final int CHUNK = 1 << 16;

    private StoredArrays() {}

    static ByteArray bytes(VoxelSource source, long start, int count) {
        byte[] array = new byte[count];
        source.readStored(start, count, ByteBuffer.wrap(array));
        return new ByteArray(array);
    }

    static ShortArray shorts(VoxelSource source, long start, int count) {
        short[] array = new short[count];
        forEachChunk(source, start, count,
                (buffer, at, length) -> buffer.asShortBuffer().get(array, at, length));
        return new ShortArray(array);
    }

    static IntArray ints(VoxelSource source, long start, int count) {
        int[] array = new int[count];
        forEachChunk(source, start, count,
                (buffer, at, length) -> buffer.asIntBuffer().get(array, at, length));
        return new IntArray(array);
    }

    static LongArray longs(VoxelSource source, long start, int count) {
        long[] array = new long[count];
        forEachChunk(source, start, count,
                (buffer, at, length) -> buffer.asLongBuffer().get(array, at, length));
        return new LongArray(array);
    }

    static FloatArray complexFloats(VoxelSource source, long start, int count) {
        float[] array = new float[Math.multiplyExact(2, count)];
        float slope = (float) source.scaling().slope();
        float intercept = (float) source.scaling().intercept();
        forEachChunk(source, start, count, (buffer, at, length) -> {
            buffer.asFloatBuffer().get(array, 2 * at, 2 * length);
            for (int i = 2 * at; i < 2 * (at + length) && !source.scaling().isNone(); i += 2) {
                array[i] = array[i] * slope + intercept;
                array[i + 1] *= slope;
            }
        });
        return new FloatArray(array);
    }

    static DoubleArray complexDoubles(VoxelSource source, long start, int count) {
        double[] array = new double[Math.multiplyExact(2, count)];
        double slope = source.scaling().slope();
        double intercept = source.scaling().intercept();
        forEachChunk(source, start, count, (buffer, at, length) -> {
            buffer.asDoubleBuffer().get(array, 2 * at, 2 * length);
            for (int i = 2 * at; i < 2 * (at + length) && !source.scaling().isNone(); i += 2) {
                array[i] = array[i] * slope + intercept;
                array[i + 1] *= slope;
            }
        });
        return new DoubleArray(array);
    }

    /** Colours as ARGB; without an alpha channel they are opaque. */
    static IntArray colours(VoxelSource source, long start, int count) {
        int[] array = new int[count];
        int bytes = source.type().bytes();
        forEachChunk(source, start, count, (buffer, at, length) -> {
            for (int i = 0; i < length; i++) {
                int red = buffer.get(bytes * i) & 0xff;
                int green = buffer.get(bytes * i + 1) & 0xff;
                int blue = buffer.get(bytes * i + 2) & 0xff;
                int alpha = bytes == 4 ? buffer.get(bytes * i + 3) & 0xff : 0xff;
                array[at + i] = alpha << 24 | red << 16 | green << 8 | blue;
            }
        });
        return new IntArray(array);
    }

    private static void forEachChunk(VoxelSource source, long start, int count, Taker taker) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(CHUNK, count) * source.type().bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(CHUNK, count - done);
            source.readStored(start + done, length, buffer.clear());
            taker.take(buffer.flip(), done, length);
        }
    }

    private interface Taker {
        void take(ByteBuffer stored, int at, int length);
    }
}
