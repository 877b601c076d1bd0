package org.engram.compute.linalg;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import org.bytedeco.openblas.global.openblas;
import org.engram.core.NotConvergedException;
import org.engram.core.ShapeException;

/**
 * Matrix products and decompositions. Arguments are never changed unless the Javadoc says so; results are fresh.
 * Results do not depend on the number of threads OpenBLAS was given beyond rounding.
 */
public final class DenseAlgebra {
    /** Operands up to this many elements together are handed over as Java arrays: cheaper than a buffer. */
    private static final int SMALL_ELEMENTS = 1 << 16;

    private DenseAlgebra() {}

    /** @return the native library and its version, for the record: "OpenBLAS 0.3.31 ..." */
    public static String libraryName() {
        NativeBlas.require();
        return openblas.OPENBLAS_VERSION.strip();
    }

    /**
     * @param threads threads OpenBLAS may use from now on, process-wide, except within the loops of {@link BlasThreads}
     */
    public static void setThreads(int threads) {
        NativeBlas.require();
        BlasThreads.set(threads);
    }

    /**
     * @param a n x k
     * @param b k x m
     * @return A B, n x m
     */
    public static Matrix multiply(Matrix a, Matrix b) {
        return product(a, false, b, false);
    }

    /**
     * @param a n x k
     * @param b m x k
     * @return A B', n x m
     */
    public static Matrix multiplyTransposed(Matrix a, Matrix b) {
        return product(a, false, b, true);
    }

    /**
     * @param a k x n
     * @param b k x m
     * @return A' B, n x m
     */
    public static Matrix transposedMultiply(Matrix a, Matrix b) {
        return product(a, true, b, false);
    }

    private static Matrix product(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
        int n = transposeA ? a.columns() : a.rows();
        int k = transposeA ? a.rows() : a.columns();
        int kb = transposeB ? b.columns() : b.rows();
        int m = transposeB ? b.rows() : b.columns();
        if (k != kb) {
            throw new ShapeException("cannot multiply " + a + (transposeA ? " transposed" : "") + " by " + b
                    + (transposeB ? " transposed" : ""));
        }
        NativeBlas.require();
        Matrix c = Matrix.zeros(n, m);
        if (n == 0 || m == 0 || k == 0) {
            return c;
        }
        if ((long) n * k + (long) k * m + (long) n * m > SMALL_ELEMENTS) {
            new LargeProduct(a, transposeA, b, transposeB).into(c);
        } else {
            openblas.cblas_dgemm(CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
                    transposeB ? CblasTrans : CblasNoTrans, n, m, k, 1, a.data(), a.columns(), b.data(),
                    b.columns(), 0, c.data(), m);
        }
        return c;
    }

    /**
     * The inner products of all pairs of rows, exactly symmetric. Half the work of {@link #multiplyTransposed}, and no
     * copy of a large matrix is made.
     *
     * @param x n x k
     * @return X X', n x n
     */
    public static Matrix gram(Matrix x) {
        return ownProduct(x, false);
    }

    /**
     * The inner products of all pairs of columns, exactly symmetric: of centred samples the scatter matrix. Half the
     * work of {@link #transposedMultiply}.
     *
     * @param x n x k
     * @return X'X, k x k
     */
    public static Matrix transposedGram(Matrix x) {
        return ownProduct(x, true);
    }

    private static Matrix ownProduct(Matrix x, boolean transposed) {
        NativeBlas.require();
        int size = transposed ? x.columns() : x.rows();
        Matrix c = Matrix.zeros(size, size);
        if (x.data().length == 0) {
            return c;
        }
        if ((long) x.data().length + c.data().length > SMALL_ELEMENTS) {
            LargeProduct.ownProduct(x, transposed, c);
        } else {
            openblas.cblas_dsyrk(CblasRowMajor, CblasUpper, transposed ? CblasTrans : CblasNoTrans, size,
                    transposed ? x.rows() : x.columns(), 1, x.data(), x.columns(), 0, c.data(), size);
        }
        for (int row = 1; row < size; row++) {
            for (int column = 0; column < row; column++) {
                c.set(row, column, c.get(column, row));
            }
        }
        return c;
    }

    /**
     * Solves a symmetric positive definite system once. For several right-hand sides that come one after another keep
     * a {@link Cholesky}.
     *
     * @param a n x n, symmetric positive definite; its upper triangle is read
     * @param b n x m right-hand sides
     * @return X with A X = B, n x m
     * @throws NotConvergedException when the matrix is not positive definite or holds NaN
     */
    public static Matrix solvePositiveDefinite(Matrix a, Matrix b) {
        return Cholesky.of(a).solve(b);
    }

    /**
     * Solves with a triangular matrix by substitution.
     *
     * @param r n x n; only the triangle named is read
     * @param upper whether that is the upper triangle (with the diagonal) or the lower
     * @param transposed whether R' takes the place of R
     * @param b n x m right-hand sides
     * @return X with R X = B (or R'X = B), n x m
     * @throws NotConvergedException when the diagonal holds a zero
     */
    public static Matrix solveTriangular(Matrix r, boolean upper, boolean transposed, Matrix b) {
        NativeBlas.require();
        requireSquare(r);
        if (b.rows() != r.rows()) {
            throw new ShapeException("right-hand side has " + b.rows() + " rows, the triangular matrix "
                    + r.rows());
        }
        for (int i = 0; i < r.rows(); i++) {
            if (r.get(i, i) == 0) {
                throw new NotConvergedException("triangular matrix is singular: its diagonal is 0 at row " + i
                        + "; drop collinear columns");
            }
        }
        Matrix x = b.copy();
        if (r.rows() > 0 && b.columns() > 0) {
            openblas.cblas_dtrsm(CblasRowMajor, CblasLeft, upper ? CblasUpper : CblasLower,
                    transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, r.rows(), b.columns(), 1, r.data(),
                    r.rows(), x.data(), b.columns());
        }
        return x;
    }

