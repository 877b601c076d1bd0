package org.engram.compute.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of large matrices, cut along their longest dimension into tiles that are copied beside the Java heap. A
 * native call that is handed a Java array copies the whole of it in and out again, inputs too; with tiles each element
 * crosses once, and the extra memory stays at a few megabytes however large the matrices are. The cut depends on the
 * shapes alone.
 */
final class LargeProduct {
    /** Elements in a tile: 8 MB, about what stays in the cache two cores share. */
    private static final int TILE_ELEMENTS = 1 << 20;

    private final Matrix a;
    private final boolean transposeA;
    private final Matrix b;
    private final boolean transposeB;
    private final int n;
    private final int k;
    private final int m;

    LargeProduct(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
        this.a = a;
        this.transposeA = transposeA;
        this.b = b;
        this.transposeB = transposeB;
        n = transposeA ? a.columns() : a.rows();
        k = transposeA ? a.rows() : a.columns();
        m = transposeB ? b.rows() : b.columns();
    }

    /** Writes op(A) op(B) into c, n x m. */
    void into(Matrix c) {
        if (k >= n && k >= m) {
            alongInner(c);
        } else if (m >= n) {
            alongColumns(c);
        } else {
            alongRows(c);
        }
    }

    private void alongInner(Matrix c) {
        int tile = tile(k, Math.max(n, m));
        try (DoublePointer ta = new DoublePointer((long) n * tile);
                DoublePointer tb = new DoublePointer((long) m * tile);
                DoublePointer tc = new DoublePointer((long) n * m)) {
            for (int start = 0; start < k; start += tile) {
                int width = Math.min(tile, k - start);
                int strideA = copyInner(a, transposeA, start, width, ta);
                int strideB = copyInner(b, !transposeB, start, width, tb);
                gemm(n, m, width, ta, strideA, tb, strideB, start == 0 ? 0 : 1, tc, m);
            }
            tc.get(c.data(), 0, n * m);
        }
    }

    private void alongColumns(Matrix c) {
        int tile = tile(m, Math.max(n, k));
        try (DoublePointer ta = new DoublePointer((long) n * k);
                DoublePointer tb = new DoublePointer((long) k * tile);
                DoublePointer tc = new DoublePointer((long) n * tile)) {
            ta.put(a.data(), 0, n * k);
            for (int start = 0; start < m; start += tile) {
                int width = Math.min(tile, m - start);
                int strideB = copyInner(b, transposeB, start, width, tb);
                gemm(n, width, k, ta, a.columns(), tb, strideB, 0, tc, width);
                for (int r = 0; r < n; r++) {
                    tc.position((long) r * width).get(c.data(), r * m + start, width);
                }
                tc.position(0);
            }
        }
    }

    private void alongRows(Matrix c) {
        int tile = tile(n, Math.max(m, k));
        try (DoublePointer ta = new DoublePointer((long) k * tile);
                DoublePointer tb = new DoublePointer((long) k * m);
                DoublePointer tc = new DoublePointer((long) tile * m)) {
            tb.put(b.data(), 0, k * m);
            for (int start = 0; start < n; start += tile) {
                int width = Math.min(tile, n - start);
                int strideA = copyInner(a, !transposeA, start, width, ta);
                gemm(width, m, k, ta, strideA, tb, b.columns(), 0, tc, m);
                tc.get(c.data(), start * m, width * m);
            }
        }
    }

    private void gemm(int rows, int columns, int inner, DoublePointer ta, int strideA, DoublePointer tb,
            int strideB, double beta, DoublePointer tc, int strideC) {
        openblas.cblas_dgemm(CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
                transposeB ? CblasTrans : CblasNoTrans, rows, columns, inner, 1, ta, strideA, tb, strideB,
                beta,
                tc, strideC);
    }

    /** Copies the rows (or the columns) start..start+width-1 of a matrix; returns the row length of the copy. */
    private static int copyInner(Matrix matrix, boolean rows, int start, int width, DoublePointer out) {
        int columns = matrix.columns();
        if (rows) {
            out.put(matrix.data(), start * columns, width * columns);
            return columns;
        }
        for (int r = 0; r < matrix.rows(); r++) {
            out.position((long) r * width).put(matrix.data(), r * columns + start, width);
        }
        out.position(0);
        return width;
    }

    /** Fills the upper triangle of c with X X', or with X'X. */
    static void ownProduct(Matrix x, boolean transposed, Matrix c) {
        int n = c.rows();
        int k = transposed ? x.rows() : x.columns();
        int tile = tile(k, n);
        try (DoublePointer tx = new DoublePointer((long) n * tile);
                DoublePointer tc = new DoublePointer((long) n * n)) {
            for (int start = 0; start < k; start += tile) {
                int width = Math.min(tile, k - start);
                int stride = copyInner(x, transposed, start, width, tx);
                openblas.cblas_dsyrk(CblasRowMajor, CblasUpper, transposed ? CblasTrans : CblasNoTrans, n,
                        width, 1, tx, stride, start == 0 ? 0 : 1, tc, n);
            }
            tc.get(c.data(), 0, n * n);
        }
    }

    private static int tile(int length, int other) {
        return Math.min(length, Math.max(256, TILE_ELEMENTS / Math.max(1, other)));
    }
}
