package org.engram.preprocessing.electrophysiology.ica;

import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * An affine map between channels, applied to each sample.
 *
 * @param weights output x input
 * @param constant added to each output
 */
record ChannelMap(Matrix weights, double[] constant) {
    double[][] apply(double[][] samples) {
        int[] all = new int[weights.rows()];
        Arrays.setAll(all, i -> i);
        return rows(all, samples);
    }

    /** Only some outputs; null where the index is -1. */
    double[][] rows(int[] wanted, double[][] samples) {
        if (samples.length != weights.columns()) {
            throw new ShapeException(samples.length + " channels, expected " + weights.columns());
        }
        int[] some = Arrays.stream(wanted).filter(row -> row >= 0).toArray();
        int length = samples.length == 0 ? 0 : samples[0].length;
        Matrix product = DenseAlgebra.multiply(weights.selectRows(some), Matrix.ofRows(samples));
        double[][] rows = new double[wanted.length][];
        int next = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] >= 0) {
                rows[i] = Arrays.copyOfRange(product.data(), next * length, (next + 1) * length);
                double add = constant[wanted[i]];
                for (int t = 0; t < length; t++) {
                    rows[i][t] += add;
                }
                next++;
            }
        }
        return rows;
    }
}
