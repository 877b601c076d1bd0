package org.engram.compute.signal;

import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * Runs a filter forward and then backward over each column, so that nothing is shifted in time; the gain is that of the
 * filter squared. Both ends are extended by point reflection and the state starts as if the first value had lasted
 * forever. Immutable and thread-safe.
 *
 * <h2>References</h2> F. Gustafsson, "Determining the initial states in forward-backward filtering", IEEE Trans. Signal
 * Processing 44(4), 1996 (the simpler steady-state start is used here, as in SciPy's {@code sosfiltfilt}).
 */
public final class ZeroPhaseFilter {
    private final double[][] sections;
    private final double[][] steady;
    private final int padding;

    /** @param design the filter to run in each direction */
    public ZeroPhaseFilter(SecondOrderSections design) {
        sections = new double[design.count()][];
        steady = new double[design.count()][2];
        padding = design.paddingSamples();
        double level = 1;
        for (int s = 0; s < sections.length; s++) {
            double[] c = design.section(s);
            sections[s] = c;
            // States of the transposed direct form once a constant input of this level has settled.
            double gain = (c[0] + c[1] + c[2]) / (1 + c[3] + c[4]);
            double second = c[2] - c[4] * gain;
            steady[s][0] = (c[1] - c[3] * gain + second) * level;
            steady[s][1] = second * level;
            level *= gain;
        }
    }

    /** @return the fewest samples a series must have: one more than the extension at each end */
    public int minimumSamples() {
        return padding + 1;
    }

    /**
     * @param x time x channels, at least {@link #minimumSamples} rows; not changed
     * @param parallelism threads to use
     * @return the filtered series, same shape, fresh
     */
    public Matrix apply(Matrix x, Parallelism parallelism) {
        requireLength(x.rows());
        return ColumnBlocks.map(x, parallelism, this::filterInPlace);
    }

    /**
     * Filters every column on the calling thread; fastest for a few hundred columns.
     *
     * @param block time x channels, at least {@link #minimumSamples} rows; overwritten by the filtered series
     */
    public void filterInPlace(Matrix block) {
        int rows = block.rows();
        int width = block.columns();
        requireLength(rows);
        double[] x = block.data();
        double[] tail = new double[padding * width];
        for (int i = 0; i < padding; i++) {
            reflect(x, (rows - 1) * width, (rows - 2 - i) * width, tail, i * width, width);
        }
        double[][] first = new double[sections.length][width];
        double[][] second = new double[sections.length][width];
        double[] row = new double[width];
        reflect(x, 0, padding * width, row, 0, width);
        start(row, 0, width, first, second);
        for (int i = padding; i > 0; i--) {
            reflect(x, 0, i * width, row, 0, width);
            advance(row, 0, width, first, second);
        }
        for (int t = 0; t < rows; t++) {
            advance(x, t * width, width, first, second);
        }
        for (int i = 0; i < padding; i++) {
            advance(tail, i * width, width, first, second);
        }
        start(tail, (padding - 1) * width, width, first, second);
        for (int i = padding - 1; i >= 0; i--) {
            advance(tail, i * width, width, first, second);
        }
        for (int t = rows - 1; t >= 0; t--) {
            advance(x, t * width, width, first, second);
        }
    }

    private void requireLength(int rows) {
        if (rows < minimumSamples()) {
            throw new EngramException("the series has " + rows + " samples, but this filter needs at least "
                    + minimumSamples() + ": use a lower order, or do not filter");
        }
    }

    /** Writes 2 edge - inner, the point reflection of a row at the row at the edge. */
    private static void reflect(double[] x, int edge, int inner, double[] out, int to, int width) {
        for (int c = 0; c < width; c++) {
            out[to + c] = 2 * x[edge + c] - x[inner + c];
        }
    }

    private void start(double[] x, int from, int width, double[][] first, double[][] second) {
        for (int s = 0; s < sections.length; s++) {
            for (int c = 0; c < width; c++) {
                first[s][c] = steady[s][0] * x[from + c];
                second[s][c] = steady[s][1] * x[from + c];
            }
        }
    }

    /** One sample of every column through all sections. */
    private void advance(double[] x, int from, int width, double[][] first, double[][] second) {
        for (int s = 0; s < sections.length; s++) {
            section(x, from, width, sections[s], first[s], second[s]);
        }
    }

    private static void section(double[] x, int from, int width, double[] coefficients, double[] first,
            double[] second) {
        double b0 = coefficients[0];
        double b1 = coefficients[1];
        double b2 = coefficients[2];
        double a1 = coefficients[3];
        double a2 = coefficients[4];
        for (int c = 0; c < width; c++) {
            double in = x[from + c];
            double out = b0 * in + first[c];
            first[c] = b1 * in - a1 * out + second[c];
            second[c] = b2 * in - a2 * out;
            x[from + c] = out;
        }
    }
}
