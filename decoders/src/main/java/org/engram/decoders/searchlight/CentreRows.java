package org.engram.decoders.searchlight;

import java.util.Arrays;
import org.engram.core.EngramException;

/** The centres of a searchlight, and the rows along one grid axis that they lie on. */
final class CentreRows {
    private final int[] centres; // voxels, ascending
    private final int[] ordered; // indices into centres, row by row and along each row
    private final int[] rowStarts; // one more than rows

    private CentreRows(int[] centres, int[] ordered, int[] rowStarts) {
        this.centres = centres;
        this.ordered = ordered;
        this.rowStarts = rowStarts;
    }

    /**
     * @param grid the voxels
     * @param centres some of them, ascending
     * @param axis the grid axis rows run along
     * @return those centres, in rows
     */
    static CentreRows of(VoxelGrid grid, int[] centres, int axis) {
        int[] shape = grid.shape();
        int second = axis == 0 ? 1 : 0;
        int third = axis == 2 ? 1 : 2;
        long[] keys = new long[centres.length];
        for (int c = 0; c < centres.length; c++) {
            long row = (long) grid.coordinate(centres[c], third) * shape[second]
                    + grid.coordinate(centres[c], second);
            keys[c] = row * shape[axis] + grid.coordinate(centres[c], axis);
        }
        Arrays.sort(keys);
        int[] ordered = new int[keys.length];
        int[] starts = new int[keys.length + 1];
        int rows = 0;
        long lastRow = -1;
        int[] at = new int[3];
        for (int i = 0; i < keys.length; i++) {
            long row = keys[i] / shape[axis];
            at[axis] = (int) (keys[i] % shape[axis]);
            at[second] = (int) (row % shape[second]);
            at[third] = (int) (row / shape[second]);
            ordered[i] = Arrays.binarySearch(centres, grid.voxelAt(at[0], at[1], at[2]));
            if (row != lastRow) {
                starts[rows++] = i;
                lastRow = row;
            }
        }
        starts[rows] = keys.length;
        return new CentreRows(centres, ordered, Arrays.copyOf(starts, rows + 1));
    }

    /**
     * @param grid the voxels
     * @param stride take every n-th along each axis, counted from the mask's lowest index
     * @return those voxels, ascending
     */
    static int[] strided(VoxelGrid grid, int stride) {
        int[] lowest = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        for (int v = 0; v < grid.voxels(); v++) {
            for (int d = 0; d < 3; d++) {
                lowest[d] = Math.min(lowest[d], grid.coordinate(v, d));
            }
        }
        int[] found = new int[grid.voxels()];
        int count = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            boolean take = true;
            for (int d = 0; d < 3; d++) {
                take &= (grid.coordinate(v, d) - lowest[d]) % stride == 0;
            }
            if (take) {
                found[count++] = v;
            }
        }
        if (count == 0) {
            throw new EngramException(
                    "a stride of " + stride + " leaves no centre inside the mask: take a smaller one");
        }
        return Arrays.copyOf(found, count);
    }

    /** @return the number of rows */
    int rows() {
        return rowStarts.length - 1;
    }

    /** @return the voxel of each centre, ascending; not to be changed */
    int[] centres() {
        return centres;
    }

    /**
     * @param row which row
     * @return the indices of its centres (into {@link #centres()}), along the row
     */
    int[] row(int row) {
        return Arrays.copyOfRange(ordered, rowStarts[row], rowStarts[row + 1]);
    }
}
