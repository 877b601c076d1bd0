package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import org.engram.decoders.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
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
    private final Linear queries;
    private final Linear keys;
    private final Linear values;
    private final Linear output;
    private final LayerNormalization forwardNorm;
    private final Linear first;
    private final Linear second;
    private final Dropout dropout = new Dropout(DROPOUT);
    private final int heads;
    private final double scale;

    LinearAttentionLayer(int features, int heads) {
        this.heads = heads;
        scale = 1 / Math.sqrt(Heads.size(getClass(), features, heads));
        queries = child("0.fn.to_q", new Linear(features, features, false));
        keys = child("0.fn.to_k", new Linear(features, features, false));
        values = child("0.fn.to_v", new Linear(features, features, false));
        output = child("0.fn.to_out", new Linear(features, features));
        attentionNorm = child("0.norm", new LayerNormalization(features));
        first = child("1.fn.fn.w1", new Linear(features, 4L * features));
        second = child("1.fn.fn.w2", new Linear(4L * features, features));
        forwardNorm = child("1.norm", new LayerNormalization(features));
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = attentionNorm.apply(pass, input);
        NDArray query = Heads.split(queries.apply(pass, x), heads).softmax(-1).mul(scale);
        NDArray key = Heads.split(keys.apply(pass, x), heads).softmax(2);
        NDArray context = key.transpose(0, 1, 3, 2).matMul(Heads.split(values.apply(pass, x), heads));
        NDArray attended = output.apply(pass, Heads.join(query.matMul(context)));
        NDArray sum = input.add(dropout.apply(pass, attended));
        NDArray hidden = Activation.GELU.of(first.apply(pass, forwardNorm.apply(pass, sum)));
        return sum.add(second.apply(pass, hidden));
    }
}
