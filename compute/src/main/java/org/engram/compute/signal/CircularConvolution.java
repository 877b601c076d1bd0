package org.engram.compute.signal;

import java.util.Arrays;

import org.engram.core.ShapeException;

/**
 * Circular convolution of real series with one real kernel by Fourier transforms, two series at a time as real and
 * imaginary part of one. The transform is done over the rows and then over the columns of a matrix, and stays in the
 * order in which it comes out, since the product with the kernel's spectrum and the way back do not mind. Immutable and
 * thread-safe, apart from each thread's {@link Workspace}.
 *
 * <p>Rounding errors of the louder of the two series reach the other: give two that are of like size, such as two
 * stretches of one channel.
 *
 * <h2>References</h2> D. H. Bailey, J. Supercomputing 4, 1990 (four-step transform).
 */
public final class CircularConvolution {
    private final int rows;
    private final int columns;
    private final RowTransform down;
    private final RowTransform across;
    private final double[][] turnReal;
    private final double[][] turnImaginary;
    private final double[][] spectrumReal;
    private final double[][] spectrumImaginary;

    /**
     * @param kernel the kernel, at most {@code length} values; copied
     * @param length samples of each series, a power of two from 2 to 2^28
     */
    public CircularConvolution(double[] kernel, int length) {
        if (Integer.bitCount(length) != 1 || length < 2 || length > 1 << 28 || kernel.length > length) {
            throw new IllegalArgumentException("circular convolution of length " + length
                    + " with a kernel of "
                    + kernel.length + " values: give a power of two from 2 to 2^28 that holds the kernel");
        }
        int bits = Integer.numberOfTrailingZeros(length);
        rows = 1 << bits / 2;
        columns = length / rows;
        down = new RowTransform(rows);
        across = new RowTransform(columns);
        turnReal = new double[rows][columns];
        turnImaginary = new double[rows][columns];
        int[] order = down.order();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double angle = -2 * Math.PI * ((long) order[r] * c % length) / length;
                turnReal[r][c] = Math.cos(angle);
                turnImaginary[r][c] = Math.sin(angle);
            }
        }
        Workspace space = workspace();
        clear(space.real);
        clear(space.imaginary);
        load(kernel, 0, kernel.length, space.real, 1.0 / length);
        transform(space);
        spectrumReal = space.turnedReal;
        spectrumImaginary = space.turnedImaginary;
    }

    /** @return samples of each series */
    public int length() {
        return rows * columns;
    }

    /** @return memory for one thread's calls */
    public Workspace workspace() {
        return new Workspace(rows, columns);
    }

    /**
     * Convolves two series. Each is the stretch of an array, continued by zeros to {@link #length()}.
     *
     * @param series the array both lie in; not changed
     * @param first where the first begins
     * @param firstCount its samples, at most {@link #length()}
     * @param second where the second begins
     * @param secondCount its samples; may be 0
     * @param space this thread's memory, from {@link #workspace()}; read the results from it
     */
    public void apply(double[] series, int first, int firstCount, int second, int secondCount,
            Workspace space) {
        if (firstCount > length() || secondCount > length()) {
            throw new ShapeException("stretches of " + firstCount + " and " + secondCount
                    + " samples do not fit a convolution of length " + length());
        }
        load(series, first, firstCount, space.real, 1);
        load(series, second, secondCount, space.imaginary, 1);
        transform(space);
        for (int c = 0; c < columns; c++) {
            multiply(space.turnedReal[c], space.turnedImaginary[c], spectrumReal[c], spectrumImaginary[c],
                    rows);
        }
        across.inverse(space.turnedReal, space.turnedImaginary, rows);
        transpose(space.turnedReal, space.real);
        transpose(space.turnedImaginary, space.imaginary);
        for (int r = 0; r < rows; r++) {
            multiplyConjugate(space.real[r], space.imaginary[r], turnReal[r], turnImaginary[r], columns);
        }
        down.inverse(space.real, space.imaginary, columns);
    }

    private void transform(Workspace space) {
        down.forward(space.real, space.imaginary, columns);
        for (int r = 0; r < rows; r++) {
            multiply(space.real[r], space.imaginary[r], turnReal[r], turnImaginary[r], columns);
        }
        transpose(space.real, space.turnedReal);
        transpose(space.imaginary, space.turnedImaginary);
        across.forward(space.turnedReal, space.turnedImaginary, rows);
    }

    private static void clear(double[][] matrix) {
        for (double[] row : matrix) {
            Arrays.fill(row, 0);
        }
    }

    private void load(double[] series, int from, int count, double[][] into, double scale) {
        for (int r = 0; r < rows; r++) {
            int here = Math.max(0, Math.min(columns, count - r * columns));
            System.arraycopy(series, here == 0 ? 0 : from + r * columns, into[r], 0, here);
            Arrays.fill(into[r], here, columns, 0);
            for (int c = 0; scale != 1 && c < here; c++) {
                into[r][c] *= scale;
            }
        }
    }

    /** Tiles of 8 x 8 doubles: eight cache lines on either side. */
    private static void transpose(double[][] from, double[][] to) {
        int rows = from.length;
        int columns = to.length;
        if (rows % 8 != 0 || columns % 8 != 0) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[c][r] = from[r][c];
                }
            }
            return;
        }
        for (int r = 0; r < rows; r += 8) {
            double[] f0 = from[r];
            double[] f1 = from[r + 1];
            double[] f2 = from[r + 2];
            double[] f3 = from[r + 3];
            double[] f4 = from[r + 4];
            double[] f5 = from[r + 5];
            double[] f6 = from[r + 6];
            double[] f7 = from[r + 7];
            for (int c = 0; c < columns; c++) {
                double[] t = to[c];
                t[r] = f0[c];
                t[r + 1] = f1[c];
                t[r + 2] = f2[c];
                t[r + 3] = f3[c];
                t[r + 4] = f4[c];
                t[r + 5] = f5[c];
                t[r + 6] = f6[c];
                t[r + 7] = f7[c];
            }
        }
    }

    private static void multiply(double[] re, double[] im, double[] wr, double[] wi, int n) {
        for (int q = 0; q < n; q++) {
            double real = re[q] * wr[q] - im[q] * wi[q];
            double imaginary = re[q] * wi[q] + im[q] * wr[q];
            re[q] = real;
            im[q] = imaginary;
        }
    }

    private static void multiplyConjugate(double[] re, double[] im, double[] wr, double[] wi, int n) {
        for (int q = 0; q < n; q++) {
            double real = re[q] * wr[q] + im[q] * wi[q];
            double imaginary = im[q] * wr[q] - re[q] * wi[q];
            re[q] = real;
            im[q] = imaginary;
        }
    }

    /** Memory of one thread, and the two results of its last call. */
    public static final class Workspace {
        private final double[][] real;
        private final double[][] imaginary;
        private final double[][] turnedReal;
        private final double[][] turnedImaginary;

        private Workspace(int rows, int columns) {
            real = new double[rows][columns];
            imaginary = new double[rows][columns];
            turnedReal = new double[columns][rows];
            turnedImaginary = new double[columns][rows];
        }

        /**
         * Copies from the convolution of the first series.
         *
         * @param from first sample of the result
         * @param count how many
         * @param into receives them
         * @param at where
         */
        public void copyFirst(int from, int count, double[] into, int at) {
            copy(real, from, count, into, at);
        }

        /**
         * Copies from the convolution of the second series.
         *
         * @param from first sample of the result
         * @param count how many
         * @param into receives them
         * @param at where
         */
        public void copySecond(int from, int count, double[] into, int at) {
            copy(imaginary, from, count, into, at);
        }

        private static void copy(double[][] matrix, int from, int count, double[] into, int at) {
            int width = matrix[0].length;
            int done = 0;
            while (done < count) {
                int row = (from + done) / width;
                int column = (from + done) % width;
                int here = Math.min(count - done, width - column);
                System.arraycopy(matrix[row], column, into, at + done, here);
                done += here;
            }
        }
    }
}
