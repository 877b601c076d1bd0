package org.engram.preprocessing.electrophysiology.ica;

import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;

/**
 * What an algorithm found.
 *
 * @param unmixing of the white components
 * @param convergence how it ended
 */
record Separation(Matrix unmixing, Convergence convergence) {
    /** One of the algorithms. */
    static Separation of(WhitenedSamples x, IcaOptions options) {
        return switch (options.algorithm()) {
            case FAST_ICA -> new FastIca(x, options).run();
            case PICARD, PICARD_ORTHOGONAL -> new Picard(x, options).run();
            case INFOMAX -> new Infomax(x, options).run();
        };
    }

    /** A random rotation to begin with. */
    static Matrix start(int size, long seed) {
        RandomStream stream = RandomStream.of(seed, 0);
        Matrix random = Matrix.zeros(size, size);
        for (int i = 0; i < size * size; i++) {
            random.data()[i] = stream.normal(i);
        }
        return orthogonal(random);
    }

    /** The nearest orthogonal matrix, (W W')^(-1/2) W. */
    static Matrix orthogonal(Matrix w) {
        DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(w);
        return DenseAlgebra.multiply(svd.u(), svd.vt());
    }

    static double largest(Matrix matrix) {
        double largest = 0;
        for (double value : matrix.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
