package org.engram.io.recording.fif.tag;

/**
 * A matrix of a file, last index fastest.
 *
 * @param shape sizes, slowest first
 * @param values as many as the product of the sizes; not copied
 */
public record FifMatrix(int[] shape, double[] values) {
    /** @return its first size */
    public int rows() {
        return shape[0];
    }

    /** @return its last size */
    public int columns() {
        return shape[shape.length - 1];
    }

    /**
     * @return row after row as arrays of their own; for a matrix of two sizes
     */
    public double[][] toRows() {
        double[][] rows = new double[rows()][columns()];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(values, row * columns(), rows[row], 0, columns());
        }
        return rows;
    }
}
