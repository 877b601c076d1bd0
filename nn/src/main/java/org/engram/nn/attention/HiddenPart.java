package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Linear;

/**
 * Two linear layers of a transformer layer, a nonlinearity and dropout between them. Unlike {@link
 * org.engram.nn.layers.FeedForward} no layer of its own: checkpoints name the two beside the attention.
 */
record HiddenPart(Linear expansion, Linear contraction, Activation activation,
        TransformerOptions.Gate gate, Dropout dropout) {
    NDArray apply(Pass pass, NDArray x) {
        NDArray hidden = expansion.apply(pass, x);
        hidden = Intermediate.replace(hidden,
                gate == TransformerOptions.Gate.NONE ? activation.of(hidden) : gated(hidden));
        hidden = Intermediate.replace(hidden, dropout.apply(pass, hidden));
        return Intermediate.replace(hidden, contraction.apply(pass, hidden));
    }

    private NDArray gated(NDArray hidden) {
        NDList halves = hidden.split(2, hidden.getShape().dimension() - 1);
        int gating = gate == TransformerOptions.Gate.FIRST_HALF ? 0 : 1;
        NDArray active = activation.of(halves.get(gating));
        NDArray result = Intermediate.replace(active, active.mul(halves.get(1 - gating)));
        halves.close();
        return result;
    }
}
