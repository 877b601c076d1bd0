package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import org.engram.nn.attention.LinearAttention;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.FeedForward;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * A pre-norm layer whose attention takes time proportional to the number of tokens: softmax of the queries over features,
 * of the keys over tokens, and keys times values first.
 */
final class LinearAttentionLayer extends SimpleLayer {
    private static final double DROPOUT = 0.2;

    private final LayerNormalization attentionNorm;
    private final LinearAttention attention;
    private final LayerNormalization forwardNorm;
    private final FeedForward feedForward;

    LinearAttentionLayer(int features, int heads) {
        attentionNorm = child("0.norm", new LayerNormalization(features));
        attention = child("0.fn", new LinearAttention(features, heads, DROPOUT));
        forwardNorm = child("1.norm", new LayerNormalization(features));
        feedForward = child("1.fn.fn", new FeedForward("w1", new Linear(features, 4L * features), "w2",
                new Linear(4L * features, features), Activation.GELU, 0));
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.add(attention.apply(pass, attentionNorm.apply(pass, input)));
        return x.add(feedForward.apply(pass, forwardNorm.apply(pass, x)));
    }
}
