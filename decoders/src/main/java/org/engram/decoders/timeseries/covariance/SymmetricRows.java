package org.engram.decoders.timeseries.covariance;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/** Symmetric matrices as rows of a sample matrix: the upper triangle, row by row, p (p + 1) / 2 numbers. */
public final class SymmetricRows {
    private SymmetricRows() {}

    /**
     * @param size p
     * @return numbers of a row
     */
    public static int columns(int size) {
        return Math.multiplyExact(size, size + 1) / 2;
    }

    /**
     * @param columns numbers of a row
     * @return p; an error when no symmetric matrix has that many
     */
    public static int size(int columns) {
        int size = (int) ((Math.sqrt(8.0 * columns + 1) - 1) / 2);
        if (size < 1 || columns(size) != columns) {
            throw new ShapeException("rows of " + columns
                    + " numbers are no upper triangles of symmetric matrices (1, 3, 6, 10, ... numbers)");
        }
        return size;
    }

    /**
     * @param symmetric p x p
     * @param rows receives its upper triangle
     * @param row where
     */
    public static void put(Matrix symmetric, Matrix rows, int row) {
        int p = symmetric.rows();
        int at = row * rows.columns();
        for (int i = 0; i < p; i++) {
            System.arraycopy(symmetric.data(), i * p + i, rows.data(), at, p - i);
            at += p - i;
        }
    }

    /**
     * @param rows from {@link #put}
     * @param row which
     * @return that matrix, p x p
     */
    public static Matrix get(Matrix rows, int row) {
        int p = size(rows.columns());
        Matrix symmetric = Matrix.zeros(p, p);
        int at = row * rows.columns();
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                double value = rows.data()[at++];
                symmetric.data()[i * p + j] = value;
                symmetric.data()[j * p + i] = value;
            }
        }
        return symmetric;
    }

    /**
     * @param matrices of one size, at least one
     * @return one row each
     */
    public static Matrix of(List<Matrix> matrices) {
        Matrix rows = Matrix.zeros(matrices.size(), columns(matrices.get(0).rows()));
        for (int i = 0; i < matrices.size(); i++) {
            put(matrices.get(i), rows, i);
        }
        return rows;
    }

    /**
     * @param rows from {@link #of}
     * @return the matrices
     */
    public static List<Matrix> matrices(Matrix rows) {
        List<Matrix> matrices = new ArrayList<>(rows.rows());
        for (int i = 0; i < rows.rows(); i++) {
            matrices.add(get(rows, i));
        }
        return matrices;
    }
}
