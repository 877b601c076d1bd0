package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Normalizations;

/**
 * Mean and variance over groups of channels and everything behind them (Wu and He 2018). Parameters: {@code weight},
 * {@code bias} (channel).
 */
public final class GroupNormalization extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final int groups;
    private final double epsilon;

    /** @param groups of channels @param channels in all; epsilon is 1e-5 */
    public GroupNormalization(int groups, long channels) {
        this(groups, channels, 1e-5);
    }

    /** @param groups of channels @param channels in all @param epsilon added to the variance */
    public GroupNormalization(int groups, long channels, double epsilon) {
        if (channels % groups != 0) {
            throw new ShapeException(groups + " groups do not divide " + channels + " channels");
        }
        weight = parameter("weight", Initialization.ONES, channels);
        bias = parameter("bias", Initialization.ZEROS, channels);
        this.groups = groups;
        this.epsilon = epsilon;
    }

    /** @param input (batch, channel, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Normalizations.group(input, groups, pass.value(weight), pass.value(bias),
                epsilon);
    }
}
