package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.Matrix;

/** How heavy the tails of samples are. */
final class Kurtosis {
    private Kurtosis() {}

    /** Excess kurtosis of each column, 0 for a normal distribution; moments with divisor n. */
    static double[] ofColumns(Matrix x) {
        int rows = x.rows();
        int columns = x.columns();
        double[] mean = new double[columns];
        double[] second = new double[columns];
        double[] fourth = new double[columns];
        double[] data = x.data();
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns; c++) {
                mean[c] += data[row * columns + c] / rows;
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns; c++) {
                double square = data[row * columns + c] - mean[c];
                square *= square;
                second[c] += square;
                fourth[c] += square * square;
            }
        }
        for (int c = 0; c < columns; c++) {
            fourth[c] = second[c] > 0 ? rows * fourth[c] / (second[c] * second[c]) - 3 : 0;
        }
        return fourth;
    }
}
