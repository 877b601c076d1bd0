package org.engram.decoders.searchlight;

import org.engram.compute.validation.Split;

/**
 * What one thread computes at one sphere and fold. {@link #prepare} does what does not depend on the labels,
 * once; {@link #predict} follows for the true labels and for every permutation of them. Not thread-safe.
 */
interface SphereKernel {
    /**
     * @param sphere where the searchlight stands
     * @param fold training and test samples
     */
    void prepare(Sphere sphere, Split fold);

    /**
     * @param codes the class of every sample, training and test; those of test samples are not looked at
     * @param predicted receives the predicted class of each test sample of the fold
     */
    void predict(int[] codes, int[] predicted);
}
