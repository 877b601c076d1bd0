package org.engram.decoders.timeseries.covariance;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * The directions of sensor space that hold signal. An average reference, a removed ICA component or a projector makes
 * channels linearly dependent; covariances are then singular, and everything that inverts them has to work in the rest.
 *
 * @param basis channels x rank, orthonormal columns; the identity where channels are independent
 */
public record SignalSubspace(Matrix basis) {
    /** Directions whose amplitude is below this share of the largest hold rounding errors. */
    public static final double TOLERANCE = 1e-6;

    /**
     * @param covariance channels x channels, of all trials together, not shrunk
     * @return the directions whose standard deviation exceeds {@link #TOLERANCE} of the largest
     */
    public static SignalSubspace of(Matrix covariance) {
        var eigen = DenseAlgebra.symmetricEigen(covariance);
        int p = covariance.rows();
        double largest = eigen.values()[p - 1];
        if (!(largest > 0)) {
            throw new EngramException("all channels are zero in all trials: there is nothing to decode");
        }
        int first = 0;
        while (eigen.values()[first] <= largest * TOLERANCE * TOLERANCE) {
            first++;
        }
        if (first == 0) {
            return all(p);
        }
        int[] kept = new int[p - first];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = first + i;
        }
        return new SignalSubspace(eigen.vectors().selectColumns(kept));
    }

    /**
     * @param p number of channels
     * @return all of sensor space
     */
    public static SignalSubspace all(int p) {
        Matrix identity = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            identity.set(i, i, 1);
        }
        return new SignalSubspace(identity);
    }

    /** @return independent directions */
    public int rank() {
        return basis.columns();
    }

    /** @return channels of the trials it was made from */
    public int channels() {
        return basis.rows();
    }

    /** @return whether no channel depends on the others */
    public boolean isFull() {
        return rank() == channels();
    }

    /**
     * @param trial channels x times
     * @return rank x times; the same matrix when nothing is to be left out
     */
    public Matrix project(Matrix trial) {
        return isFull() ? trial : DenseAlgebra.transposedMultiply(basis, trial);
    }

    /**
     * @param covariance channels x channels
     * @return rank x rank; the same matrix when nothing is to be left out
     */
    public Matrix projectCovariance(Matrix covariance) {
        return isFull()
                ? covariance
                : DenseAlgebra.multiply(DenseAlgebra.transposedMultiply(basis, covariance), basis);
    }
}
