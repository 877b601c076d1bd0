package org.engram.preprocessing.electrophysiology.ica;

/** How the unmixing of whitened data is found. */
public enum IcaAlgorithm {
    /**
     * Fixed point with symmetric decorrelation and log cosh contrast. Separates sources with heavy and with light tails.
     *
     * <h2>References</h2> A. Hyvarinen, IEEE Transactions on Neural Networks 10, 1999.
     */
    FAST_ICA(1000, 1e-4),
    /**
     * Maximum likelihood by L-BFGS, preconditioned with an approximate Hessian. Heavy-tailed sources only, unless
     * extended.
     *
     * <h2>References</h2> P. Ablin, J.-F. Cardoso, A. Gramfort, IEEE Transactions on Signal Processing 66, 2018.
     */
    PICARD(500, 1e-7),
    /**
     * The same among orthogonal unmixings, the optimum FastICA looks for, in far fewer passes. Heavy-tailed sources only,
     * unless extended.
     *
     * <h2>References</h2> P. Ablin, J.-F. Cardoso, A. Gramfort, ICASSP 2018.
     */
    PICARD_ORTHOGONAL(500, 1e-7),
    /**
     * Stochastic natural gradient. Heavy-tailed sources only, unless extended.
     *
     * <h2>References</h2> A. J. Bell, T. J. Sejnowski, Neural Computation 7, 1995; T.-W. Lee, M. Girolami, T. J.
     * Sejnowski, Neural Computation 11, 1999.
     */
    INFOMAX(500, 1e-12);

    private final int iterations;
    private final double tolerance;

    IcaAlgorithm(int iterations, double tolerance) {
        this.iterations = iterations;
        this.tolerance = tolerance;
    }

    /** @return passes over the data before it gives up, unless told otherwise */
    public int defaultIterations() {
        return iterations;
    }

    /**
     * @return where it stops, unless told otherwise: FastICA the largest change of a direction (1 - |cosine|), Picard the
     *     largest element of the relative gradient, Infomax the summed squared change of the weights in one pass
     */
    public double defaultTolerance() {
        return tolerance;
    }
}
