package org.engram.preprocessing.anatomy;

import org.engram.io.volume.Affine;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * Every so many voxels of an image. Nothing is averaged: the thin dark rim of the brain must stay dark.
 *
 * @param values voxels kept, first axis fastest
 * @param grid where they lie
 * @param factors which voxels are kept: one of so many along each axis, the middle one
 */
record CoarseImage(float[] values, Grid grid, int[] factors) {
    /**
     * @param fine voxels of the fine image, first axis fastest
     * @param grid its grid
     * @param millimetres the largest distance between voxels that are kept
     * @return the coarse image; voxels past the last whole block are dropped
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
            scale[a][3] = factors[a] / 2;
        }
        Grid coarse = new Grid(grid.affine().after(Affine.of(scale)), extents[0], extents[1], extents[2]);
        float[] kept = new float[coarse.size()];
        int next = 0;
        for (int z = 0; z < extents[2]; z++) {
            for (int y = 0; y < extents[1]; y++) {
                for (int x = 0; x < extents[0]; x++) {
                    kept[next++] = fine[((z * factors[2] + factors[2] / 2) * grid.ny() + y * factors[1]
                            + factors[1] / 2) * grid.nx() + x * factors[0] + factors[0] / 2];
                }
            }
        }
        return new CoarseImage(kept, coarse, factors);
    }

    /**
     * @param voxels x, y, z of points in voxels of this grid
     * @return the same points in voxels of the fine image
     */
    double[] toFine(double[] voxels) {
        double[] fine = new double[voxels.length];
        for (int i = 0; i < voxels.length; i++) {
            fine[i] = factors[i % 3] * voxels[i] + factors[i % 3] / 2;
        }
        return fine;
    }
}
