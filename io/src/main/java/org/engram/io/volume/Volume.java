package org.engram.io.volume;

import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;

/**
 * An image of the head or of part of it, still or moving: voxels on a regular grid and where that grid lies in the
 * world. Three or more dimensions (x, y, z, then time, then others), the first fastest in memory; images of one or
 * two dimensions are given trailing dimensions of 1. Immutable from the outside. Voxels are read when asked for, one
 * 3D volume at a time, so a long series need not fit into memory.
 *
 * <p>Reading is thread-safe. A volume read from a compressed file keeps it open until it has been read to its end;
 * {@link #close()} releases it earlier.
 *
 * <pre>{@code
 * Volume mask = Volume.of(new float[8], new long[] {2, 2, 2}, Affine.scaling(3, 3, 3));
 * float[] values = mask.readVolume(0);
 * }</pre>
 */
public final class Volume implements AutoCloseable {
    private final VoxelSource voxels;
    private final long[] shape;
    private final Affine affine;
    private final double repetitionTimeSeconds;
    private final Intent intent;

    private Volume(VoxelSource voxels, long[] shape, Affine affine, double repetitionTimeSeconds,
            Intent intent) {
        if (shape.length < 3) {
            throw new ShapeException("a volume has at least 3 dimensions, not " + Arrays.toString(shape));
        }
        long size = 1;
        for (long extent : shape) {
            if (extent < 1) {
                throw new ShapeException("volume shape " + Arrays.toString(shape) + " has an extent below 1");
            }
            size = Math.multiplyExact(size, extent);
        }
        if (size != voxels.size()) {
            throw new ShapeException(
                    "volume shape " + Arrays.toString(shape) + " needs " + size + " voxels, not "
                            + voxels.size());
        }
        this.voxels = voxels;
        this.shape = shape.clone();
        this.affine = affine;
        this.repetitionTimeSeconds = repetitionTimeSeconds;
        this.intent = intent;
    }

    /**
     * @param voxels values, first index fastest; used as they are, not copied
     * @param shape extents, at least three
     * @param affine voxel to world
     * @return a volume in memory
     */
    public static Volume of(float[] voxels, long[] shape, Affine affine) {
        if (shape.length == 3) {
            return of(List.of(voxels), shape, affine);
        }
        long spatial = Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]);
        int count = Math.toIntExact(voxels.length / Math.max(1, spatial));
        float[][] volumes = new float[count][];
        for (int t = 0; t < count; t++) {
            volumes[t] = Arrays.copyOfRange(voxels, Math.toIntExact(t * spatial),
                    Math.toIntExact((t + 1) * spatial));
        }
        return of(Arrays.asList(volumes), shape, affine);
    }

    /**
     * @param volumes one array per 3D volume, first index fastest; used as they are, not copied
     * @param shape extents, at least three
     * @param affine voxel to world
     * @return a volume or series in memory
     */
    public static Volume of(List<float[]> volumes, long[] shape, Affine affine) {
        return of(new FloatVoxels(volumes), shape, affine);
    }

    /**
     * @param voxels where the values come from
     * @param shape extents, at least three, whose product is {@code voxels.size()}
     * @param affine voxel to world
     * @return a volume read when asked
     */
    public static Volume of(VoxelSource voxels, long[] shape, Affine affine) {
        return new Volume(voxels, shape, affine, Double.NaN, Intent.NONE);
    }

    /**
     * @param seconds time between volumes, or NaN when unknown
     * @return the same voxels with that repetition time
     */
    public Volume withRepetitionTime(double seconds) {
        return new Volume(voxels, shape, affine, seconds, intent);
    }

    /**
     * @param other voxel to world
     * @return the same voxels at another place
     */
    public Volume withAffine(Affine other) {
        return new Volume(voxels, shape, other, repetitionTimeSeconds, intent);
    }

    /**
     * @param other what the values mean
     * @return the same voxels with that meaning
     */
    public Volume withIntent(Intent other) {
        return new Volume(voxels, shape, affine, repetitionTimeSeconds, other);
    }

    /** @return the extents, a copy: x, y, z, then time, then others */
    public long[] shape() {
        return shape.clone();
    }

    /** @return voxel to world */
    public Affine affine() {
        return affine;
    }

    /** @return seconds between volumes, or NaN when unknown or not a series */
    public double repetitionTimeSeconds() {
        return repetitionTimeSeconds;
    }

    /** @return what the values mean */
    public Intent intent() {
        return intent;
    }

    /** @return the stored voxels */
    public VoxelSource voxels() {
        return voxels;
    }

    /** @return voxels in one 3D volume; fails when they exceed 2^31 - 1 */
    public int volumeSize() {
        return Math.toIntExact(shape[0] * shape[1] * shape[2]);
    }

    /** @return the number of 3D volumes: the product of the extents past the third */
    public long volumeCount() {
        return voxels.size() / (shape[0] * shape[1] * shape[2]);
    }

    /**
     * @param index which 3D volume
     * @return its real values, first index fastest, a fresh array
     */
    public float[] readVolume(long index) {
        float[] values = new float[volumeSize()];
        readVolume(index, values);
        return values;
    }

    /**
     * @param index which 3D volume
     * @param into receives its real values, first index fastest
     */
    public void readVolume(long index, float[] into) {
        voxels.read(index * volumeSize(), volumeSize(), into, 0);
    }

    /**
     * @param index which 3D volume
     * @param into receives its real values, first index fastest
     */
    public void readVolume(long index, double[] into) {
        voxels.read(index * volumeSize(), volumeSize(), into, 0);
    }

    /**
     * @param other another volume
     * @return whether the first three extents agree and no corner voxel lies further apart than a thousandth of a
     *     voxel
     */
    public boolean sameGrid(Volume other) {
        for (int d = 0; d < 3; d++) {
            if (shape[d] != other.shape[d]) {
                return false;
            }
        }
        double smallest = Arrays.stream(affine.voxelSizes()).min().orElseThrow();
        return affine.cornerDisplacement(other.affine, shape[0], shape[1], shape[2]) <= 1e-3 * smallest;
    }

    @Override
    public void close() {
        voxels.close();
    }

    @Override
    public String toString() {
        return "Volume" + Arrays.toString(shape) + " " + voxels.type();
    }
}
