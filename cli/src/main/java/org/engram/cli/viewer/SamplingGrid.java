package org.engram.cli.viewer;

import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;

/** The first 3D volume of an image in memory, read at world coordinates. NaN outside the grid. */
final class SamplingGrid {
    private static final double EDGE = 0.5;

    private final float[] values;
    private final int[] shape = new int[3];
    private final Affine toWorld;
    private final Affine toVoxel;

    SamplingGrid(Volume volume) {
        long[] extents = volume.shape();
        for (int d = 0; d < 3; d++) {
            shape[d] = Math.toIntExact(extents[d]);
        }
        values = volume.readVolume(0);
        toWorld = volume.affine();
        toVoxel = toWorld.inverse();
    }

    float[] values() {
        return values;
    }

    /** The value of the voxel that holds the point. */
    double nearest(double x, double y, double z) {
        double[] voxel = toVoxel.apply(x, y, z);
        for (int d = 0; d < 3; d++) {
            if (outside(voxel[d], d)) {
                return Double.NaN;
            }
        }
        return values[index((int) Math.floor(voxel[0] + EDGE), (int) Math.floor(voxel[1] + EDGE),
                (int) Math.floor(voxel[2] + EDGE))];
    }

    /** The value between the eight voxel centres around the point; the outermost half voxel repeats the edge. */
    double linear(double x, double y, double z) {
        double[] voxel = toVoxel.apply(x, y, z);
        int[] low = new int[3];
        int[] high = new int[3];
        double[] weight = new double[3];
        for (int d = 0; d < 3; d++) {
            if (outside(voxel[d], d)) {
                return Double.NaN;
            }
            double at = Math.max(0, Math.min(shape[d] - 1, voxel[d]));
            low[d] = (int) at;
            high[d] = Math.min(shape[d] - 1, low[d] + 1);
            weight[d] = at - low[d];
        }
        double front = mix(row(low[0], high[0], low[1], low[2], weight[0]),
                row(low[0], high[0], high[1], low[2], weight[0]), weight[1]);
        double back = mix(row(low[0], high[0], low[1], high[2], weight[0]),
                row(low[0], high[0], high[1], high[2], weight[0]), weight[1]);
        return mix(front, back, weight[2]);
    }

    private double row(int i0, int i1, int j, int k, double weight) {
        return mix(values[index(i0, j, k)], values[index(i1, j, k)], weight);
    }

    private static double mix(double a, double b, double weight) {
        return a + (b - a) * weight;
    }

    private boolean outside(double at, int axis) {
        return !(at >= -EDGE && at < shape[axis] - EDGE);
    }

    private int index(int i, int j, int k) {
        return i + shape[0] * (j + shape[1] * k);
    }

    /**
     * The world box around the voxels whose absolute value exceeds a threshold.
     *
     * @return lowest and highest (x, y, z) in mm, voxel edges included; null when no voxel exceeds it
     */
    double[][] boxAbove(double threshold) {
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int k = 0; k < shape[2]; k++) {
            for (int j = 0; j < shape[1]; j++) {
                // Along a row only the ends can reach the border of the box: world coordinates are linear there.
                int first = -1;
                int last = -1;
                int row = index(0, j, k);
                for (int i = 0; i < shape[0]; i++) {
                    if (Math.abs(values[row + i]) > threshold) {
                        first = first < 0 ? i : first;
                        last = i;
                    }
                }
                if (first >= 0) {
                    stretch(low, high, toWorld.apply(first, j, k));
                    stretch(low, high, toWorld.apply(last, j, k));
                }
            }
        }
        if (low[0] > high[0]) {
            return null;
        }
        double[] sizes = toWorld.voxelSizes();
        double margin = EDGE * Math.max(sizes[0], Math.max(sizes[1], sizes[2]));
        for (int d = 0; d < 3; d++) {
            low[d] -= margin;
            high[d] += margin;
        }
        return new double[][] {low, high};
    }

    private static void stretch(double[] low, double[] high, double[] point) {
        for (int d = 0; d < 3; d++) {
            low[d] = Math.min(low[d], point[d]);
            high[d] = Math.max(high[d], point[d]);
        }
    }
}
