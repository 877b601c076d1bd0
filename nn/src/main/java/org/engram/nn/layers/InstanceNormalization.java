package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Normalizations;

/**
 * Mean and variance of each channel of each sample, in training and afterwards (Ulyanov et al. 2016). Parameters if
 * it scales: {@code weight}, {@code bias} (channel); else none.
 */
public final class InstanceNormalization extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;

    /** @param channels on the second axis; neither scale nor shift, epsilon 1e-5 */
    public InstanceNormalization(long channels) {
        this(channels, false, 1e-5);
    }

    /**
     * @param channels on the second axis
     * @param scaling whether scale and shift of each channel are learnt
     * @param epsilon added to the variance
     */
    public InstanceNormalization(long channels, boolean scaling, double epsilon) {
        weight = scaling ? parameter("weight", Initialization.ONES, channels) : null;
        bias = scaling ? parameter("bias", Initialization.ZEROS, channels) : null;
        this.epsilon = epsilon;
    }

    /** @param input (batch, channel, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Normalizations.instance(input, weight == null ? null : pass.value(weight),
                bias == null ? null : pass.value(bias), epsilon);
    }
}
