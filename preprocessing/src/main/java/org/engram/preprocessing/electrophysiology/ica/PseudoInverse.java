package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** The Moore-Penrose inverse of a small matrix. */
final class PseudoInverse {
    /** As numpy: singular values below this share of the largest are zero. */
    private static final double TOLERANCE = 1e-15;

    private PseudoInverse() {}

    static Matrix of(Matrix a) {
        DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(a);
        Matrix scaled = svd.vt().copy();
        for (int k = 0; k < svd.s().length; k++) {
            double factor = svd.s()[k] > TOLERANCE * svd.s()[0] ? 1 / svd.s()[k] : 0;
            for (int c = 0; c < scaled.columns(); c++) {
                scaled.set(k, c, scaled.get(k, c) * factor);
            }
        }
        return DenseAlgebra.transposedMultiply(scaled, svd.u().transpose());
    }
}
