package org.engram.preprocessing.volume.series;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelSource;
import org.engram.io.volume.VoxelType;

/**
 * Voxels computed one 3D volume at a time, when they are asked for. Nothing is kept but the volume asked for last, and
 * that only when less than a whole volume was read. Single precision. Thread-safe when the computation is.
 */
public final class ComputedVoxels implements VoxelSource {
    private final Volume source;
    private final int volumeSize;
    private final long volumeCount;
    private final Computation computation;
    private final AtomicReference<Kept> kept = new AtomicReference<>();

    private ComputedVoxels(Volume source, int volumeSize, long volumeCount, Computation computation) {
        this.source = source;
        this.volumeSize = volumeSize;
        this.volumeCount = volumeCount;
        this.computation = computation;
    }

    /**
     * @param source the series the values are made from; closed with the result
     * @param computation makes one volume, on the grid of the source
     * @return a series with the shape, affine, repetition time and intent of the source
     */
    public static Volume like(Volume source, Computation computation) {
        return onGrid(source, source.shape(), source.affine(), computation);
    }

    /**
     * @param source the series the values are made from; closed with the result
     * @param shape extents of the result, at least three; the product of those past the third must be the number of
     *     volumes of the source
     * @param affine voxel to world of the result
     * @param computation makes one volume on that grid
     * @return a series with the repetition time and intent of the source
     */
    public static Volume onGrid(Volume source, long[] shape, Affine affine, Computation computation) {
        int size = Math.toIntExact(Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]));
        ComputedVoxels voxels = new ComputedVoxels(source, size, source.volumeCount(), computation);
        return Volume.of(voxels, shape, affine).withRepetitionTime(source.repetitionTimeSeconds())
                .withIntent(source.intent());
    }

    @Override
    public VoxelType type() {
        return VoxelType.FLOAT32;
    }

    @Override
    public long size() {
        return volumeSize * volumeCount;
    }

    @Override
    public Scaling scaling() {
        return Scaling.NONE;
    }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        if (count == volumeSize && offset == 0 && into.length == volumeSize && start % volumeSize == 0) {
            computation.compute(start / volumeSize, into);
            return;
        }
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % volumeSize);
            int length = Math.min(count - done, volumeSize - from);
            System.arraycopy(volume((start + done) / volumeSize), from, into, offset + done, length);
            done += length;
        }
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % volumeSize);
            int length = Math.min(count - done, volumeSize - from);
            float[] values = volume((start + done) / volumeSize);
            for (int i = 0; i < length; i++) {
                into[offset + done + i] = values[from + i];
            }
            done += length;
        }
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        float[] values = new float[count];
        read(start, count, values, 0);
        into.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        into.position(into.position() + count * Float.BYTES);
    }

    @Override
    public boolean isSequential() { return source.voxels().isSequential(); }

    @Override
    public void close() {
        source.close();
    }

    private float[] volume(long index) {
        Kept last = kept.get();
        if (last != null && last.index == index) {
            return last.values;
        }
        float[] values = new float[volumeSize];
        computation.compute(index, values);
        kept.set(new Kept(index, values));
        return values;
    }

    /** Makes one volume of a computed series. */
    @FunctionalInterface
    public interface Computation {
        /**
         * @param index which 3D volume
         * @param into receives its values, first index fastest; exactly one volume long
         */
        void compute(long index, float[] into);
    }

    private record Kept(long index, float[] values) {}
}
