package org.engram.preprocessing.volume.smoothing;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.engram.core.Parallelism;

/**
 * The three one-dimensional passes over one volume, in place. Every pass brings its data into separate rows so that
 * the inner loops read and write different arrays at one index, which the compiler turns into vector instructions.
 */
final class SeparableGaussian {
    /** Elements a window of rows may hold: 32 KiB, so that it stays in the fastest cache. */
    private static final int WINDOW = 8192;

    /** Shortest work row: vector loops need some length. */
    private static final int SHORTEST_ROW = 256;

    private final int nx;
    private final int ny;
    private final int nz;
    private final float[][] halfKernels;
    private final int[] mirroredX;
    private final ConcurrentLinkedQueue<Rows> free = new ConcurrentLinkedQueue<>();

    /**
     * @param nx voxels along the first (fastest) axis
     * @param ny voxels along the second axis
     * @param nz voxels along the third axis
     * @param sigmaVoxels standard deviation along each axis in voxels; 0 leaves the axis alone
     */
    SeparableGaussian(int nx, int ny, int nz, double[] sigmaVoxels) {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.halfKernels = new float[][] {halfKernel(sigmaVoxels[0]), halfKernel(sigmaVoxels[1]),
                halfKernel(sigmaVoxels[2])};
        this.mirroredX = new int[halfKernels[0].length - 1];
        for (int k = 1; k <= mirroredX.length; k++) {
            mirroredX[k - 1] = reflect(-k, nx);
        }
    }

    /** Weights for distances 0 to radius; radius is the whole number nearest to four standard deviations. */
    static float[] halfKernel(double sigma) {
        int radius = sigma > 0 ? (int) (4 * sigma + 0.5) : 0;
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++) {
            weights[k] = k == 0 ? 1 : Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += k == 0 ? 1 : 2 * weights[k];
        }
        float[] half = new float[radius + 1];
        for (int k = 0; k <= radius; k++) {
            half[k] = (float) (weights[k] / sum);
        }
        return half;
    }

    /**
     * @param values one volume, first axis fastest; smoothed in place
     * @param parallelism threads; the result does not depend on it
     */
    void apply(float[] values, Parallelism parallelism) {
        if (halfKernels[0].length > 1) {
            int lines = Math.max(1, rowLength(0) / nx);
            parallelism.forBlocks(ny * nz, lines, (start, end) -> alongX(values, start, end));
        }
        if (halfKernels[1].length > 1) {
            int slices = Math.max(1, rowLength(1) / nx);
            parallelism.forBlocks(nz, slices, (start, end) -> alongY(values, start, end));
        }
        if (halfKernels[2].length > 1) {
            parallelism.forBlocks(nx * ny, rowLength(2), (start, end) -> alongZ(values, start, end));
        }
    }

    private int rowLength(int axis) {
        return Math.max(SHORTEST_ROW, WINDOW / (2 * halfKernels[axis].length));
    }

    private void alongX(float[] values, int firstLine, int endLine) {
        float[] kernel = halfKernels[0];
        int radius = kernel.length - 1;
        int stride = nx + 2 * radius;
        int length = (endLine - firstLine) * stride - 2 * radius;
        Rows rows = take();
        float[] padded = rows.flat(length + 2 * radius);
        for (int line = firstLine; line < endLine; line++) {
            int from = line * nx;
            int to = (line - firstLine) * stride;
            System.arraycopy(values, from, padded, to + radius, nx);
            for (int k = 1; k <= radius; k++) {
                padded[to + radius - k] = values[from + mirroredX[k - 1]];
                padded[to + radius + nx - 1 + k] = values[from + nx - 1 - mirroredX[k - 1]];
            }
        }
        // Shifted copies of the padded lines play the part the neighbouring rows play along y and z.
        float[][] shifted = rows.rows(2 * radius + 1, length);
        for (int k = 0; k <= 2 * radius; k++) {
            System.arraycopy(padded, k, shifted[k], 0, length);
        }
        float[] out = rows.out(length);
        WeightedRows.symmetric(shifted, radius, kernel, out, length);
        for (int line = firstLine; line < endLine; line++) {
            System.arraycopy(out, (line - firstLine) * stride, values, line * nx, nx);
        }
        free.add(rows);
    }

    private void alongY(float[] values, int firstSlice, int endSlice) {
        int plane = nx * ny;
        int length = (endSlice - firstSlice) * nx;
        Rows rows = take();
        float[][] loaded = rows.rows(ny, length);
        for (int y = 0; y < ny; y++) {
            for (int z = firstSlice; z < endSlice; z++) {
                System.arraycopy(values, z * plane + y * nx, loaded[y], (z - firstSlice) * nx, nx);
            }
        }
        float[][] window = rows.window(2 * halfKernels[1].length - 1);
        float[] out = rows.out(length);
        for (int y = 0; y < ny; y++) {
            convolve(loaded, ny, y, halfKernels[1], window, out, length);
            for (int z = firstSlice; z < endSlice; z++) {
                System.arraycopy(out, (z - firstSlice) * nx, values, z * plane + y * nx, nx);
            }
        }
        free.add(rows);
    }

    private void alongZ(float[] values, int start, int end) {
        int plane = nx * ny;
        int length = end - start;
        Rows rows = take();
        float[][] loaded = rows.rows(nz, length);
        for (int z = 0; z < nz; z++) {
            System.arraycopy(values, z * plane + start, loaded[z], 0, length);
        }
        float[][] window = rows.window(2 * halfKernels[2].length - 1);
        float[] out = rows.out(length);
        for (int z = 0; z < nz; z++) {
            convolve(loaded, nz, z, halfKernels[2], window, out, length);
            System.arraycopy(out, 0, values, z * plane + start, length);
        }
        free.add(rows);
    }

    private static void convolve(float[][] loaded, int count, int centre, float[] kernel, float[][] window,
            float[] out, int length) {
        int radius = kernel.length - 1;
        for (int k = -radius; k <= radius; k++) {
            window[k + radius] = loaded[reflect(centre + k, count)];
        }
        WeightedRows.symmetric(window, radius, kernel, out, length);
    }

    /** Half-sample symmetric reflection: d c b a | a b c d | d c b a. */
    private static int reflect(int index, int count) {
        int period = 2 * count;
        int folded = Math.floorMod(index, period);
        return folded < count ? folded : period - 1 - folded;
    }

    private Rows take() {
        Rows rows = free.poll();
        return rows == null ? new Rows() : rows;
    }

    /** Work memory of one thread, grown when needed. */
    private static final class Rows {
        private float[] flat = new float[0];
        private float[] out = new float[0];
        private float[][] rows = new float[0][];
        private float[][] window = new float[0][];

        float[] flat(int length) {
            if (flat.length < length) {
                flat = new float[length];
            }
            return flat;
        }

        float[] out(int length) {
            if (out.length < length) {
                out = new float[length];
            }
            return out;
        }

        float[][] rows(int count, int length) {
            if (rows.length < count || rows[0].length < length) {
                rows = new float[Math.max(count, rows.length)][length];
            }
            return rows;
        }

        float[][] window(int count) {
            if (window.length < count) {
                window = new float[count][];
            }
            return window;
        }
    }
}
