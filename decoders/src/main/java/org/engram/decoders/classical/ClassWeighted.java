package org.engram.decoders.classical;

import org.engram.compute.estimation.Classifier;

/** A classifier in which the samples of a class can be given more or less weight. */
public interface ClassWeighted extends Classifier {
    /**
     * @param weights weight of each class
     * @return this estimator with those weights, all else the same
     */
    Classifier withClassWeights(ClassWeights weights);
}
