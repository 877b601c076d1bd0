package org.engram.compute.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import org.bytedeco.openblas.global.openblas;
import org.engram.core.NotConvergedException;
import org.engram.core.ShapeException;

/**
 * Matrix products and decompositions. Arguments are never changed unless the Javadoc says so; results are fresh.
 * Results do not depend on the number of threads OpenBLAS was given beyond rounding.
 */
public final class DenseAlgebra {
    private DenseAlgebra() {}

    /**
     * @param threads threads OpenBLAS may use from now on, process-wide; 1 inside parallel loops of our own
     */
    public static void setThreads(int threads) {
        openblas.blas_set_num_threads(threads);
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
        Matrix c = Matrix.zeros(n, m);
        if (n > 0 && m > 0 && k > 0) {
            openblas.cblas_dgemm(CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
                    transposeB ? CblasTrans : CblasNoTrans, n, m, k, 1, a.data(), a.columns(), b.data(),
                    b.columns(), 0, c.data(), m);
        }
        return c;
    }

    /**
     * Cholesky factorisation and solution of a symmetric positive definite system.
     *
     * @param a n x n, symmetric positive definite; its upper triangle is read
     * @param b n x m right-hand sides
     * @return X with A X = B, n x m
     */
    public static Matrix solvePositiveDefinite(Matrix a, Matrix b) {
        requireSquare(a);
        Matrix factor = a.copy();
        Matrix x = b.copy();
        int info = openblas.LAPACKE_dposv(LAPACK_ROW_MAJOR, (byte) 'U', a.rows(), b.columns(), factor.data(),
                a.rows(), x.data(), b.columns());
        if (info != 0) {
            throw new NotConvergedException("matrix is not positive definite (leading minor " + info + " of "
                    + a.rows() + "): raise the regularisation or drop collinear columns");
        }
        return x;
    }

    /**
     * @param a n x n, symmetric; its upper triangle is read
     * @return eigenvalues ascending, eigenvectors as columns
     */
    public static SymmetricEigen symmetricEigen(Matrix a) {
        requireSquare(a);
        Matrix vectors = a.copy();
        double[] values = new double[a.rows()];
        int info = openblas.LAPACKE_dsyevd(LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'U', a.rows(), vectors.data(),
                Math.max(1, a.rows()), values);
        if (info != 0) {
            throw new NotConvergedException("eigendecomposition of a " + a.rows() + " x " + a.rows()
                    + " matrix did not converge: check it for NaN");
        }
        return new SymmetricEigen(values, vectors);
    }

    /**
     * Thin singular value decomposition, A = U diag(s) V'.
     *
     * @param a n x m
     * @return U n x r, s descending, V' r x m, with r = min(n, m)
     */
    public static SingularValues singularValues(Matrix a) {
        int n = a.rows();
        int m = a.columns();
        int r = Math.min(n, m);
        Matrix u = Matrix.zeros(n, r);
        Matrix vt = Matrix.zeros(r, m);
        double[] s = new double[r];
        int info = openblas.LAPACKE_dgesdd(LAPACK_ROW_MAJOR, (byte) 'S', n, m, a.copy().data(), m, s,
                u.data(), r,
                vt.data(), m);
        if (info != 0) {
            throw new NotConvergedException("singular value decomposition of a " + n + " x " + m
                    + " matrix did not converge: check it for NaN");
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
        int n = a.rows();
        int m = a.columns();
        if (n < m) {
            throw new ShapeException("QR needs at least as many rows as columns, not " + a);
        }
        Matrix q = a.copy();
        int[] pivots = new int[m];
        double[] tau = new double[m];
        check(openblas.LAPACKE_dgeqp3(LAPACK_ROW_MAJOR, n, m, q.data(), m, pivots, tau), "QR");
        double[] diagonal = new double[m];
        for (int i = 0; i < m; i++) {
            diagonal[i] = Math.abs(q.get(i, i));
            pivots[i]--;
        }
        check(openblas.LAPACKE_dorgqr(LAPACK_ROW_MAJOR, n, m, m, q.data(), m, tau), "QR");
        return new PivotedQr(q, diagonal, pivots);
    }

    private static void requireSquare(Matrix a) {
        if (a.rows() != a.columns()) {
            throw new ShapeException("expected a square matrix, not " + a);
        }
    }

    private static void check(int info, String what) {
        if (info != 0) {
            throw new NotConvergedException(
                    what + " failed with LAPACK status " + info + ": check the matrix for NaN");
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
