package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Activations;

/** x above 0, else a learnt slope times x (He et al. 2015). Parameter: {@code weight} (1) or (channel). */
public final class ParametricRelu extends SimpleLayer {
    private final Parameter weight;

    /** @param slopes 1, or as many as there are channels on the second axis; each starts at 0.25 */
    public ParametricRelu(long slopes) {
        weight = parameter("weight", Initialization.constant(0.25), slopes);
    }

    /** @param input (batch, channel, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Activations.parametricRelu(input, pass.value(weight).toType(input.getDataType(), false));
    }
}
