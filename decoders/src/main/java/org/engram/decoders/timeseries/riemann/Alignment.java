package org.engram.decoders.timeseries.riemann;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.Trials;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SignalSubspace;

/**
 * Makes the recordings of different people alike without their labels: the trials of each group are multiplied by the
 * inverse root of the mean covariance of that group, which then is the identity in every group. It uses all trials of
 * the group, test trials too, but no label; in a running experiment the trials to come are not there.
 *
 * <h2>References</h2> He and Wu 2020, IEEE Trans. Biomed. Eng. 67:399 (Euclidean); Zanini et al. 2018, IEEE Trans.
 * Biomed. Eng. 65:1107 (Riemannian).
 */
public enum Alignment {
    /** Nothing is done. */
    NONE,
    /** Euclidean alignment: the mean is that of X X' / T. */
    EUCLIDEAN,
    /** Riemannian recentering: the mean is the affine-invariant one of shrunk (OAS) covariances. */
    RIEMANNIAN;

    /**
     * @param trials the trials, or mixtures of their channels
     * @param groups the domain (subject, session) of each trial
     * @param parallelism threads
     * @return the matrix to multiply the trials of each group with, channels x channels; empty for {@link #NONE}
     */
    public Map<String, Matrix> whiteners(Trials trials, List<String> groups, Parallelism parallelism) {
        if (this == NONE) {
            return Map.of();
        }
        if (groups.size() != trials.count()) {
            throw new ShapeException(
                    "alignment needs the group of each of " + trials.count() + " trials, not "
                            + groups.size() + " groups");
        }
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), g -> new ArrayList<>()).add(i);
        }
        Map<String, Matrix> whiteners = new LinkedHashMap<>();
        members.forEach((group, which) -> {
            try {
                whiteners.put(group, whitener(reference(trials, which, parallelism)));
            } catch (EngramException e) {
                throw new EngramException("alignment of group '" + group + "': " + e.getMessage(), e);
            }
        });
        return whiteners;
    }

    /** A direction in which the group has no signal (a channel that was flat for this person) stays zero. */
    private static Matrix whitener(Matrix reference) {
        var eigen = DenseAlgebra.symmetricEigen(reference);
        double floor = eigen.values()[eigen.values().length - 1] * SignalSubspace.TOLERANCE
                * SignalSubspace.TOLERANCE;
        return SpdFunctions.of(eigen, v -> v > floor ? 1 / Math.sqrt(v) : 0);
    }

    private Matrix reference(Trials trials, List<Integer> which, Parallelism parallelism) {
        CovarianceEstimator estimator = this == EUCLIDEAN ? CovarianceEstimator.SCM : CovarianceEstimator.OAS;
        Matrix[] covariances = new Matrix[which.size()];
        BlasThreads.forEach(parallelism, covariances.length,
                k -> covariances[k] = estimator.of(trials.trial(which.get(k))));
        return (this == EUCLIDEAN ? Metric.EUCLID : Metric.RIEMANN).mean(List.of(covariances), parallelism);
    }
}
