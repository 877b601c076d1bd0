package org.engram.preprocessing.electrophysiology.ica;

import java.util.Objects;
import org.engram.core.Parallelism;

/**
 * How {@link IndependentComponents} fits. Made by {@link IndependentComponents#builder()}.
 *
 * @param algorithm how the unmixing is found; FastICA by default
 * @param extended whether Picard and Infomax tell light-tailed sources from heavy-tailed ones; true by default
 * @param componentCount how many principal components are unmixed, at least 2; 0 (default) to let {@code varianceKept}
 *     decide
 * @param varianceKept the least number of principal components that explain this much of the variance is unmixed, between
 *     0 and 1; 0.999999 by default
 * @param maxIterations passes over the data; 0 (default) for the algorithm's own
 * @param tolerance where the iteration stops; 0 (default) for the algorithm's own
 * @param decimation every how manieth sample is used; 1 by default. Nothing is filtered
 * @param rejectAnnotations whether samples within BAD annotations are left out; true by default
 * @param seed what the start and the order of samples are drawn from; 0 by default
 * @param parallelism threads; all processors by default. Does not change the result
 */
public record IcaOptions(IcaAlgorithm algorithm, boolean extended, int componentCount, double varianceKept,
        int maxIterations, double tolerance, int decimation, boolean rejectAnnotations, long seed,
        Parallelism parallelism) {
    /** Checks the ranges. */
    public IcaOptions {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(parallelism, "parallelism");
        if (componentCount < 0 || componentCount == 1) {
            throw new IllegalArgumentException("componentCount is " + componentCount
                    + ": give 2 or more, or 0 to choose by the variance kept");
        }
        if (!(varianceKept > 0 && varianceKept < 1)) {
            throw new IllegalArgumentException(
                    "varianceKept is " + varianceKept + ": give a number between 0 and 1, both excluded");
        }
        if (maxIterations < 0 || !(tolerance >= 0) || decimation < 1) {
            throw new IllegalArgumentException("maxIterations " + maxIterations + ", tolerance " + tolerance
                    + " and decimation " + decimation
                    + ": expected 0 or more, 0 or more, and 1 or more");
        }
    }

    int iterations() {
        return maxIterations > 0 ? maxIterations : algorithm.defaultIterations();
    }

    double stop() {
        return tolerance > 0 ? tolerance : algorithm.defaultTolerance();
    }
}
