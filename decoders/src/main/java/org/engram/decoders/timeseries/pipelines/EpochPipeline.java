package org.engram.decoders.timeseries.pipelines;

import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.TrialShape;
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
     * @param trials trials x (channels x times)
     * @param shape channels and times
     * @param samplingRateHz samples per second
     * @param groups the domain of each trial, for the alignment
     * @param subspace from {@link #subspace} of the training trials
     * @param parallelism threads
     * @return trials x features, for {@link #classifier}
     */
    public Matrix features(Matrix trials, TrialShape shape, double samplingRateHz, List<String> groups,
            SignalSubspace subspace, Parallelism parallelism) {
        Matrix kept = trials;
        TrialShape inner = shape;
        if (!subspace.isFull()) {
            inner = new TrialShape(subspace.rank(), shape.times());
            kept = Matrix.zeros(trials.rows(), inner.size());
            for (int i = 0; i < trials.rows(); i++) {
                double[] mixed = subspace.project(shape.trial(trials, i)).data();
                System.arraycopy(mixed, 0, kept.data(), i * mixed.length, mixed.length);
            }
        }
        Matrix aligned = alignment.apply(kept, inner, groups, parallelism);
        return step.of(samplingRateHz).of(aligned, inner, parallelism);
    }

    /**
     * The directions in which trials have signal, from their second moments: no label is looked at.
     *
     * @param trials trials x (channels x times)
     * @param shape channels and times
     * @return the subspace; all of sensor space where this pipeline does not need one
     */
    public SignalSubspace subspace(Matrix trials, TrialShape shape) {
        int p = shape.channels();
        Matrix moments = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            moments.set(i, i, 1);
        }
        if (!inSubspace) {
            return SignalSubspace.of(moments);
        }
        java.util.Arrays.fill(moments.data(), 0);
        for (int i = 0; i < trials.rows(); i++) {
            double[] one = org.engram.compute.linalg.DenseAlgebra.gram(shape.trial(trials, i)).data();
            for (int k = 0; k < one.length; k++) {
                moments.data()[k] += one[k] / trials.rows();
            }
        }
        return SignalSubspace.of(moments);
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
