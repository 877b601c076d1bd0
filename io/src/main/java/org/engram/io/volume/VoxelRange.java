package org.engram.io.volume;

/**
 * What a pass over all voxels found, as the choice of a storage type needs it.
 *
 * @param minimum smallest finite value, or 0 when there is none
 * @param maximum largest finite value, or 0 when there is none
 * @param whole whether every finite value is a whole number
 * @param notANumber how many voxels are NaN
 * @param infinite how many voxels are infinite
 */
record VoxelRange(double minimum, double maximum, boolean whole, long notANumber, long infinite) {
    private static final int BLOCK = 1 << 16;

    static VoxelRange of(VoxelSource source) {
        double[] values = new double[(int) Math.min(BLOCK, source.size())];
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        long notANumber = 0;
        long infinite = 0;
        for (long start = 0; start < source.size(); start += values.length) {
            int count = (int) Math.min(values.length, source.size() - start);
            source.read(start, count, values, 0);
            for (int i = 0; i < count; i++) {
                double v = values[i];
                if (Double.isNaN(v)) {
                    notANumber++;
                } else if (Double.isInfinite(v)) {
                    infinite++;
                } else {
                    minimum = Math.min(minimum, v);
                    maximum = Math.max(maximum, v);
                    whole &= v == Math.rint(v);
                }
            }
        }
        return minimum > maximum
                ? new VoxelRange(0, 0, true, notANumber, infinite)
                : new VoxelRange(minimum, maximum, whole, notANumber, infinite);
    }

    boolean fits(VoxelType type) {
        return minimum >= VoxelEncoder.smallest(type) && maximum <= VoxelEncoder.largest(type);
    }
}
