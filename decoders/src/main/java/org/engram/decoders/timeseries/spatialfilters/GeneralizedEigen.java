package org.engram.decoders.timeseries.spatialfilters;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.covariance.SignalSubspace;

/**
 * A w = lambda B w for symmetric A and positive semi-definite B, in the subspace where B holds signal.
 *
 * @param values ascending
 * @param vectors channels x rank, columns with w' B w = 1
 */
record GeneralizedEigen(double[] values, Matrix vectors) {
    static GeneralizedEigen of(Matrix a, Matrix b) {
        if (a.rows() != b.rows()) {
            throw new ShapeException("covariances of " + a.rows() + " and " + b.rows()
                    + " channels were given: use the same channels for both");
        }
        SignalSubspace subspace = SignalSubspace.of(b);
        var inner = DenseAlgebra.symmetricEigen(subspace.projectCovariance(b));
        int r = subspace.rank();
        if (!(inner.values()[0] > 0)) {
            throw new EngramException("a covariance of " + b.rows() + " channels has rank " + r
                    + " and is not positive definite there: regularise it (reg) or drop dependent channels");
        }
        Matrix whitener = inner.vectors().copy(); // rank x rank, columns over the root of their eigenvalue
        for (int i = 0; i < whitener.data().length; i++) {
            whitener.data()[i] /= Math.sqrt(inner.values()[i % r]);
        }
        Matrix lifted = subspace.isFull() ? whitener : DenseAlgebra.multiply(subspace.basis(), whitener);
        var outer = DenseAlgebra.symmetricEigen(
                DenseAlgebra.multiply(DenseAlgebra.transposedMultiply(lifted, a), lifted));
        return new GeneralizedEigen(outer.values(), DenseAlgebra.multiply(lifted, outer.vectors()));
    }
}
