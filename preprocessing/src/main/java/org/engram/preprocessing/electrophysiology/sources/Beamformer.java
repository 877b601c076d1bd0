package org.engram.preprocessing.electrophysiology.sources;

import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Position;
import org.engram.io.recording.SensorCovariance;
import org.engram.preprocessing.electrophysiology.covariance.Whitener;

/**
 * Linearly constrained minimum variance beamformer: for each source the weights that pass it and as little else as
 * possible. Computed on whitened data in the dimensions the noise has.
 *
 * <h2>References</h2> B. D. van Veen et al., IEEE Transactions on Biomedical Engineering 44, 1997; K. Sekihara, S. S.
 * Nagarajan, Adaptive Spatial Filters for Electromagnetic Brain Imaging, 2008, sections 4.4 and 4.5.
 *
 * @param channels names of the channels
 * @param weights row x channel, unit of the estimate per SI unit of the channel; not copied
 * @param rowsPerSource 3 for vectors, 1 for one orientation
 */
public record Beamformer(List<String> channels, Matrix weights, int rowsPerSource) {
    /** Copies the names. */
    public Beamformer {
        channels = List.copyOf(channels);
    }

    /** Which orientations are kept. */
    public enum Orientation {
        /** All three. */
        VECTOR,
        /** That with the most power relative to noise, its sign after the normal if there is one. */
        MAX_POWER,
        /** The normal. */
        NORMAL
    }

    /** How weights are scaled. */
    public enum Scaling {
        /** A source passes unchanged: ampere metres. Deep sources are full of noise. */
        UNIT_GAIN,
        /** White noise comes out with variance 1, whatever axes sources are given in. */
        UNIT_NOISE_GAIN
    }

    /**
     * @param forward leadfield of the sensors
     * @param data covariance of what is to be explained
     * @param noise covariance of noise, same channels; an identity when there is one type of channel only and none known
     * @param channels of the data, for their types
     * @param orientation which orientations are kept
     * @param scaling how weights are scaled
     * @param regularization share of the mean eigenvalue of the white data that is added, 0.05 as a rule
     * @return the beamformer
     */
    public static Beamformer of(ForwardModel forward, SensorCovariance data, SensorCovariance noise,
            List<Channel> channels, Orientation orientation, Scaling scaling, double regularization) {
        if (!(regularization >= 0)) {
            throw new IllegalArgumentException("regularization is " + regularization + ": give 0 or more");
        }
        if (!data.channels().equals(noise.channels())) {
            throw new EngramException(
                    "the covariances of data and noise have different channels: select the same");
        }
        if (orientation == Orientation.NORMAL && forward.normals().isEmpty()) {
            throw new EngramException(
                    "the orientation along the normal needs normals: use MAX_POWER or VECTOR");
        }
        Whitener whitener = Whitener.of(noise, channels);
        Matrix operator = whitener.matrix();
        Matrix gain = whitener.apply(forward.select(noise.channels()).leadfield());
        Matrix white = DenseAlgebra.multiply(DenseAlgebra.multiply(operator, Matrix.ofRows(data.matrix())),
                operator);
        Matrix inverse = inverse(white, whitener.rank(), regularization);
        int rows = orientation == Orientation.VECTOR ? 3 : 1;
        int n = forward.sourceCount();
        Matrix weights = Matrix.zeros(rows * n, gain.rows());
        BlasThreads.forEach(Parallelism.available(), n, k -> {
            Matrix columns = gain.selectColumns(3 * k, 3 * k + 1, 3 * k + 2);
            Position normal = forward.normals().isEmpty() ? null : forward.normals().get(k);
            Matrix own = ofSource(columns, inverse, normal, orientation, scaling);
            System.arraycopy(own.data(), 0, weights.data(), k * rows * gain.rows(), own.data().length);
        });
        return new Beamformer(noise.channels(), DenseAlgebra.multiply(weights, operator), rows);
    }

