package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.decoders.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;

/**
 * Self-attention whose queries and keys are rotated by their position, the features of a head taken as two halves.
 *
 * <p>Inputs: (batch, token, feature); (token) positions. Result: (batch, token, feature).
 */
final class RotaryAttention extends Layer {
    private static final double BASE = 10_000;

    private final Linear projection;
    private final Linear output;
    private final Parameter frequencies;
    private final Dropout dropout;
    private final int heads;
    private final double scale;

    RotaryAttention(int features, int heads, double dropout) {
        int size = Heads.size(getClass(), features, heads);
        projection = child("qkv_proj", new Linear(features, 3L * features));
        output = child("o_proj", new Linear(features, features));
        frequencies = child("rotary_emb", new Frequencies(size)).values;
        this.dropout = new Dropout(dropout);
        this.heads = heads;
        scale = 1 / Math.sqrt(size);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDList parts = projection.apply(pass, inputs.get(0)).split(3, 2);
        NDArray angles = inputs.get(1).expandDims(1).mul(pass.value(frequencies)); // (token, half feature)
        angles = angles.concat(angles, 1);
        NDArray cosine = angles.cos();
        NDArray sine = angles.sin();
        NDArray attended = Heads.attend(pass, rotated(Heads.split(parts.get(0), heads), cosine, sine),
                rotated(Heads.split(parts.get(1), heads), cosine, sine), Heads.split(parts.get(2), heads),
                scale, null);
        return new NDList(output.apply(pass, dropout.apply(pass, Heads.join(attended))));
    }

    private static NDArray rotated(NDArray x, NDArray cosine, NDArray sine) {
        NDList halves = x.split(2, 3);
        return x.mul(cosine).add(halves.get(1).neg().concat(halves.get(0), 3).mul(sine));
    }

    private static final class Frequencies extends Layer {
        private final Parameter values;

        Frequencies(int size) {
            values = buffer("inv_freq", (stream, i) -> Math.pow(BASE, -2.0 * i / size), size / 2);
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return new NDList(pass.value(values).add(0));
        }
    }
}
