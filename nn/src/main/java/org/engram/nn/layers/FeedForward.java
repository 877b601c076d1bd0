package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;

/**
 * Two linear layers with a nonlinearity between them, on the last axis: the position-wise network of a transformer
 * (Vaswani et al. 2017). Children: {@code fc1}, {@code fc2}, or as named.
 */
public final class FeedForward extends SimpleLayer {
    private final Linear first;
    private final Linear second;
    private final Activation activation;
    private final Dropout dropout;

    /** @param features in and out @param hidden between @param activation between; no dropout */
    public FeedForward(long features, long hidden, Activation activation) {
        this("fc1", new Linear(features, hidden), "fc2", new Linear(hidden, features), activation, 0);
    }

    /**
     * @param firstName of the first layer in the checkpoint
     * @param first layer
     * @param secondName of the second layer in the checkpoint
     * @param second layer
     * @param activation between them
     * @param dropout after each of them
     */
    public FeedForward(String firstName, Linear first, String secondName, Linear second,
            Activation activation,
            double dropout) {
        this.first = child(firstName, first);
        this.second = child(secondName, second);
        this.activation = activation;
        this.dropout = new Dropout(dropout);
    }

    /** @param input (..., feature) @return (..., feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = first.apply(pass, input);
        x = Intermediate.replace(x, activation.of(x));
        x = Intermediate.replace(x, dropout.apply(pass, x));
        x = Intermediate.replace(x, second.apply(pass, x));
        return Intermediate.replace(x, dropout.apply(pass, x));
    }
}
