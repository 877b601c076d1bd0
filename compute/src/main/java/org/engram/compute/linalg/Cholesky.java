package org.engram.compute.linalg;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.openblas.global.openblas;
import org.engram.core.NotConvergedException;
import org.engram.core.ShapeException;

/**
 * The Cholesky factorisation A = U'U of a symmetric positive definite matrix, made once and used for any number of
 * right-hand sides. Immutable and thread-safe.
 *
 * <pre>{@code
 * Cholesky factor = Cholesky.of(gramPlusRidge);     // n x n, n^3 / 3 operations
 * Matrix weights = factor.solve(targets);           // n x m, n^2 m operations
 * }</pre>
 */
public final class Cholesky {
    private final Matrix upper;

    private Cholesky(Matrix upper) {
        this.upper = upper;
    }

    /**
     * @param a n x n, symmetric positive definite; its upper triangle is read, and copied
     * @return the factorisation
     * @throws NotConvergedException when the matrix is not positive definite or holds NaN
     */
    public static Cholesky of(Matrix a) {
        NativeBlas.require();
        DenseAlgebra.requireSquare(a);
        DenseAlgebra.requireFinite(a, "a Cholesky factorisation");
        int n = a.rows();
        Matrix factor = a.copy();
        // The upper triangle by rows is the lower triangle by columns: no transposition either way.
        int info = n == 0
                ? 0
                : openblas.LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', n, factor.data(), n);
        if (info != 0) {
            throw new NotConvergedException(
                    "matrix is not positive definite (leading minor " + info + " of " + n
                            + "): raise the regularisation or drop collinear columns");
        }
        for (int row = 1; row < n; row++) {
            for (int column = 0; column < row; column++) {
                factor.set(row, column, 0);
            }
        }
        return new Cholesky(factor);
    }

    /** @return n, rows and columns of A */
    public int size() {
        return upper.rows();
    }

    /** @return U, n x n upper triangular with zeros below, A = U'U; a copy */
    public Matrix upper() {
        return upper.copy();
    }

    /**
     * @param b n x m right-hand sides; not changed
     * @return X with A X = B, n x m
     */
    public Matrix solve(Matrix b) {
        Matrix x = b.copy();
        triangular(CblasTrans, x);
        triangular(CblasNoTrans, x);
        return x;
    }

    /**
     * @param b n values; not changed
     * @return x with A x = b
     */
    public double[] solve(double[] b) {
        return solve(Matrix.of(b.length, 1, b)).data();
    }

    /**
     * Solves with the factor alone. For a covariance A, the columns of the result have uncorrelated rows of unit
     * variance, and their squared length is the Mahalanobis distance b'inv(A)b.
     *
     * @param b n x m; not changed
     * @return X with U'X = B, n x m
     */
    public Matrix whiten(Matrix b) {
        Matrix x = b.copy();
        triangular(CblasTrans, x);
        return x;
    }

    /** @return the natural logarithm of det(A) */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < upper.rows(); i++) {
            sum += Math.log(upper.get(i, i));
        }
        return 2 * sum;
    }

    private void triangular(int transpose, Matrix x) {
        int n = upper.rows();
        if (x.rows() != n) {
            throw new ShapeException("right-hand side has " + x.rows() + " rows, the factorised matrix " + n);
        }
        if (n > 0 && x.columns() > 0) {
            openblas.cblas_dtrsm(CblasRowMajor, CblasLeft, CblasUpper, transpose, CblasNonUnit, n,
                    x.columns(), 1,
                    upper.data(), n, x.data(), x.columns());
        }
    }
}
