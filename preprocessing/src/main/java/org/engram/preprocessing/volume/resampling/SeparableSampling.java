package org.engram.preprocessing.volume.resampling;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.engram.core.Parallelism;
import org.engram.io.volume.Affine;

/**
 * Linear or cubic interpolation when every input axis follows one output axis: three one-dimensional passes. Along z
 * first, then slice by slice along y and x, so that only the filtered input is held as a whole.
 */
final class SeparableSampling implements Sampling {
    private final Grid input;
    private final boolean cubic;
    private final AxisTaps[] axes;
    private final int[] outputStrides;
    private final ConcurrentLinkedQueue<Slices> free = new ConcurrentLinkedQueue<>();

    /**
     * @param input grid of the input
     * @param target grid of the output
     * @param map target voxels to input voxels, as {@link #fits} accepts
     * @param interpolation linear or cubic
     */
    SeparableSampling(Grid input, Grid target, Affine map, Interpolation interpolation) {
        this.input = input;
        this.cubic = interpolation == Interpolation.CUBIC;
        this.axes = new AxisTaps[3];
        this.outputStrides = new int[3];
        int[] inputs = {input.nx(), input.ny(), input.nz()};
        int[] outputs = {target.nx(), target.ny(), target.nz()};
        int[] strides = {1, target.nx(), target.nx() * target.ny()};
        int[] columns = columns(map, target);
        for (int axis = 0; axis < 3; axis++) {
            int column = columns[axis];
            outputStrides[axis] = strides[column];
            axes[axis] = AxisTaps.of(map.get(axis, column), map.get(axis, 3), outputs[column], inputs[axis],
                    interpolation);
        }
    }

    /** @return whether each input axis follows exactly one output axis, to a ten-millionth of a voxel */
    static boolean fits(Affine map, Grid target) {
        return columns(map, target) != null;
    }

    private static int[] columns(Affine map, Grid target) {
        int[] last = {target.nx() - 1, target.ny() - 1, target.nz() - 1};
        int[] columns = new int[3];
        int used = 0;
        for (int r = 0; r < 3; r++) {
            int best = 0;
            for (int c = 1; c < 3; c++) {
                best = Math.abs(map.get(r, c)) > Math.abs(map.get(r, best)) ? c : best;
            }
            for (int c = 0; c < 3; c++) {
                if (c != best && Math.abs(map.get(r, c)) * last[c] > 1e-7) {
                    return null;
                }
            }
            columns[r] = best;
            used |= 1 << best;
        }
        return used == 7 ? columns : null;
    }

    @Override
    public void sample(float[] values, float[] into, float fill, Parallelism parallelism) {
        Arrays.fill(into, fill);
        int plane = input.nx() * input.ny();
        Slices work = free.poll();
        Slices slices = work == null ? new Slices(input.nz(), plane) : work;
        parallelism.forEach(input.nz(), z -> {
            double[] slice = slices.values[z];
            for (int i = 0; i < plane; i++) {
                slice[i] = values[z * plane + i];
            }
        });
        if (cubic) {
            prefilterAlongZ(slices.values, plane, parallelism);
        }
        int outputs = axes[2].inside().length;
        ConcurrentLinkedQueue<SliceWork> pool = slices.pool;
        parallelism.forEach(outputs, z -> {
            if (axes[2].inside()[z]) {
                SliceWork pooled = pool.poll();
                SliceWork slice = pooled == null ? new SliceWork() : pooled;
                sampleSlice(slices.values, z, slice, into);
                pool.add(slice);
            }
        });
        free.add(slices);
    }

    private void prefilterAlongZ(double[][] slices, int plane, Parallelism parallelism) {
        // The recursion runs over slices; with one thread whole slices are filtered, else the plane is cut.
        if (parallelism.threads() == 1) {
            CubicSpline.prefilter(slices, input.nz(), plane);
            return;
        }
        parallelism.forBlocks(plane, 4096, (start, end) -> {
            double[][] block = new double[input.nz()][];
            for (int z = 0; z < block.length; z++) {
                block[z] = Arrays.copyOfRange(slices[z], start, end);
            }
            CubicSpline.prefilter(block, block.length, end - start);
            for (int z = 0; z < block.length; z++) {
                System.arraycopy(block[z], 0, slices[z], start, end - start);
            }
        });
    }

    private void sampleSlice(double[][] slices, int z, SliceWork work, float[] into) {
        int nx = input.nx();
        int ny = input.ny();
        RowWork.combine(slices, axes[2], z, work.plane, nx * ny);
        for (int y = 0; y < ny; y++) {
            System.arraycopy(work.plane, y * nx, work.lines[y], 0, nx);
        }
        if (cubic) {
            CubicSpline.prefilter(work.lines, ny, nx);
        }
        int my = axes[1].inside().length;
        for (int y = 0; y < my; y++) {
            if (axes[1].inside()[y]) {
                RowWork.combine(work.lines, axes[1], y, work.resampledLines[y], nx);
            }
        }
        RowWork.transpose(work.resampledLines, my, nx, work.columns);
        if (cubic) {
            CubicSpline.prefilter(work.columns, nx, my);
        }
        int mx = axes[0].inside().length;
        for (int x = 0; x < mx; x++) {
            if (axes[0].inside()[x]) {
                RowWork.combine(work.columns, axes[0], x, work.resampledColumns[x], my);
            }
        }
        store(work.resampledColumns, z, into);
    }

    private void store(double[][] columns, int z, float[] into) {
        boolean[] insideX = axes[0].inside();
        boolean[] insideY = axes[1].inside();
        int strideX = outputStrides[0];
        int strideY = outputStrides[1];
        for (int x0 = 0; x0 < insideX.length; x0 += 16) {
            int x1 = Math.min(insideX.length, x0 + 16);
            for (int y = 0; y < insideY.length; y++) {
                int at = z * outputStrides[2] + y * strideY;
                for (int x = x0; x < x1 && insideY[y]; x++) {
                    if (insideX[x]) {
                        into[at + x * strideX] = (float) columns[x][y];
                    }
                }
            }
        }
    }

    /** The filtered input of one volume. */
    private final class Slices {
        final double[][] values;
        final ConcurrentLinkedQueue<SliceWork> pool = new ConcurrentLinkedQueue<>();

        Slices(int count, int plane) {
            values = new double[count][plane];
        }
    }

    /** Work memory for one slice. */
    private final class SliceWork {
        final double[] plane = new double[input.nx() * input.ny()];
        final double[][] lines = new double[input.ny()][input.nx()];
        final double[][] resampledLines = new double[axes[1].inside().length][input.nx()];
        final double[][] columns = new double[input.nx()][axes[1].inside().length];
        final double[][] resampledColumns = new double[axes[0].inside().length][axes[1].inside().length];
    }
}
