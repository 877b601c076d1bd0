package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** The exponential of a small matrix by scaling, a Taylor polynomial and squaring. */
final class MatrixExponential {
    /** 0.5^15 / 15! is below the rounding of doubles. */
    private static final int TERMS = 15;

    private MatrixExponential() {}

    static Matrix of(Matrix a) {
        int n = a.rows();
        double norm = 0;
        for (int row = 0; row < n; row++) {
            double sum = 0;
            for (int at = row * n; at < (row + 1) * n; at++) {
                sum += Math.abs(a.data()[at]);
            }
            norm = Math.max(norm, sum);
        }
        int squarings = norm > 0.5 ? (int) Math.ceil(Math.log(norm / 0.5) / Math.log(2)) : 0;
        double factor = Math.pow(0.5, squarings);
        Matrix scaled = a.copy();
        for (int i = 0; i < scaled.data().length; i++) {
            scaled.data()[i] *= factor;
        }
        Matrix result = identity(n);
        for (int term = TERMS; term > 0; term--) { // Horner: I + A/1 (I + A/2 (I + ...))
            result = DenseAlgebra.multiply(scaled, result);
            for (int i = 0; i < result.data().length; i++) {
                result.data()[i] /= term;
            }
            for (int i = 0; i < n; i++) {
                result.data()[i * n + i] += 1;
            }
        }
        for (int i = 0; i < squarings; i++) {
            result = DenseAlgebra.multiply(result, result);
        }
        return result;
    }

    static Matrix identity(int n) {
        Matrix identity = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            identity.data()[i * n + i] = 1;
        }
        return identity;
    }
}
