package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;

/**
 * Mean and variance of each channel over the batch in training, over what was seen in training afterwards (Ioffe and
 * Szegedy 2015). Parameters: {@code weight}, {@code bias} (channel); buffers: {@code running_mean}, {@code running_var}.
 */
public final class BatchNormalization extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVariance;
    private final double momentum;
    private final double epsilon;

    /** @param channels on the second axis; momentum 0.1, epsilon 1e-5 */
    public BatchNormalization(long channels) {
        this(channels, 0.1, 1e-5);
    }

    /**
     * @param channels on the second axis
     * @param momentum the share of the newest batch in the running statistics
     * @param epsilon added to the variance
     */
    public BatchNormalization(long channels, double momentum, double epsilon) {
        weight = parameter("weight", Initialization.ONES, channels);
        bias = parameter("bias", Initialization.ZEROS, channels);
        runningMean = buffer("running_mean", Initialization.ZEROS, channels);
        runningVariance = buffer("running_var", Initialization.ONES, channels);
        this.momentum = momentum;
        this.epsilon = epsilon;
    }

    /** @param input (batch, channel, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        // DJL's momentum is the share of what was; PyTorch's that of what is new.
        return x.getNDArrayInternal().batchNorm(x, pass.value(runningMean), pass.value(runningVariance),
                pass.value(weight), pass.value(bias), -1, (float) (1 - momentum), (float) epsilon,
                pass.training()).get(0);
    }
}
