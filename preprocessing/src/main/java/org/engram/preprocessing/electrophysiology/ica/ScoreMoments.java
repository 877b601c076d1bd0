package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;

/**
 * Averages over samples of y = W x and its score tanh(y), all from one pass over the data.
 *
 * @param score E[tanh(y_i) x_j], component x component, of the white x
 * @param slope E[1 - tanh(y_i)^2]
 * @param squares E[y_i^2]
 * @param slopeSquares E[(1 - tanh(y_i)^2) y_j^2]; null unless asked for
 * @param logCosh E[log(2 cosh y_i)]
 */
record ScoreMoments(Matrix score, double[] slope, double[] squares, Matrix slopeSquares, double[] logCosh) {

    static ScoreMoments of(WhitenedSamples x, Matrix w, boolean withSlopeSquares, Parallelism parallelism) {
        int blocks = x.blockCount();
        ScoreMoments[] parts = new ScoreMoments[blocks];
        BlasThreads.forEach(parallelism, blocks, b -> parts[b] = ofBlock(x.block(b), w, withSlopeSquares));
        int n = x.components();
        ScoreMoments sum = new ScoreMoments(Matrix.zeros(n, n), new double[n], new double[n],
                withSlopeSquares ? Matrix.zeros(n, n) : null, new double[n]);
        for (ScoreMoments part : parts) {
            add(part.score.data(), sum.score.data());
            add(part.slope, sum.slope);
            add(part.squares, sum.squares);
            add(part.logCosh, sum.logCosh);
            if (withSlopeSquares) {
                add(part.slopeSquares.data(), sum.slopeSquares.data());
            }
        }
        double factor = 1.0 / x.count();
        scale(sum.score.data(), factor);
        scale(sum.slope, factor);
        scale(sum.squares, factor);
        scale(sum.logCosh, factor);
        if (withSlopeSquares) {
            scale(sum.slopeSquares.data(), factor);
        }
        return sum;
    }

    private static ScoreMoments ofBlock(Matrix x, Matrix w, boolean withSlopeSquares) {
        int n = x.rows();
        int columns = x.columns();
        Matrix y = DenseAlgebra.multiply(w, x);
        double[] squares = new double[n];
        double[] slope = new double[n];
        double[] logCosh = new double[n];
        Matrix squared = withSlopeSquares ? squared(y) : null;
        for (int row = 0; row < n; row++) {
            squares[row] = sumOfSquares(y.data(), row * columns, columns);
        }
        HyperbolicTangent.replace(y.data(), new double[n * columns], n, columns, logCosh);
        for (int row = 0; row < n; row++) {
            slope[row] = columns - sumOfSquares(y.data(), row * columns, columns);
        }
        Matrix score = DenseAlgebra.multiplyTransposed(y, x);
        Matrix slopeSquares = null;
        if (withSlopeSquares) {
            double[] data = y.data();
            for (int i = 0; i < data.length; i++) {
                data[i] = 1 - data[i] * data[i];
            }
            slopeSquares = DenseAlgebra.multiplyTransposed(y, squared);
        }
        return new ScoreMoments(score, slope, squares, slopeSquares, logCosh);
    }

    private static Matrix squared(Matrix y) {
        Matrix squared = y.copy();
        double[] data = squared.data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= data[i];
        }
        return squared;
    }

    /** Four sums at a time: a single one waits for each addition. */
    private static double sumOfSquares(double[] data, int from, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int end = from + length;
        int at = from;
        for (; at + 4 <= end; at += 4) {
            a += data[at] * data[at];
            b += data[at + 1] * data[at + 1];
            c += data[at + 2] * data[at + 2];
            d += data[at + 3] * data[at + 3];
        }
        for (; at < end; at++) {
            a += data[at] * data[at];
        }
        return a + b + (c + d);
    }

    private static void add(double[] part, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
