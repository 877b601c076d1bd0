package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.attention.Heads;
import org.engram.nn.attention.RotaryEmbedding;
import org.engram.nn.attention.Rotation;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Attentions;

/**
 * Attention by cosine similarity with rotary positions, many heads for queries and one for keys and values, and a
 * learned key and value that is always there.
 *
 * <p>Parameters: {@code null_kv} (2, headWidth), {@code norm.g}, {@code to_q}, {@code to_kv}, {@code to_out.0},
 * {@code to_out.1.g}.
 */
final class PriorAttention extends Layer {
    /** Queries and keys each have length 4, so logits are 16 times the cosine. */
    private static final double COSINE_SCALE = 16;
    private static final int MOST_ROTATED = 32;
    private static final double LONGEST_PERIOD = 10000;
    private static final double LEAST_LENGTH = 1e-12;

    private final Parameter nothing;
    private final GainNormalization normalization;
    private final Linear query;
    private final Linear keyAndValue;
    private final Linear output;
    private final GainNormalization outputNormalization;
    private final int heads;
    private final int headWidth;
    private final RotaryEmbedding places;

    PriorAttention(int width, int heads, int headWidth) {
        long inner = (long) heads * headWidth;
        nothing = parameter("null_kv", Initialization.normal(1), 2, headWidth);
        normalization = child("norm", new GainNormalization(width, false));
        query = child("to_q", new Linear(width, inner, false));
        keyAndValue = child("to_kv", new Linear(width, 2L * headWidth, false));
        output = child("to_out.0", new Linear(inner, width, false));
        outputNormalization = child("to_out.1", new GainNormalization(width, false));
        this.heads = heads;
        this.headWidth = headWidth;
        places = child("rotary_emb",
                new RotaryEmbedding(
                        RotaryEmbedding.ofBase(Math.min(MOST_ROTATED, headWidth), LONGEST_PERIOD),
                        RotaryEmbedding.Pairing.NEIGHBOURS));
    }

    /**
     * @param inputs tokens (batch, token, width), bias of the logits (1, heads, token, 1 + token) @return like the
     * tokens
     */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = normalization.apply(pass, inputs.get(0));
        Shape shape = x.getShape();
        long batch = shape.get(0);
        long tokens = shape.get(1);
        Rotation rotation = places.at(pass, x.getManager().arange(0f, tokens, 1f, DataType.FLOAT64));
        NDArray q = Heads.split(query.apply(pass, x), heads);
        NDList both = keyAndValue.apply(pass, x).split(2, 2);
        q = unit(rotation.of(q)).reshape(batch, 1, heads * tokens, headWidth);
        NDArray k = rotation.of(both.get(0).expandDims(1)).squeeze(1);
        NDArray learned = pass.value(nothing);
        NDArray key = unit(withNothing(learned.get(new NDIndex("0")), k)).expandDims(1);
        NDArray value = withNothing(learned.get(new NDIndex("1")), both.get(1)).expandDims(1);
        // Keys and values are shared by all heads, so the heads line up as further queries of one.
        NDArray bias = inputs.get(1).reshape(1, 1, heads * tokens, tokens + 1);
        NDArray attended = Attentions.attend(pass, q, key, value, bias, COSINE_SCALE, 0)
                .reshape(batch, heads, tokens, headWidth);
        return new NDList(outputNormalization.apply(pass, output.apply(pass, Heads.join(attended))));
    }

    private static NDArray unit(NDArray x) {
        return x.normalize(2, -1, LEAST_LENGTH);
    }

    private NDArray withNothing(NDArray learned, NDArray x) {
        return learned.broadcast(x.getShape().get(0), 1, headWidth).concat(x, 1);
    }
}
