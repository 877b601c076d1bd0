package org.engram.preprocessing.electrophysiology.ica;

/**
 * How an iteration ended.
 *
 * @param converged whether it reached its tolerance
 * @param iterations passes over the data in the last attempt
 * @param measure what was compared with the tolerance, in the end; see {@link IcaAlgorithm#defaultTolerance()}
 * @param gradientNorm largest absolute element of the relative gradient in the end; skew part where the unmixing is
 *     orthogonal
 * @param attempts how often it was begun, at least 1; more when Infomax blew up
 * @param learningRate of Infomax in the end; NaN for the others
 */
public record Convergence(boolean converged, int iterations, double measure, double gradientNorm,
        int attempts,
        double learningRate) {}
