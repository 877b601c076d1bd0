package org.engram.preprocessing.volume.resampling;

import org.engram.io.volume.Affine;

/** Which input voxel lies nearest to each voxel of a target grid. */
final class NearestVoxels {
    private NearestVoxels() {}

    /**
     * @param input grid of the input
     * @param target grid of the output
     * @param map target voxels to input voxels
     * @return for each target voxel, first axis fastest, the input voxel, halves rounded up, or -1 outside the centres
     *     of the outermost input voxels
     */
    static int[] indices(Grid input, Grid target, Affine map) {
        int[] indices = new int[target.size()];
        int out = 0;
        for (int k = 0; k < target.nz(); k++) {
            for (int j = 0; j < target.ny(); j++) {
                double x0 = map.get(0, 1) * j + map.get(0, 2) * k + map.get(0, 3);
                double y0 = map.get(1, 1) * j + map.get(1, 2) * k + map.get(1, 3);
                double z0 = map.get(2, 1) * j + map.get(2, 2) * k + map.get(2, 3);
                for (int i = 0; i < target.nx(); i++) {
                    int x = nearest(x0 + map.get(0, 0) * i, input.nx());
                    int y = nearest(y0 + map.get(1, 0) * i, input.ny());
                    int z = nearest(z0 + map.get(2, 0) * i, input.nz());
                    indices[out++] = (x | y | z) < 0 ? -1 : (z * input.ny() + y) * input.nx() + x;
                }
            }
        }
        return indices;
    }

    private static int nearest(double coordinate, int count) {
        double at = AxisTaps.settle(coordinate);
        return at >= 0 && at <= count - 1 ? (int) Math.floor(at + 0.5) : -1;
    }
}
