package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Attentions;

/** One post-norm layer of Du-IN's transformers, with eight wide heads. (batch, token, 160) to the same. */
final class DuinBlock extends SimpleLayer {
    private static final int FEATURES = DuinConfiguration.FEATURES;
    private static final int HEADS = 8;
    private static final int HEAD_SIZE = 64;

    private final Attention attention;
    private final LayerNormalization attentionNorm;
    private final Linear first;
    private final Linear second;
    private final LayerNormalization forwardNorm;
    private final Dropout dropout;

    /** @param depth from 1: what deeper layers add starts smaller @param dropout probability */
    DuinBlock(int depth, double dropout) {
        Initialization start = Initialization.truncatedNormal(0.02);
        Initialization last = Initialization.truncatedNormal(0.02 / Math.sqrt(2.0 * depth));
        this.dropout = new Dropout(dropout);
        attention = child("mha", new Attention(start, last, dropout));
        attentionNorm = child("norm_mha", new LayerNormalization(FEATURES));
        first = child("ffn.fc1.0", new Linear(FEATURES, 2L * FEATURES, true, start));
        second = child("ffn.fc2.0", new Linear(2L * FEATURES, FEATURES, true, last));
        forwardNorm = child("norm_ffn", new LayerNormalization(FEATURES));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = attentionNorm.apply(pass, input.add(attention.apply(pass, input)));
        NDArray hidden = dropout.apply(pass, Activation.RELU.of(first.apply(pass, x)));
        return forwardNorm.apply(pass, x.add(second.apply(pass, hidden)));
    }

    private static final class Attention extends SimpleLayer {
        private final Linear queries;
        private final Linear keys;
        private final Linear values;
        private final LayerNormalization queryNorm;
        private final LayerNormalization keyNorm;
        private final Parameter scale;
        private final Linear output;
        private final double dropout;

        Attention(Initialization start, Initialization last, double dropout) {
            long inner = (long) HEADS * HEAD_SIZE;
            queries = child("W_q.W", new Linear(FEATURES, inner, true, start));
            keys = child("W_k.W", new Linear(FEATURES, inner, true, start));
            values = child("W_v.W", new Linear(FEATURES, inner, true, start));
            queryNorm = child("norm_q", new LayerNormalization(HEAD_SIZE));
            keyNorm = child("norm_k", new LayerNormalization(HEAD_SIZE));
            scale = parameter("attention.scale", Initialization.constant(1 / Math.sqrt(HEAD_SIZE)));
            scale.freeze(true);
            output = child("proj.0", new Linear(inner, FEATURES, true, last));
            this.dropout = dropout;
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray query = queryNorm.apply(pass, Heads.split(queries.apply(pass, input), HEADS));
            NDArray key = keyNorm.apply(pass, Heads.split(keys.apply(pass, input), HEADS));
            NDArray value = Heads.split(values.apply(pass, input), HEADS);
            NDArray attended = Attentions.attend(pass, query.mul(pass.value(scale)), key, value, 1, false,
                    pass.training() ? dropout : 0);
            return output.apply(pass, Heads.join(attended));
        }
    }
}
