package org.engram.preprocessing.fmri.maskers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelSource;
import org.engram.io.volume.VoxelType;
import org.engram.preprocessing.volume.resampling.Grid;

/** Volumes painted from the rows of a matrix when they are read; double precision. */
final class PaintedVoxels implements VoxelSource {
    private final Matrix samples;
    private final int volumeSize;
    private final Painter painter;
    private final AtomicReference<Kept> kept = new AtomicReference<>();

    private PaintedVoxels(Matrix samples, int volumeSize, Painter painter) {
        this.samples = samples;
        this.volumeSize = volumeSize;
        this.painter = painter;
    }

    /** One volume per row on the grid; fails when the matrix has another number of columns. */
    static Volume volume(Matrix samples, int features, Grid grid, Painter painter) {
        if (samples.columns() != features) {
            throw new ShapeException("the matrix has " + samples.columns() + " columns but the masker "
                    + features
                    + " features: use the masker on the grid of the images (forImage) that made the matrix");
        }
        if (samples.rows() == 0) {
            throw new ShapeException("the matrix has no rows: there is no volume to paint");
        }
        long[] shape = samples.rows() == 1
                ? new long[] {grid.nx(), grid.ny(), grid.nz()}
                : new long[] {grid.nx(), grid.ny(), grid.nz(), samples.rows()};
        return Volume.of(new PaintedVoxels(samples, grid.size(), painter), shape, grid.affine());
    }

    /** Paints each voxel of the support with the value of its column; several columns never share a voxel. */
    static Painter byColumn(int[] support, int[] columns) {
        return (samples, row, into) -> {
            int start = row * samples.columns();
            double[] data = samples.data();
            for (int i = 0; i < support.length; i++) {
                into[support[i]] = data[start + columns[i]];
            }
        };
    }

    @Override
    public VoxelType type() {
        return VoxelType.FLOAT64;
    }

    @Override
    public long size() {
        return (long) volumeSize * samples.rows();
    }

    @Override
    public Scaling scaling() {
        return Scaling.NONE;
    }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % volumeSize);
            int length = Math.min(count - done, volumeSize - from);
            double[] values = paint((start + done) / volumeSize);
            for (int i = 0; i < length; i++) {
                into[offset + done + i] = (float) values[from + i];
            }
            done += length;
        }
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        int done = 0;
        while (done < count) {
            int from = (int) ((start + done) % volumeSize);
            int length = Math.min(count - done, volumeSize - from);
            System.arraycopy(paint((start + done) / volumeSize), from, into, offset + done, length);
            done += length;
        }
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        double[] values = new double[count];
        read(start, count, values, 0);
        into.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        into.position(into.position() + count * Double.BYTES);
    }

    private double[] paint(long row) {
        Kept last = kept.get();
        if (last != null && last.row == row) {
            return last.values;
        }
        double[] values = new double[volumeSize];
        painter.paint(samples, (int) row, values);
        kept.set(new Kept(row, values));
        return values;
    }

    /** Paints one row onto a volume of zeros. */
    interface Painter {
        void paint(Matrix samples, int row, double[] into);
    }

    private record Kept(long row, double[] values) {}
}
