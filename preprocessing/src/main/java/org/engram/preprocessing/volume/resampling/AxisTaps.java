package org.engram.preprocessing.volume.resampling;

/**
 * Along one axis: which input voxels make each output voxel, and with what weights.
 *
 * @param taps input voxels per output voxel, 2 (linear) or 4 (cubic B-spline)
 * @param inside whether an output voxel lies within the centres of the first and the last input voxel
 * @param indices {@code taps} input indices for each output voxel
 * @param weights {@code taps} weights for each output voxel
 */
record AxisTaps(int taps, boolean[] inside, int[] indices, double[] weights) {
    /** Rounding in affines moves coordinates by less than this many voxels. */
    private static final double ROUNDING = 1e-7;

    /**
     * @param scale input voxels per output voxel
     * @param shift input coordinate of output voxel 0
     * @param outputs number of output voxels
     * @param inputs number of input voxels
     * @param interpolation linear or cubic
     */
    static AxisTaps of(double scale, double shift, int outputs, int inputs, Interpolation interpolation) {
        int taps = interpolation.taps();
        AxisTaps axis = new AxisTaps(taps, new boolean[outputs], new int[taps * outputs],
                new double[taps * outputs]);
        for (int o = 0; o < outputs; o++) {
            double at = settle(scale * o + shift);
            axis.inside[o] = at >= 0 && at <= inputs - 1;
            if (axis.inside[o]) {
                int floor = (int) at;
                double t = at - floor;
                if (taps == 2) {
                    axis.weights[2 * o] = 1 - t;
                    axis.weights[2 * o + 1] = t;
                    axis.indices[2 * o] = floor;
                    axis.indices[2 * o + 1] = Math.min(floor + 1, inputs - 1);
                } else {
                    cubicWeights(t, axis.weights, 4 * o);
                    for (int k = 0; k < 4; k++) {
                        axis.indices[4 * o + k] = mirror(floor - 1 + k, inputs);
                    }
                }
            }
        }
        return axis;
    }

    /** The cubic B-spline at distances 1 + t, t, 1 - t, 2 - t. */
    static void cubicWeights(double t, double[] weights, int offset) {
        double s = 1 - t;
        weights[offset] = s * s * s / 6;
        weights[offset + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
        weights[offset + 2] = (1 + 3 * t + 3 * t * t - 3 * t * t * t) / 6;
        weights[offset + 3] = t * t * t / 6;
    }

    /** Whole-sample symmetric reflection: d c b | a b c d | c b a. */
    static int mirror(int index, int count) {
        if (count == 1) {
            return 0;
        }
        int period = 2 * count - 2;
        int folded = Math.floorMod(index, period);
        return folded < count ? folded : period - folded;
    }

    /**
     * Moves a coordinate that rounding has pushed off a voxel centre or off the middle between two back onto it, so
     * that border voxels are not lost and halves always round the same way.
     */
    static double settle(double coordinate) {
        double half = Math.rint(2 * coordinate) / 2;
        return Math.abs(coordinate - half) < ROUNDING ? half : coordinate;
    }
}