    /**
     * @param a n x n, symmetric; its upper triangle is read
     * @return eigenvalues ascending, eigenvectors as columns
     */
    public static SymmetricEigen symmetricEigen(Matrix a) {
        NativeBlas.require();
        requireSquare(a);
        requireFinite(a, "an eigendecomposition");
        int n = a.rows();
        Matrix work = a.copy();
        double[] values = new double[n];
        // The upper triangle by rows is the lower by columns; the vectors come back as rows.
        int info = n == 0
                ? 0
                : openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, work.data(), n,
                        values);
        check(info, "eigendecomposition", a);
        return new SymmetricEigen(values, work.transpose());
    }

    /**
     * @param a n x n, symmetric; its upper triangle is read
     * @return eigenvalues ascending; a third of the work of {@link #symmetricEigen}
     */
    public static double[] symmetricEigenvalues(Matrix a) {
        NativeBlas.require();
        requireSquare(a);
        requireFinite(a, "an eigendecomposition");
        int n = a.rows();
        double[] values = new double[n];
        int info = n == 0
                ? 0
                : openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'N', (byte) 'L', n, a.copy().data(), n,
                        values);
        check(info, "eigendecomposition", a);
        return values;
    }

    /**
     * Thin singular value decomposition, A = U diag(s) V'.
     *
     * @param a n x m
     * @return U n x r, s descending, V' r x m, with r = min(n, m)
     */
    public static SingularValues singularValues(Matrix a) {
        NativeBlas.require();
        requireFinite(a, "a singular value decomposition");
        int n = a.rows();
        int m = a.columns();
        int r = Math.min(n, m);
        Matrix u = Matrix.zeros(n, r);
        Matrix vt = Matrix.zeros(r, m);
        double[] s = new double[r];
        if (r > 0) {
            // A by rows is A' by columns, and A' = V diag(s) U': the factors land row-major where they belong.
            int info = openblas.LAPACKE_dgesdd(LAPACK_COL_MAJOR, (byte) 'S', m, n, a.copy().data(), m, s,
                    vt.data(), m, u.data(), r);
            check(info, "singular value decomposition", a);
        }
        return new SingularValues(u, s, vt);
    }

    /**
     * QR with column pivoting, A P = Q R.
     *
     * @param a n x m with n at least m
     * @return Q n x m with orthonormal columns, and the absolute diagonal of R, descending
     */
    public static PivotedQr pivotedQr(Matrix a) {
        NativeBlas.require();
        int n = a.rows();
        int m = a.columns();
        if (n < m) {
            throw new ShapeException("QR needs at least as many rows as columns, not " + a);
        }
        requireFinite(a, "a QR decomposition");
        Matrix q = a.copy();
        int[] pivots = new int[m];
        double[] tau = new double[m];
        double[] diagonal = new double[m];
        if (m == 0) {
            return new PivotedQr(q, diagonal, pivots);
        }
        check(openblas.LAPACKE_dgeqp3(LAPACK_ROW_MAJOR, n, m, q.data(), m, pivots, tau), "QR", a);
        for (int i = 0; i < m; i++) {
            diagonal[i] = Math.abs(q.get(i, i));
            pivots[i]--;
        }
        check(openblas.LAPACKE_dorgqr(LAPACK_ROW_MAJOR, n, m, m, q.data(), m, tau), "QR", a);
        return new PivotedQr(q, diagonal, pivots);
    }

    static void requireSquare(Matrix a) {
        if (a.rows() != a.columns()) {
            throw new ShapeException("expected a square matrix, not " + a);
        }
    }

    /** LAPACK loops or crashes on NaN; it is told apart here, with the place. */
    static void requireFinite(Matrix a, String what) {
        if (!a.isFinite()) {
            int i = a.firstNotFinite();
            throw new NotConvergedException(what + " needs finite numbers, found " + a.data()[i] + " at row "
                    + i / a.columns() + ", column " + i % a.columns() + " of " + a
                    + ": mask or replace such values first");
        }
    }

    private static void check(int info, String what, Matrix a) {
        if (info != 0) {
            throw new NotConvergedException(
                    what + " of " + a + " failed with LAPACK status " + info + ": rescale the matrix");
        }
    }

    /**
     * A = V diag(values) V'.
     *
     * @param values eigenvalues, ascending
     * @param vectors eigenvectors, one per column
     */
    public record SymmetricEigen(double[] values, Matrix vectors) {}

    /**
     * A = U diag(s) V'.
     *
     * @param u left vectors, one per column
     * @param s singular values, descending
     * @param vt right vectors, one per row
     */
    public record SingularValues(Matrix u, double[] s, Matrix vt) {}

    /**
     * A P = Q R.
     *
     * @param q orthonormal columns
     * @param diagonal absolute values of the diagonal of R, descending
     * @param pivots the column of A that stands at each place of A P, from 0
     */
    public record PivotedQr(Matrix q, double[] diagonal, int[] pivots) {}
}
