package org.engram.decoders.timeseries.riemann;

import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.core.NotConvergedException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.covariance.SymmetricRows;

/**
 * The flat space that touches the space of covariances at a reference M: C becomes log(M^-1/2 C M^-1/2), its upper
 * triangle row by row with off-diagonal elements times the root of 2, so that lengths are distances from M. Immutable.
 *
 * <h2>References</h2> Barachant, Bonnet, Congedo and Jutten 2012, IEEE Trans. Biomed. Eng. 59:920.
 */
public final class TangentSpace {
    private static final double ROOT_TWO = Math.sqrt(2);

    private final Matrix root;
    private final Matrix whitener;

    /** @param reference symmetric positive definite, where the space touches */
    public TangentSpace(Matrix reference) {
        root = SpdFunctions.sqrt(reference);
        whitener = SpdFunctions.inverseSqrt(reference);
    }

    /**
     * @param spd symmetric positive definite
     * @return its p (p + 1) / 2 coordinates
     */
    public double[] vector(Matrix spd) {
        Matrix row = Matrix.zeros(1, SymmetricRows.columns(spd.rows()));
        put(spd, row, 0);
        return row.data();
    }

    private void put(Matrix spd, Matrix rows, int row) {
        Matrix log = SpdFunctions.log(SpdFunctions.congruence(whitener, spd));
        int p = log.rows();
        int at = row * rows.columns();
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                rows.data()[at++] = log.get(i, j) * (i == j ? 1 : ROOT_TWO);
            }
        }
    }

    /**
     * @param covariances trials, as {@link SymmetricRows}
     * @param parallelism threads
     * @return their coordinates, as many rows and columns
     */
    public Matrix vectors(Matrix covariances, Parallelism parallelism) {
        Matrix vectors = Matrix.zeros(covariances.rows(), covariances.columns());
        BlasThreads.forEach(parallelism, covariances.rows(), i -> {
            try {
                put(SymmetricRows.get(covariances, i), vectors, i);
            } catch (NotConvergedException e) {
                throw new NotConvergedException("trial " + i + " (counted from 0): " + e.getMessage());
            }
        });
        return vectors;
    }

    /**
     * @param vector coordinates
     * @return the matrix that has them, symmetric positive definite
     */
    public Matrix matrix(double[] vector) {
        int p = SymmetricRows.size(vector.length);
        Matrix log = Matrix.zeros(p, p);
        int at = 0;
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                double value = vector[at++] / (i == j ? 1 : ROOT_TWO);
                log.set(i, j, value);
                log.set(j, i, value);
            }
        }
        return SpdFunctions.congruence(root, SpdFunctions.exp(log));
    }
}
