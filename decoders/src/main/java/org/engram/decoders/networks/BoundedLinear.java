package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/** A linear layer none of whose rows is longer than a bound. Parameters: {@code weight}, {@code bias}. */
final class BoundedLinear extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final double maximumNorm;

    BoundedLinear(int inputs, int outputs, double maximumNorm) {
        weight = parameter("weight", Initialization.glorotUniform(inputs, outputs), outputs, inputs);
        bias = parameter("bias", Initialization.ZEROS, outputs);
        this.maximumNorm = maximumNorm;
    }

    /** @param input (batch, input) @return (batch, output) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        return x.getNDArrayInternal()
                .linear(x, MaximumNorm.bounded(pass.value(weight), maximumNorm),
                        pass.value(bias))
                .get(0);
    }
}