    private static Matrix ofSource(Matrix columns, Matrix inverse, Position normal, Orientation orientation,
            Scaling scaling) {
        Matrix filtered = DenseAlgebra.multiply(inverse, columns); // C^-1 L
        Matrix used = columns;
        if (orientation != Orientation.VECTOR) {
            Matrix axis = orientation == Orientation.NORMAL
                    ? Matrix.of(3, 1, new double[] {normal.x(), normal.y(), normal.z()})
                    : strongest(columns, filtered, normal);
            used = DenseAlgebra.multiply(columns, axis);
            filtered = DenseAlgebra.multiply(filtered, axis);
        }
        Matrix scale = scaling == Scaling.UNIT_GAIN
                ? power(DenseAlgebra.transposedMultiply(used, filtered), -1)
                : power(DenseAlgebra.transposedGram(filtered), -0.5);
        return DenseAlgebra.multiplyTransposed(scale, filtered);
    }

    /** Dominant eigenvector of (L' C^-2 L)^-1 (L' C^-1 L), made symmetric. */
    private static Matrix strongest(Matrix columns, Matrix filtered, Position normal) {
        Matrix root = power(DenseAlgebra.transposedGram(filtered), -0.5);
        Matrix symmetric = DenseAlgebra.multiply(
                DenseAlgebra.multiply(root, DenseAlgebra.transposedMultiply(columns, filtered)), root);
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(symmetric);
        Matrix axis = DenseAlgebra.multiply(root, eigen.vectors().selectColumns(2));
        double length = Math.sqrt(DenseAlgebra.transposedGram(axis).get(0, 0));
        double sign = 1;
        if (normal != null) {
            double along = axis.get(0, 0) * normal.x() + axis.get(1, 0) * normal.y()
                    + axis.get(2, 0) * normal.z();
            sign = along < 0 ? -1 : 1;
        }
        for (int i = 0; i < 3; i++) {
            axis.data()[i] *= sign / length;
        }
        return axis;
    }

    /** A power of a symmetric matrix, in the directions it has. In a sphere MEG is blind to radial sources. */
    private static Matrix power(Matrix symmetric, double exponent) {
        int n = symmetric.rows();
        Matrix even = symmetric.copy();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                even.set(i, j, (symmetric.get(i, j) + symmetric.get(j, i)) / 2);
            }
        }
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(even);
        Matrix scaled = eigen.vectors().copy();
        for (int k = 0; k < n; k++) {
            double value = eigen.values()[k];
            double factor = value > 1e-12 * eigen.values()[n - 1] ? Math.pow(value, exponent) : 0;
            for (int row = 0; row < n; row++) {
                scaled.set(row, k, scaled.get(row, k) * factor);
            }
        }
        return DenseAlgebra.multiplyTransposed(scaled, eigen.vectors());
    }

    private static Matrix inverse(Matrix white, int rank, double regularization) {
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(white);
        int n = white.rows();
        int[] kept = IntStream.range(n - rank, n).toArray();
        double trace = IntStream.of(kept).mapToDouble(k -> eigen.values()[k]).sum();
        Matrix vectors = eigen.vectors().selectColumns(kept);
        Matrix scaled = vectors.copy();
        for (int k = 0; k < rank; k++) {
            double value = eigen.values()[kept[k]] + regularization * trace / rank;
            if (!(value > 1e-14 * trace)) {
                throw new EngramException("the data covariance has fewer dimensions than the noise (" + rank
                        + "): give a regularization above 0, or the same projections for both");
            }
            for (int row = 0; row < n; row++) {
                scaled.set(row, k, scaled.get(row, k) / value);
            }
        }
        return DenseAlgebra.multiplyTransposed(scaled, vectors);
    }

    /**
     * @param samples channel x time, channels as in {@link #channels()}
     * @return row x time
     */
    public Matrix apply(Matrix samples) {
        return DenseAlgebra.multiply(weights, samples);
    }
}
