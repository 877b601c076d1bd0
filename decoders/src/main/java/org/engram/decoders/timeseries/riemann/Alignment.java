package org.engram.decoders.timeseries.riemann;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.TrialShape;
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
     * @param rows trials x (channels x times)
     * @param shape channels and times
     * @param groups the domain (subject, session) of each trial
     * @param parallelism threads
     * @return aligned trials, fresh; the same matrix for {@link #NONE}
     */
    public Matrix apply(Matrix rows, TrialShape shape, List<String> groups, Parallelism parallelism) {
        if (this == NONE) {
            return rows;
        }
        shape.require(rows);
        if (groups.size() != rows.rows()) {
            throw new ShapeException("alignment needs the group of each of " + rows.rows() + " trials, not "
                    + groups.size() + " groups");
        }
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), g -> new ArrayList<>()).add(i);
        }
        Matrix aligned = Matrix.zeros(rows.rows(), rows.columns());
        members.forEach((group, trials) -> align(rows, shape, group, trials, aligned, parallelism));
        return aligned;
    }

    private void align(Matrix rows, TrialShape shape, String group, List<Integer> trials, Matrix aligned,
            Parallelism parallelism) {
        Matrix whitener;
        try {
            whitener = whitener(reference(rows, shape, trials, parallelism));
        } catch (EngramException e) {
            throw new EngramException("alignment of group '" + group + "': " + e.getMessage(), e);
        }
        parallelism.forEach(trials.size(), k -> {
            int trial = trials.get(k);
            double[] mixed = DenseAlgebra.multiply(whitener, shape.trial(rows, trial)).data();
            System.arraycopy(mixed, 0, aligned.data(), trial * shape.size(), mixed.length);
        });
    }

    /** A direction in which the group has no signal (a channel that was flat for this person) stays zero. */
    private static Matrix whitener(Matrix reference) {
        var eigen = DenseAlgebra.symmetricEigen(reference);
        double floor = eigen.values()[eigen.values().length - 1] * SignalSubspace.TOLERANCE
                * SignalSubspace.TOLERANCE;
        return SpdFunctions.of(eigen, v -> v > floor ? 1 / Math.sqrt(v) : 0);
    }

    private Matrix reference(Matrix rows, TrialShape shape, List<Integer> trials, Parallelism parallelism) {
        CovarianceEstimator estimator = this == EUCLIDEAN ? CovarianceEstimator.SCM : CovarianceEstimator.OAS;
        List<Matrix> covariances = trials.stream().map(i -> estimator.of(shape.trial(rows, i))).toList();
        return (this == EUCLIDEAN ? Metric.EUCLID : Metric.RIEMANN).mean(covariances, parallelism);
    }
}
