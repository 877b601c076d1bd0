package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;

/** Mean and variance over the last axis (Ba et al. 2016). Parameters: {@code weight}, {@code bias} (feature). */
public final class LayerNormalization extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;

    /** @param features on the last axis; epsilon is 1e-5 */
    public LayerNormalization(long features) {
        this(features, 1e-5);
    }

    /** @param features on the last axis @param epsilon added to the variance */
    public LayerNormalization(long features, double epsilon) {
        weight = parameter("weight", Initialization.ONES, features);
        bias = parameter("bias", Initialization.ZEROS, features);
        this.epsilon = epsilon;
    }

    /** @param input (..., feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        return x.getNDArrayInternal().layerNorm(x, new Shape(weight.getShape().size()), pass.value(weight),
                pass.value(bias), (float) epsilon).get(0);
    }
}
