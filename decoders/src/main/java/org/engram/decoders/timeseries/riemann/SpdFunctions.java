package org.engram.decoders.timeseries.riemann;

import java.util.function.DoubleUnaryOperator;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.DenseAlgebra.SymmetricEigen;
import org.engram.compute.linalg.Matrix;
import org.engram.core.NotConvergedException;

/** Functions of symmetric matrices through their eigenvalues, exactly symmetric. Arguments are not changed. */
public final class SpdFunctions {
    private SpdFunctions() {}

    /**
     * @param spd symmetric positive definite
     * @return its logarithm
     */
    public static Matrix log(Matrix spd) {
        return of(positive(spd, ""), Math::log);
    }

    /**
     * @param symmetric symmetric
     * @return its exponential, positive definite
     */
    public static Matrix exp(Matrix symmetric) {
        return of(DenseAlgebra.symmetricEigen(symmetric), Math::exp);
    }

    /**
     * @param spd symmetric positive definite
     * @return its square root
     */
    public static Matrix sqrt(Matrix spd) {
        return of(positive(spd, ""), Math::sqrt);
    }

    /**
     * @param spd symmetric positive definite
     * @return the inverse of its square root
     */
    public static Matrix inverseSqrt(Matrix spd) {
        return of(positive(spd, ""), v -> 1 / Math.sqrt(v));
    }

    /**
     * @param a p x p
     * @param symmetric p x p
     * @return a symmetric a', exactly symmetric
     */
    public static Matrix congruence(Matrix a, Matrix symmetric) {
        return symmetrised(DenseAlgebra.multiplyTransposed(DenseAlgebra.multiply(a, symmetric), a));
    }

    /** The decomposition of a matrix that has to be positive definite; {@code name} stands before the message. */
    static SymmetricEigen positive(Matrix spd, String name) {
        SymmetricEigen eigen = DenseAlgebra.symmetricEigen(spd);
        double smallest = eigen.values()[0];
        if (!(smallest > eigen.values()[eigen.values().length - 1] * 1e-16)) {
            throw notPositive(spd, smallest, name);
        }
        return eigen;
    }

    private static NotConvergedException notPositive(Matrix spd, double smallest, String name) {
        double[] values = DenseAlgebra.symmetricEigenvalues(spd);
        double largest = values[values.length - 1];
        int rank = 0;
        for (double value : values) {
            rank += value > largest * 1e-12 ? 1 : 0;
        }
        return new NotConvergedException(name + "a covariance of " + spd.rows()
                + " channels is not positive definite (rank " + rank + ", smallest eigenvalue " + smallest
                + "): regularise it (estimator oas or lwf), project to the full-rank subspace, use longer"
                + " trials or fewer channels");
    }

    /** V f(values) V'. */
    static Matrix of(SymmetricEigen eigen, DoubleUnaryOperator f) {
        int p = eigen.values().length;
        double[] scale = new double[p];
        for (int i = 0; i < p; i++) {
            scale[i] = f.applyAsDouble(eigen.values()[i]);
        }
        Matrix scaled = eigen.vectors().copy();
        double[] data = scaled.data();
        for (int at = 0; at < data.length; at++) {
            data[at] *= scale[at % p];
        }
        return symmetrised(DenseAlgebra.multiplyTransposed(scaled, eigen.vectors()));
    }

    private static Matrix symmetrised(Matrix m) {
        int p = m.rows();
        double[] data = m.data();
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (data[i * p + j] + data[j * p + i]) / 2;
                data[i * p + j] = mean;
                data[j * p + i] = mean;
            }
        }
        return m;
    }
}
