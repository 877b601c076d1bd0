package org.engram.preprocessing.anatomy;

import org.engram.io.volume.Affine;
import org.engram.preprocessing.fmri.resampling.Grid;

/**
 * An image averaged over blocks of voxels.
 *
 * @param values means of the blocks, first axis fastest
 * @param grid where the blocks lie
 * @param factors voxels of the fine image in a block, along each axis
 */
record CoarseImage(float[] values, Grid grid, int[] factors) {
    /**
     * @param fine voxels of the fine image, first axis fastest
     * @param grid its grid
     * @param millimetres the largest extent of a block; voxels larger than half of it stay as they are
     * @return the image in blocks; voxels past the last whole block are dropped
     */
    static CoarseImage of(float[] fine, Grid grid, double millimetres) {
        int[] extents = {grid.nx(), grid.ny(), grid.nz()};
        int[] factors = new int[3];
        double[][] scale = new double[3][4];
        double[] sizes = grid.affine().voxelSizes();
        for (int a = 0; a < 3; a++) {
            factors[a] = Math.max(1, Math.min(extents[a], (int) (millimetres / sizes[a] + 1e-6)));
            extents[a] /= factors[a];
            scale[a][a] = factors[a];
            scale[a][3] = 0.5 * (factors[a] - 1);
        }
        Grid coarse = new Grid(grid.affine().after(Affine.of(scale)), extents[0], extents[1], extents[2]);
        float[] means = new float[coarse.size()];
        int next = 0;
        for (int z = 0; z < extents[2]; z++) {
            for (int y = 0; y < extents[1]; y++) {
                for (int x = 0; x < extents[0]; x++) {
                    means[next++] = mean(fine, grid, factors, x, y, z);
                }
            }
        }
        return new CoarseImage(means, coarse, factors);
    }

    private static float mean(float[] fine, Grid grid, int[] factors, int x, int y, int z) {
        double sum = 0;
        for (int c = 0; c < factors[2]; c++) {
            for (int b = 0; b < factors[1]; b++) {
                int line = ((z * factors[2] + c) * grid.ny() + y * factors[1] + b) * grid.nx()
                        + x * factors[0];
                for (int a = 0; a < factors[0]; a++) {
                    sum += fine[line + a];
                }
            }
        }
        return (float) (sum / (factors[0] * factors[1] * factors[2]));
    }

    /**
     * @param voxels x, y, z of points in voxels of this grid
     * @return the same points in voxels of the fine image
     */
    double[] toFine(double[] voxels) {
        double[] fine = new double[voxels.length];
        for (int i = 0; i < voxels.length; i++) {
            fine[i] = factors[i % 3] * voxels[i] + 0.5 * (factors[i % 3] - 1);
        }
        return fine;
    }
}
