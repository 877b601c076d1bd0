package org.engram.decoders.timeseries.pipelines;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.Trials;
import org.engram.decoders.timeseries.covariance.SignalSubspace;
import org.engram.decoders.timeseries.riemann.Alignment;

/**
 * From trials to classes: {@link #features} looks at trials one by one and at no label, {@link #classifier} learns what
 * is learned.
 *
 * @param name as in {@link EpochPipelines}
 * @param description in words, for a methods section
 * @param alignment done to each group first
 * @param step what is computed from each trial, given channels, times and samples per second
 * @param learner makes the classifier of those features
 * @param inSubspace whether linearly dependent channels are reduced to independent mixtures first
 */
public record EpochPipeline(String name, String description, Alignment alignment, Step step, Learner learner,
        boolean inSubspace) {
    /** Checks presence. */
    public EpochPipeline {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(alignment, "alignment");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(learner, "learner");
    }

    /**
     * @param trials the trials
     * @param samplingRateHz samples per second
     * @param groups the domain of each trial, for the alignment
     * @param subspace from {@link #subspace} of the training trials
     * @param parallelism threads over trials
     * @return trials x features, for {@link #classifier}
     */
    public Matrix features(Trials trials, double samplingRateHz, List<String> groups, SignalSubspace subspace,
            Parallelism parallelism) {
        TrialShape shape = new TrialShape(subspace.rank(), trials.shape().times());
        Trials projected = new ProjectedTrials(trials, subspace, shape);
        Map<String, Matrix> whiteners = alignment.whiteners(projected, groups, parallelism);
        TrialFeatures features = step.of(samplingRateHz);
        Matrix rows = Matrix.zeros(trials.count(), features.columns(shape));
        BlasThreads.forEach(parallelism, trials.count(), i -> {
            try {
                Matrix trial = projected.trial(i);
                if (!whiteners.isEmpty()) {
                    trial = DenseAlgebra.multiply(whiteners.get(groups.get(i)), trial);
                }
                features.put(trial, rows, i);
            } catch (EngramException e) {
                throw new EngramException("trial " + i + " (counted from 0): " + e.getMessage(), e);
            }
        });
        return rows;
    }

    private record ProjectedTrials(Trials trials, SignalSubspace subspace,
            TrialShape shape) implements Trials {
        @Override
        public int count() {
            return trials.count();
        }

        @Override
        public Matrix trial(int index) {
            Matrix trial = trials.trial(index);
            if (!trial.isFinite()) {
                int first = trial.firstNotFinite();
                throw new EngramException("trial " + index + " is " + trial.data()[first] + " in channel "
                        + first / trial.columns() + " at sample " + first % trial.columns()
                        + " (all counted from 0): reject such trials or repair them first");
            }
            return subspace.project(trial);
        }
    }

    /**
     * The directions in which trials have signal, from their second moments: no label is looked at.
     *
     * @param trials the training trials
     * @return the subspace; all of sensor space where this pipeline does not need one
     */
    public SignalSubspace subspace(Trials trials) {
        int p = trials.shape().channels();
        Matrix moments = Matrix.zeros(p, p);
        for (int i = 0; i < (inSubspace ? trials.count() : 0); i++) {
            double[] one = DenseAlgebra.gram(trials.trial(i)).data();
            for (int k = 0; k < one.length; k++) {
                moments.data()[k] += one[k] / trials.count();
            }
        }
        return inSubspace ? SignalSubspace.of(moments) : SignalSubspace.all(p);
    }

    /**
     * @param shape channels and times of the trials
     * @param samplingRateHz samples per second
     * @param subspace as given to {@link #features}
     * @return what learns from the features
     */
    public Classifier classifier(TrialShape shape, double samplingRateHz, SignalSubspace subspace) {
        return learner.of(new TrialShape(subspace.rank(), shape.times()), samplingRateHz);
    }

    /** @return the pipeline in words */
    public String describe() {
        return description;
    }

    /** Chooses the features for a sampling rate. */
    @FunctionalInterface
    public interface Step {
        /**
         * @param samplingRateHz samples per second
         * @return what is computed from each trial
         */
        TrialFeatures of(double samplingRateHz);
    }

    /** Makes a classifier for trials of a shape. */
    @FunctionalInterface
    public interface Learner {
        /**
         * @param shape channels and times
         * @param samplingRateHz samples per second
         * @return the classifier
         */
        Classifier of(TrialShape shape, double samplingRateHz);
    }
}
