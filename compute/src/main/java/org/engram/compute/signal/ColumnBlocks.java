package org.engram.compute.signal;

import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;

/**
 * Cuts a wide time x channels matrix into blocks of neighbouring columns, each copied to a narrow matrix that fits the
 * processor's cache, and back. The cut depends on the shape alone.
 */
public final class ColumnBlocks {
    /** Columns in a block: rows of 2 KB, of which filter states and a few rows stay in the first-level cache. */
    public static final int WIDTH = 256;

    private ColumnBlocks() {}

    /**
     * @param x time x channels; not changed
     * @param start first column
     * @param end one past the last column
     * @return those columns, a copy
     */
    public static Matrix read(Matrix x, int start, int end) {
        Matrix block = Matrix.zeros(x.rows(), end - start);
        for (int r = 0; r < x.rows(); r++) {
            System.arraycopy(x.data(), r * x.columns() + start, block.data(), r * (end - start), end - start);
        }
        return block;
    }

    /**
     * @param block the columns to write
     * @param x time x channels, as many rows as the block; its columns from {@code start} on are overwritten
     * @param start first column
     */
    public static void write(Matrix block, Matrix x, int start) {
        int width = block.columns();
        for (int r = 0; r < x.rows(); r++) {
            System.arraycopy(block.data(), r * width, x.data(), r * x.columns() + start, width);
        }
    }

    /**
     * @param x time x channels; not changed
     * @param parallelism threads to use
     * @param step changes a block in place; called from several threads
     * @return a fresh matrix of the results
     */
    static Matrix map(Matrix x, Parallelism parallelism, java.util.function.Consumer<Matrix> step) {
        Matrix out = Matrix.zeros(x.rows(), x.columns());
        parallelism.forBlocks(x.columns(), WIDTH, (start, end) -> {
            Matrix block = read(x, start, end);
            step.accept(block);
            write(block, out, start);
        });
        return out;
    }
}
