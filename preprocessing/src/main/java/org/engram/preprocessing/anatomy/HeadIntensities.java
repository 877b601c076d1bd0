package org.engram.preprocessing.anatomy;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * What the deformation needs to know about an image: robust range, where the head is and how large, how bright the
 * brain is. Lengths in mm along the voxel axes.
 *
 * @param low 2nd percentile
 * @param threshold a tenth of the way from the 2nd to the 98th percentile: below is background
 * @param median median of the voxels about the centre
 * @param centre centre of gravity of the head, mm along the voxel axes
 * @param radius radius of the ball as large as the head, mm
 */
record HeadIntensities(double low, double threshold, double median, double[] centre, double radius) {
    /**
     * @param image named in messages
     * @param values its voxels, finite, first axis fastest
     * @param grid its grid
     * @param heightMillimetres how far below the top of the head voxels are looked at
     */
    static HeadIntensities of(Volume image, float[] values, Grid grid, double heightMillimetres) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[(int) (0.02 * (sorted.length - 1))];
        double high = sorted[(int) (0.98 * (sorted.length - 1))];
        if (!(high > low)) {
            throw new EngramException("the image " + image + " has nearly one value (" + low
                    + "): give a T1-weighted image of the head");
        }
        double threshold = low + 0.1 * (high - low);
        double[] sizes = grid.affine().voxelSizes();
        double lowestWorld = top(values, grid, threshold) - heightMillimetres;
        double weights = 0;
        double[] sum = new double[3];
        long count = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > threshold) {
                int x = i % grid.nx();
                int y = i / grid.nx() % grid.ny();
                int z = i / grid.nx() / grid.ny();
                if (worldZ(grid, x, y, z) >= lowestWorld) {
                    double weight = Math.min(values[i], high) - low;
                    weights += weight;
                    sum[0] += weight * x * sizes[0];
                    sum[1] += weight * y * sizes[1];
                    sum[2] += weight * z * sizes[2];
                    count++;
                }
            }
        }
        double[] centre = {sum[0] / weights, sum[1] / weights, sum[2] / weights};
        double radius = Math.cbrt(0.75 / Math.PI * count * sizes[0] * sizes[1] * sizes[2]);
        return new HeadIntensities(low, threshold, median(values, grid, centre, radius, low, high), centre,
                radius);
    }

    private static double worldZ(Grid grid, int x, int y, int z) {
        return grid.affine().get(2, 0) * x + grid.affine().get(2, 1) * y + grid.affine().get(2, 2) * z
                + grid.affine().get(2, 3);
    }

    /** World height above which only a thousandth of the foreground lies: noise does not reach it. */
    private static double top(float[] values, Grid grid, double threshold) {
        double[] heights = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > threshold) {
                heights[count++] = worldZ(grid, i % grid.nx(), i / grid.nx() % grid.ny(),
                        i / grid.nx() / grid.ny());
            }
        }
        Arrays.sort(heights, 0, count);
        return heights[(int) (0.999 * (count - 1))];
    }

    private static double median(float[] values, Grid grid, double[] centre, double radius, double low,
            double high) {
        double[] sizes = grid.affine().voxelSizes();
        float[] near = new float[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            double dx = i % grid.nx() * sizes[0] - centre[0];
            double dy = i / grid.nx() % grid.ny() * sizes[1] - centre[1];
            double dz = i / grid.nx() / grid.ny() * sizes[2] - centre[2];
            if (dx * dx + dy * dy + dz * dz < radius * radius && values[i] > low && values[i] < high) {
                near[count++] = values[i];
            }
        }
        if (count == 0) {
            throw new EngramException(
                    "no voxel about the centre of the head lies between the 2nd and the 98th"
                            + " percentile (" + low + ", " + high + "): give an image of the whole head");
        }
        Arrays.sort(near, 0, count);
        return near[count / 2];
    }
}
