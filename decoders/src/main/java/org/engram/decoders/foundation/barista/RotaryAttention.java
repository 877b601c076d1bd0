package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.attention.Heads;
import org.engram.nn.attention.RotaryEmbedding;
import org.engram.nn.attention.Rotation;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Attentions;

/**
 * Self-attention whose queries and keys are rotated by their position, the features of a head taken as two halves.
 *
 * <p>Inputs: (batch, token, feature); (token) positions. Result: (batch, token, feature).
 */
final class RotaryAttention extends Layer {
    private static final double BASE = 10_000;

    private final Linear projection;
    private final Linear output;
    private final RotaryEmbedding places;
    private final Dropout dropout;
    private final int heads;
    private final double scale;

    RotaryAttention(int features, int heads, double dropout) {
        int width = Math.toIntExact(Heads.width(features, heads));
        projection = child("qkv_proj", new Linear(features, 3L * features));
        output = child("o_proj", new Linear(features, features));
        places = child("rotary_emb", new RotaryEmbedding(RotaryEmbedding.ofBase(width, BASE),
                RotaryEmbedding.Pairing.HALVES, "inv_freq"));
        this.dropout = new Dropout(dropout);
        this.heads = heads;
        scale = 1 / Math.sqrt(width);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDList parts = projection.apply(pass, inputs.get(0)).split(3, 2);
        Rotation rotation = places.at(pass, inputs.get(1));
        NDArray attended = Attentions.attend(pass, rotation.of(Heads.split(parts.get(0), heads)),
                rotation.of(Heads.split(parts.get(1), heads)), Heads.split(parts.get(2), heads), scale,
                false, 0);
        // Dropped is what is seen, and not the weights by which it is.
        return new NDList(output.apply(pass, dropout.apply(pass, Heads.join(attended))));
    }
}
