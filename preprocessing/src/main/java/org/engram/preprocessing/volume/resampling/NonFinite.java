package org.engram.preprocessing.volume.resampling;

/**
 * NaN and infinite voxels before interpolation: twice, each bad voxel beside good ones takes the mean of its good
 * face neighbours and becomes good; what is still bad becomes 0.
 */
final class NonFinite {
    private static final int ROUNDS = 2;

    private NonFinite() {}

    /**
     * @param values one volume
     * @return which voxels are not finite, or null when all are
     */
    static boolean[] find(float[] values) {
        boolean[] bad = null;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                bad = bad == null ? new boolean[values.length] : bad;
                bad[i] = true;
            }
        }
        return bad;
    }

    /**
     * @param values one volume, first axis fastest; its bad voxels are replaced
     * @param bad which voxels are bad; not changed
     * @param grid extents of the volume
     */
    static void fill(float[] values, boolean[] bad, Grid grid) {
        boolean[] good = new boolean[bad.length];
        for (int i = 0; i < bad.length; i++) {
            good[i] = !bad[i];
            values[i] = bad[i] ? 0 : values[i];
        }
        for (int round = 0; round < ROUNDS; round++) {
            boolean[] before = good.clone();
            float[] known = values.clone();
            for (int i = 0; i < bad.length; i++) {
                if (!before[i]) {
                    double mean = neighbourMean(known, before, grid, i);
                    if (!Double.isNaN(mean)) {
                        values[i] = (float) mean;
                        good[i] = true;
                    }
                }
            }
        }
    }

    private static double neighbourMean(float[] values, boolean[] good, Grid grid, int index) {
        int x = index % grid.nx();
        int y = index / grid.nx() % grid.ny();
        int z = index / grid.nx() / grid.ny();
        int[] steps = {x > 0 ? -1 : 0, x < grid.nx() - 1 ? 1 : 0, y > 0 ? -grid.nx() : 0,
                y < grid.ny() - 1 ? grid.nx() : 0, z > 0 ? -grid.nx() * grid.ny() : 0,
                z < grid.nz() - 1 ? grid.nx() * grid.ny() : 0};
        double sum = 0;
        int count = 0;
        for (int step : steps) {
            if (step != 0 && good[index + step]) {
                sum += values[index + step];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
