package org.engram.decoders.foundation.cbramod;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.attention.MultiHeadAttention;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * A pre-norm transformer layer on (batch, channel, second, feature): the first half of the features attends across
 * channels within a second, the second half across seconds within a channel.
 */
final class CrissCrossLayer extends SimpleLayer {
    private final MultiHeadAttention space;
    private final MultiHeadAttention time;
    private final Linear first;
    private final Linear second;
    private final LayerNormalization before;
    private final LayerNormalization between;
    private final Dropout dropout;

    CrissCrossLayer(int features, CbramodConfiguration configuration) {
        space = child("self_attn_s", attention(features / 2, configuration));
        time = child("self_attn_t", attention(features / 2, configuration));
        first = child("linear1", new Linear(features, configuration.hidden()));
        second = child("linear2", new Linear(configuration.hidden(), features));
        before = child("norm1", new LayerNormalization(features));
        between = child("norm2", new LayerNormalization(features));
        dropout = new Dropout(configuration.dropout());
    }

    private static MultiHeadAttention attention(int features, CbramodConfiguration configuration) {
        return MultiHeadAttention.builder(features, configuration.heads()).dropout(configuration.dropout())
                .build();
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.add(dropout.apply(pass, attended(pass, before.apply(pass, input))));
        NDArray hidden = Activation.GELU.of(first.apply(pass, between.apply(pass, x)));
        return x.add(dropout.apply(pass, second.apply(pass, dropout.apply(pass, hidden))));
    }

    private NDArray attended(Pass pass, NDArray x) {
        Shape shape = x.getShape();
        long batch = shape.get(0);
        long channels = shape.get(1);
        long seconds = shape.get(2);
        NDList halves = x.split(2, 3);
        NDArray across = halves.get(0).transpose(0, 2, 1, 3).reshape(batch * seconds, channels, -1);
        NDArray along = halves.get(1).reshape(batch * channels, seconds, -1);
        across = space.apply(pass, across).reshape(batch, seconds, channels, -1).transpose(0, 2, 1, 3);
        along = time.apply(pass, along).reshape(batch, channels, seconds, -1);
        return across.concat(along, 3);
    }
}
