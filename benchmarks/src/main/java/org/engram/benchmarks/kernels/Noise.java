package org.engram.benchmarks.kernels;

import java.util.SplittableRandom;
import org.engram.compute.linalg.Matrix;

/** Seeded numbers for the kernels. */
final class Noise {
    private Noise() {}

    /** Whole numbers around 1000, as scanners store them; they pack as well as real series do. */
    static float[] volume(int voxels) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[voxels];
        for (int i = 0; i < voxels; i++) {
            values[i] = 900 + random.nextInt(200);
        }
        return values;
    }

    /** Uniform in -1 to 1, with the class of each row (its index modulo the number of classes) shifted a little. */
    static Matrix samples(int rows, int columns, int classes) {
        SplittableRandom random = new SplittableRandom(2);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = 2 * random.nextDouble() - 1 + (column % classes == row % classes ? 0.05 : 0);
        }
        return Matrix.of(rows, columns, values);
    }
}
