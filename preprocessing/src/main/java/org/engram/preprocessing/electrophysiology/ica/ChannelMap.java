package org.engram.preprocessing.electrophysiology.ica;

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
        if (samples.length != weights.columns()) {
            throw new ShapeException(samples.length + " channels, expected " + weights.columns());
        }
        Matrix product = DenseAlgebra.multiply(weights, Matrix.ofRows(samples));
        double[][] rows = new double[weights.rows()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = product.row(row);
            for (int t = 0; t < rows[row].length; t++) {
                rows[row][t] += constant[row];
            }
        }
        return rows;
    }
}
