package org.engram.decoders.classical;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** The covariance diag(diagonal) + Z'Z, with Z samples x features. */
record Spread(double[] diagonal, Matrix z) {

    boolean hasFlatDirection() {
        for (double d : diagonal) {
            if (!(d > 0)) {
                return true;
            }
        }
        return false;
    }

    /** Right-hand sides are rows, and so are solutions. */
    Matrix solve(Matrix rows) {
        return z.rows() < z.columns() ? byWoodbury(rows) : byCovariance(rows);
    }

    private Matrix byWoodbury(Matrix rows) {
        Matrix scaled = ColumnMoments.scaled(rows, diagonal, 1);
        Matrix zScaled = ColumnMoments.scaled(z, diagonal, 1);
        Matrix inner = DenseAlgebra.multiplyTransposed(zScaled, z);
        for (int i = 0; i < inner.rows(); i++) {
            inner.set(i, i, inner.get(i, i) + 1);
        }
        Matrix along = DenseAlgebra.multiplyTransposed(z, scaled);
        Matrix correction = DenseAlgebra
                .transposedMultiply(DenseAlgebra.solvePositiveDefinite(inner, along), zScaled);
        for (int e = 0; e < scaled.data().length; e++) {
            scaled.data()[e] -= correction.data()[e];
        }
        return scaled;
    }

    private Matrix byCovariance(Matrix rows) {
        Matrix covariance = DenseAlgebra.transposedGram(z);
        for (int j = 0; j < diagonal.length; j++) {
            covariance.set(j, j, covariance.get(j, j) + diagonal[j]);
        }
        if (!hasFlatDirection()) {
            return DenseAlgebra.solvePositiveDefinite(covariance, rows.transpose()).transpose();
        }
        var eigen = DenseAlgebra.symmetricEigen(covariance);
        int p = diagonal.length;
        double cutoff = Math.max(eigen.values()[p - 1], 0) * p * 0x1p-52;
        Matrix along = DenseAlgebra.multiply(rows, eigen.vectors());
        for (int c = 0; c < rows.rows(); c++) {
            for (int a = 0; a < p; a++) {
                along.set(c, a, eigen.values()[a] > cutoff ? along.get(c, a) / eigen.values()[a] : 0);
            }
        }
        return DenseAlgebra.multiplyTransposed(along, eigen.vectors());
    }
}
