package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Linear;

/** Two linear layers of a transformer layer, a nonlinearity and dropout between them. */
record FeedForward(Linear expansion, Linear contraction, Activation activation,
        TransformerOptions.Gate gate, Dropout dropout) {
    NDArray apply(Pass pass, NDArray x) {
        NDArray hidden = expansion.apply(pass, x);
        NDArray active;
        if (gate == TransformerOptions.Gate.NONE) {
            active = activation.of(hidden);
        } else {
            NDList halves = hidden.split(2, hidden.getShape().dimension() - 1);
            boolean first = gate == TransformerOptions.Gate.FIRST_HALF;
            active = activation.of(halves.get(first ? 0 : 1)).mul(halves.get(first ? 1 : 0));
        }
        return contraction.apply(pass, dropout.apply(pass, active));
    }
}
