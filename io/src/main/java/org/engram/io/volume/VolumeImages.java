package org.engram.io.volume;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.complex.ComplexDoubleType;
import net.imglib2.type.numeric.complex.ComplexFloatType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import org.engram.core.ShapeException;

/**
 * Volumes as ImgLib2 images, with the dimensions of {@link Volume#shape()}. Voxels are loaded a 3D volume at a time
 * (a slab at a time where a volume exceeds 2^30 voxels) when first touched, and the last few loaded are kept; a time
 * course across a long series therefore reads every volume. Images are for reading: what is written to one is lost.
 *
 * <pre>{@code
 * RandomAccessibleInterval<FloatType> image = VolumeImages.floats(volume);
 * float value = image.getAt(10, 20, 5, 0).get();
 * }</pre>
 */
public final class VolumeImages {
    /** Volumes kept in memory unless said otherwise. */
    public static final int DEFAULT_VOLUMES_KEPT = 4;

    private static final long LARGEST_CELL = 1 << 30;

    private VolumeImages() {}

    /**
     * Shows a volume in the type that fits what is stored: unscaled integers, floats and complex numbers as they are,
     * scaled values as float (double for integers of 32 bits and more), colours as ARGB.
     *
     * @param volume the volume
     * @return its image
     */
    public static RandomAccessibleInterval<? extends NumericType<?>> of(Volume volume) {
        VoxelSource source = volume.voxels();
        if (source.type().isScalar() && !source.scaling().isNone()) {
            return source.type().bytes() <= 2 || source.type() == VoxelType.FLOAT32
                    ? floats(volume)
                    : doubles(volume);
        }
        return switch (source.type()) {
            case UINT8 -> image(volume, new UnsignedByteType(), StoredArrays::bytes);
            case INT8 -> image(volume, new ByteType(), StoredArrays::bytes);
            case UINT16 -> image(volume, new UnsignedShortType(), StoredArrays::shorts);
            case INT16 -> image(volume, new ShortType(), StoredArrays::shorts);
            case UINT32 -> image(volume, new UnsignedIntType(), StoredArrays::ints);
            case INT32 -> image(volume, new IntType(), StoredArrays::ints);
            case UINT64 -> image(volume, new UnsignedLongType(), StoredArrays::longs);
            case INT64 -> image(volume, new LongType(), StoredArrays::longs);
            case FLOAT32 -> floats(volume);
            case FLOAT64 -> doubles(volume);
            case COMPLEX64 -> image(volume, new ComplexFloatType(), StoredArrays::complexFloats);
            case COMPLEX128 -> image(volume, new ComplexDoubleType(), StoredArrays::complexDoubles);
            case RGB24, RGBA32 -> image(volume, new ARGBType(), StoredArrays::colours);
        };
    }

    /**
     * @param volume a volume of numbers (complex ones give their magnitude)
     * @return its real values in single precision
     */
    public static RandomAccessibleInterval<FloatType> floats(Volume volume) {
        return floats(volume, DEFAULT_VOLUMES_KEPT);
    }

    /**
     * @param volume a volume of numbers (complex ones give their magnitude)
     * @param volumesKept how many 3D volumes stay in memory, at least 1
     * @return its real values in single precision
     */
    public static RandomAccessibleInterval<FloatType> floats(Volume volume, int volumesKept) {
        return image(volume, new FloatType(), (source, start, count) -> {
            float[] values = new float[count];
            source.read(start, count, values, 0);
            return new FloatArray(values);
        }, volumesKept);
    }

    /**
     * @param volume a volume of numbers (complex ones give their magnitude)
     * @return its real values in double precision
     */
    public static RandomAccessibleInterval<DoubleType> doubles(Volume volume) {
        return image(volume, new DoubleType(), (source, start, count) -> {
            double[] values = new double[count];
            source.read(start, count, values, 0);
            return new DoubleArray(values);
        }, DEFAULT_VOLUMES_KEPT);
    }

    private static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            Volume volume, T type, Loader<A> loader) {
        return image(volume, type, loader, DEFAULT_VOLUMES_KEPT);
    }

    private static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            Volume volume, T type, Loader<A> loader, int volumesKept) {
        if (volumesKept < 1) {
            throw new IllegalArgumentException("volumes kept is " + volumesKept + ": give 1 or more");
        }
        long[] shape = volume.shape();
        long plane = shape[0] * shape[1];
        if (plane > LARGEST_CELL) {
            throw new ShapeException("one slice has " + plane + " voxels; images of more than " + LARGEST_CELL
                    + " voxels a slice cannot be shown: crop it first");
        }
        int[] cell = new int[shape.length];
        Arrays.fill(cell, 1);
        cell[0] = (int) shape[0];
        cell[1] = (int) shape[1];
        cell[2] = (int) Math.min(shape[2], LARGEST_CELL / plane);
        CellGrid grid = new CellGrid(shape, cell);
        long cellsPerVolume = (shape[2] + cell[2] - 1) / cell[2];
        return new LazyCellImg<>(grid, type,
                new LastUsed<>(volume.voxels(), grid, loader, volumesKept * cellsPerVolume)::get);
    }

    /** Loads consecutive voxels into an array. */
    @FunctionalInterface
    interface Loader<A> {
        A load(VoxelSource source, long start, int count);
    }

    /** Cells in the order they were last used; the oldest goes when there are too many. */
    private static final class LastUsed<A> {
        private final VoxelSource source;
        private final CellGrid grid;
        private final Loader<A> loader;
        private final Map<Long, Cell<A>> cells;

        LastUsed(VoxelSource source, CellGrid grid, Loader<A> loader, long capacity) {
            this.source = source;
            this.grid = grid;
            this.loader = loader;
            this.cells = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Cell<A>> eldest) {
                    return size() > capacity;
                }
            };
        }

        synchronized Cell<A> get(long index) {
            Cell<A> cell = cells.get(index);
            if (cell == null) {
                long[] corner = new long[grid.numDimensions()];
                int[] extents = new int[grid.numDimensions()];
                grid.getCellDimensions(index, corner, extents);
                long start = 0;
                for (int d = corner.length - 1; d >= 0; d--) {
                    start = start * grid.imgDimension(d) + corner[d];
                }
                int count = Math.multiplyExact(Math.multiplyExact(extents[0], extents[1]), extents[2]);
                cell = new Cell<>(extents, corner, loader.load(source, start, count));
                cells.put(index, cell);
            }
            return cell;
        }
    }
}
