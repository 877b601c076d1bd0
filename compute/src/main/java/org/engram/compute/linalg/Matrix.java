package org.engram.compute.linalg;

import java.util.Arrays;
import org.engram.core.ShapeException;

/**
 * A dense matrix of doubles, row-major: element (row, column) is {@code data()[row * columns() + column]}. In decoding,
 * rows are samples and columns features. The array is shared, never copied, by {@link #of} and {@link #data()}; every
 * other method leaves it alone unless its name says otherwise.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] data;

    private Matrix(int rows, int columns, double[] data) {
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /**
     * @param rows number of rows, 0 or more
     * @param columns number of columns, 0 or more
     * @return a matrix of zeros; fails when it would hold more than 2^31 - 9 elements
     */
    public static Matrix zeros(int rows, int columns) {
        long size = (long) rows * columns;
        if (rows < 0 || columns < 0 || size > Integer.MAX_VALUE - 8) {
            throw new ShapeException("a " + rows + " x " + columns
                    + " matrix does not fit into one array (2^31 - 9 elements): use fewer samples or a smaller mask");
        }
        return new Matrix(rows, columns, new double[(int) size]);
    }

    /**
     * @param rows number of rows
     * @param columns number of columns
     * @param data row-major elements, used as they are (not copied)
     * @return that matrix
     */
    public static Matrix of(int rows, int columns, double[] data) {
        if ((long) rows * columns != data.length) {
            throw new ShapeException("a " + rows + " x " + columns + " matrix needs " + (long) rows * columns
                    + " elements, not " + data.length);
        }
        return new Matrix(rows, columns, data);
    }

    /**
     * @param rows rows of one length, copied
     * @return that matrix
     */
    public static Matrix ofRows(double[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Matrix m = zeros(rows.length, columns);
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != columns) {
                throw new ShapeException(
                        "row " + r + " has " + rows[r].length + " elements, row 0 has " + columns);
            }
            System.arraycopy(rows[r], 0, m.data, r * columns, columns);
        }
        return m;
    }

    /** @return number of rows (samples) */
    public int rows() {
        return rows;
    }

    /** @return number of columns (features) */
    public int columns() {
        return columns;
    }

    /** @return the backing array itself, row-major */
    public double[] data() {
        return data;
    }

    /**
     * @param row row index
     * @param column column index
     * @return that element
     */
    public double get(int row, int column) {
        return data[row * columns + column];
    }

    /**
     * @param row row index
     * @param column column index
     * @param value the new element
     */
    public void set(int row, int column, double value) {
        data[row * columns + column] = value;
    }

    /**
     * @param row row index
     * @return a copy of that row
     */
    public double[] row(int row) {
        return Arrays.copyOfRange(data, row * columns, (row + 1) * columns);
    }

    /**
     * @param column column index
     * @return a copy of that column
     */
    public double[] column(int column) {
        double[] values = new double[rows];
        for (int r = 0; r < rows; r++) {
            values[r] = data[r * columns + column];
        }
        return values;
    }

    /**
     * @param indices rows wanted, in that order; may repeat
     * @return a copy of those rows
     */
    public Matrix selectRows(int... indices) {
        Matrix m = zeros(indices.length, columns);
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(data, indices[i] * columns, m.data, i * columns, columns);
        }
        return m;
    }

    /**
     * @param indices columns wanted, in that order; may repeat
     * @return a copy of those columns
     */
    public Matrix selectColumns(int... indices) {
        Matrix m = zeros(rows, indices.length);
        for (int r = 0; r < rows; r++) {
            int from = r * columns;
            int to = r * indices.length;
            for (int i = 0; i < indices.length; i++) {
                m.data[to + i] = data[from + indices[i]];
            }
        }
        return m;
    }

    /**
     * @param row row index
     * @return the column of the largest element there, the lowest on a tie
     */
    public int largestInRow(int row) {
        int start = row * columns;
        int best = start;
        for (int i = start + 1; i < start + columns; i++) {
            if (data[i] > data[best]) {
                best = i;
            }
        }
        return best - start;
    }

    /** @return a copy with rows and columns exchanged */
    public Matrix transpose() {
        Matrix m = zeros(columns, rows);
        int tile = 32;
        for (int r0 = 0; r0 < rows; r0 += tile) {
            for (int c0 = 0; c0 < columns; c0 += tile) {
                int r1 = Math.min(rows, r0 + tile);
                int c1 = Math.min(columns, c0 + tile);
                for (int r = r0; r < r1; r++) {
                    for (int c = c0; c < c1; c++) {
                        m.data[c * rows + r] = data[r * columns + c];
                    }
                }
            }
        }
        return m;
    }

    /** @return whether no element is NaN or infinite; as fast as memory can be read */
    public boolean isFinite() {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        // Zero for a finite value, NaN for any other, which stays in the sum. Four sums need not wait for one another.
        for (; i + 3 < data.length; i += 4) {
            a += data[i] * 0;
            b += data[i + 1] * 0;
            c += data[i + 2] * 0;
            d += data[i + 3] * 0;
        }
        for (; i < data.length; i++) {
            a += data[i] * 0;
        }
        return (a + b) + (c + d) == 0;
    }

    /** @return the place in {@link #data()} of the first element that is NaN or infinite; -1 when there is none */
    public int firstNotFinite() {
        for (int i = 0; i < data.length; i++) {
            if (!Double.isFinite(data[i])) {
                return i;
            }
        }
        return -1;
    }

    /** @return how many elements are NaN or infinite */
    public int countNotFinite() {
        int count = 0;
        for (double value : data) {
            count += Double.isFinite(value) ? 0 : 1;
        }
        return count;
    }

    /** @return a copy with its own array */
    public Matrix copy() {
        return new Matrix(rows, columns, data.clone());
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }
}
