package org.engram.compute.signal;

import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;

/**
 * Cuts a wide time x channels matrix into blocks of neighbouring columns, each copied to a narrow matrix that fits the
 * processor's cache, and back. The cut depends on the shape alone.
 */
public final class ColumnBlocks {
    /** Elements in a block: half a megabyte, which a second-level cache holds. */
    private static final int ELEMENTS = 1 << 16;

    private ColumnBlocks() {}

    /**
     * @param rows samples of the series
     * @return how many columns make a block: 64 to 256, fewer the longer the series
     */
    public static int width(int rows) {
        return Math.max(64, Math.min(256, ELEMENTS / Math.max(1, rows) / 64 * 64));
    }

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
        parallelism.forBlocks(x.columns(), width(x.rows()), (start, end) -> {
            Matrix block = read(x, start, end);
            step.accept(block);
            write(block, out, start);
        });
        return out;
    }
}
