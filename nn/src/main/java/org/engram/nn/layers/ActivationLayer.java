package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;

/** An element-wise nonlinearity as a layer. No parameters. */
public final class ActivationLayer extends SimpleLayer {
    private final Activation activation;

    /** @param activation applied to each element */
    public ActivationLayer(Activation activation) {
        this.activation = activation;
    }

    /** @return which nonlinearity */
    public Activation activation() {
        return activation;
    }

    /** @param input of any shape @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return activation.of(input);
    }
}
