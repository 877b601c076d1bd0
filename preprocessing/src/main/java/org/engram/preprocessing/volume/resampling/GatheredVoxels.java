package org.engram.preprocessing.volume.resampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelSource;
import org.engram.io.volume.VoxelType;

/**
 * A series whose every voxel is a voxel of another series or the fill value: nearest-neighbour resampling, flips and
 * permutations. Stored numbers and their scaling are kept where the fill value can be stored.
 */
final class GatheredVoxels implements VoxelSource {
    private final Volume source;
    private final int[] indices;
    private final double fill;
    private final boolean keepsStored;
    private final AtomicReference<Kept> kept = new AtomicReference<>();

    /**
     * @param source the series read from
     * @param indices for each voxel of an output volume, the voxel of the input volume, or -1 for the fill value
     * @param fill value where there is no input voxel
     */
    GatheredVoxels(Volume source, int[] indices, double fill) {
        this.source = source;
        this.indices = indices;
        this.fill = fill;
        boolean outside = false;
        for (int index : indices) {
            outside |= index < 0;
        }
        this.keepsStored = !outside || source.voxels().scaling().isNone() && fill == 0;
    }

    /**
     * @param grid the grid the indices are given for
     * @return the series on that grid, with the further extents, repetition time and intent of the source
     */
    Volume onGrid(Grid grid) {
        long[] shape = source.shape();
        shape[0] = grid.nx();
        shape[1] = grid.ny();
        shape[2] = grid.nz();
        Affine affine = grid.affine();
        return Volume.of(this, shape, affine).withRepetitionTime(source.repetitionTimeSeconds())
                .withIntent(source.intent());
    }

    @Override
    public VoxelType type() {
        return keepsStored ? source.voxels().type() : VoxelType.FLOAT64;
    }

    @Override
    public long size() {
        return indices.length * source.volumeCount();
    }

    @Override
    public Scaling scaling() {
        return keepsStored ? source.voxels().scaling() : Scaling.NONE;
    }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % indices.length);
            int length = Math.min(count - done, indices.length - from);
            double[] values = volume((start + done) / indices.length);
            for (int i = 0; i < length; i++) {
                int index = indices[from + i];
                into[offset + done + i] = (float) (index < 0 ? fill : values[index]);
            }
            done += length;
        }
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % indices.length);
            int length = Math.min(count - done, indices.length - from);
            double[] values = volume((start + done) / indices.length);
            for (int i = 0; i < length; i++) {
                int index = indices[from + i];
                into[offset + done + i] = index < 0 ? fill : values[index];
            }
            done += length;
        }
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        if (!keepsStored) {
            double[] values = new double[count];
            read(start, count, values, 0);
            into.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
            into.position(into.position() + count * Double.BYTES);
            return;
        }
        int bytes = type().bytes();
        int sourceSize = source.volumeSize();
        byte[] none = new byte[bytes];
        ByteBuffer stored = ByteBuffer.allocate(Math.multiplyExact(sourceSize, bytes));
        long loaded = -1;
        for (int i = 0; i < count; i++) {
            long volume = (start + i) / indices.length;
            if (volume != loaded) {
                source.voxels().readStored(volume * sourceSize, sourceSize, stored.clear());
                loaded = volume;
            }
            int index = indices[(int) ((start + i) % indices.length)];
            if (index < 0) {
                into.put(none);
            } else {
                into.put(stored.array(), index * bytes, bytes);
            }
        }
    }

    @Override
    public boolean isSequential() { return source.voxels().isSequential(); }

    @Override
    public void close() {
        source.close();
    }

    private double[] volume(long index) {
        Kept last = kept.get();
        if (last != null && last.index == index) {
            return last.values;
        }
        double[] values = new double[source.volumeSize()];
        source.readVolume(index, values);
        kept.set(new Kept(index, values));
        return values;
    }

    private record Kept(long index, double[] values) {}
}
