package org.engram.decoders.searchlight;

import java.util.Arrays;

/**
 * The sphere one thread stands at: its voxels, the inner products between samples over them, and the sum of
 * each sample over them. Moving to a neighbour on the same row adds the voxels that enter and subtracts those
 * that leave; {@link #startRow()} forgets everything, so rounding cannot build up over more than one row and
 * the result of a row does not depend on who computed the row before.
 */
final class Sphere {
    /**
     * Subtracting large numbers leaves their rounding behind. Once the sum of squares has dropped to this
     * share of the largest it had since the last full sum, the sphere is summed afresh.
     */
    private static final double CANCELLATION_LIMIT = 1e-3;

    private final VoxelGrid grid;
    private final SphereOffsets offsets;
    private final double[][] samplesOfVoxel;
    private final double[] sumOfSquaresOfVoxel;
    private final double[] zeros;
    private final boolean wantsGram;

    private final int[] centre = new int[3];
    private final int[] changed;
    private final double[][] gram;
    private final double[] sums;
    private double sumOfSquares;
    private double largestSumOfSquares;
    private int voxels;
    private boolean fresh = true;
    private long visit;

    Sphere(VoxelGrid grid, SphereOffsets offsets, double[][] samplesOfVoxel, double[] sumOfSquaresOfVoxel,
            boolean wantsGram) {
        this.grid = grid;
        this.offsets = offsets;
        this.samplesOfVoxel = samplesOfVoxel;
        this.sumOfSquaresOfVoxel = sumOfSquaresOfVoxel;
        this.wantsGram = wantsGram;
        int samples = samplesOfVoxel[0].length;
        this.zeros = new double[samples];
        this.sums = new double[samples];
        this.gram = wantsGram ? new double[samples][samples] : new double[0][];
        this.changed = new int[offsets.size()];
    }

    /** The next move computes everything afresh. */
    void startRow() {
        fresh = true;
    }

    /**
     * @param voxel the new centre; on the same row and further along it than the last, unless the row has
     *     just begun
     */
    void moveTo(int voxel) {
        visit++;
        int axis = offsets.axis();
        int step = grid.coordinate(voxel, axis) - centre[axis];
        boolean slide = wantsGram && !fresh && offsets.slides(step);
        int left = slide ? gather(offsets.leaving(step)) : 0;
        if (slide) {
            slideTo(voxel, step, left);
        } else {
            recompute(voxel);
        }
        if (wantsGram) {
            mirror();
        }
    }

    private void slideTo(int voxel, int step, int left) {
        add(left, -1);
        setCentre(voxel);
        int entered = gather(offsets.entering(step));
        add(entered, 1);
        voxels += entered - left;
        if (sumOfSquares < CANCELLATION_LIMIT * largestSumOfSquares) {
            recompute(voxel);
        }
    }

    private void recompute(int voxel) {
        setCentre(voxel);
        fresh = false;
        sumOfSquares = 0;
        largestSumOfSquares = 0;
        voxels = gather(offsets.full());
        if (wantsGram) {
            Arrays.fill(sums, 0);
            for (double[] row : gram) {
                Arrays.fill(row, 0);
            }
            add(voxels, 1);
        }
    }

    private void setCentre(int voxel) {
        for (int d = 0; d < 3; d++) {
            centre[d] = grid.coordinate(voxel, d);
        }
    }

    /** Writes the in-mask voxels at these places around the centre to {@link #changed}. */
    private int gather(int[] places) {
        int count = 0;
        for (int o = 0; o < places.length; o += 3) {
            int voxel = grid.voxelAt(centre[0] + places[o], centre[1] + places[o + 1],
                    centre[2] + places[o + 2]);
            if (voxel >= 0) {
                changed[count++] = voxel;
            }
        }
        return count;
    }

    private void add(int count, double sign) {
        for (int v = 0; v < count; v += 4) {
            double[] a = changedSamples(v, count);
            double[] b = changedSamples(v + 1, count);
            double[] c = changedSamples(v + 2, count);
            double[] d = changedSamples(v + 3, count);
            SymmetricKernels.addOuterProducts(gram, a, b, c, d, sign);
            SymmetricKernels.addScaled(sums, a, b, c, d, sign, sign, sign, sign, 0, sums.length);
        }
        for (int v = 0; v < count; v++) {
            sumOfSquares += sign * sumOfSquaresOfVoxel[changed[v]];
        }
        largestSumOfSquares = Math.max(largestSumOfSquares, sumOfSquares);
    }

    private double[] changedSamples(int index, int count) {
        return index < count ? samplesOfVoxel[changed[index]] : zeros;
    }

    private void mirror() {
        for (int i = 1; i < gram.length; i++) {
            double[] row = gram[i];
            for (int j = 0; j < i; j++) {
                row[j] = gram[j][i];
            }
        }
    }

    /** @return the number of in-mask voxels in the sphere */
    int voxels() {
        return voxels;
    }

    /** @return a number that changes with every move */
    long visit() {
        return visit;
    }

    /** @return the number of samples */
    int samples() {
        return sums.length;
    }

    /** @return samples x samples inner products, both triangles; only until the next move */
    double[][] gram() {
        return gram;
    }

    /** @return the sum over the sphere's voxels of each sample; only until the next move */
    double[] sums() {
        return sums;
    }

    /** @return the columns of the sphere's voxels in the order of the sphere's places, a fresh array */
    int[] voxelList() {
        return Arrays.copyOf(changed, gather(offsets.full()));
    }

    /**
     * @param voxel a column of the sample matrix
     * @return its value in every sample; not to be changed
     */
    double[] samplesOf(int voxel) {
        return samplesOfVoxel[voxel];
    }
}
