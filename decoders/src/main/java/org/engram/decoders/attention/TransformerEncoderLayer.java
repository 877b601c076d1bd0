package org.engram.decoders.attention;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Self-attention and a feed-forward network with GELU between, each with a way around, under the names of PyTorch's
 * TransformerEncoderLayer: {@code self_attn}, {@code linear1}, {@code linear2} and, unless left out, {@code norm1},
 * {@code norm2}.
 */
public final class TransformerEncoderLayer extends SimpleLayer {
    private final Place place;
    private final SelfAttention attention;
    private final Linear first;
    private final Linear second;
    private final LayerNormalization before;
    private final LayerNormalization after;
    private final Dropout dropout;

    /** Where the layer normalises. */
    public enum Place {
        /** After each sum, as in the first transformer. */
        AFTER,
        /** Nowhere: the norms are no parameters either. */
        NOWHERE
    }

    /**
     * @param features in and out
     * @param heads divides the features
     * @param hidden features inside the feed-forward network
     * @param dropout probability, at all four places
     * @param place where it normalises; the epsilon is 1e-5
     */
    public TransformerEncoderLayer(int features, int heads, int hidden, double dropout, Place place) {
        this.place = place;
        attention = child("self_attn", new SelfAttention(features, heads, dropout));
        first = child("linear1", new Linear(features, hidden));
        second = child("linear2", new Linear(hidden, features));
        before = place == Place.NOWHERE ? null : child("norm1", new LayerNormalization(features));
        after = place == Place.NOWHERE ? null : child("norm2", new LayerNormalization(features));
        this.dropout = new Dropout(dropout);
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.add(dropout.apply(pass, attention.apply(pass, input)));
        x = place == Place.AFTER ? before.apply(pass, x) : x;
        NDArray hidden = dropout.apply(pass, Activation.GELU.of(first.apply(pass, x)));
        x = x.add(dropout.apply(pass, second.apply(pass, hidden)));
        return place == Place.AFTER ? after.apply(pass, x) : x;
    }
}
