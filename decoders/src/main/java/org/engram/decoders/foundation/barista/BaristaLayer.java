package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.GatedFeedForward;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.RmsNormalization;

/**
 * A pre-norm transformer layer with root-mean-square norms and a gated feed-forward network.
 *
 * <p>Inputs: (batch, token, feature); (token) positions. Result: (batch, token, feature).
 */
final class BaristaLayer extends Layer {
    static final double EPSILON = 1e-8;

    private static final int EXPANSION = 4;

    private final RotaryAttention attention;
    private final GatedFeedForward feedForward;
    private final RmsNormalization before;
    private final RmsNormalization between;
    private final Dropout dropout;

    BaristaLayer(BaristaConfiguration configuration) {
        int features = configuration.features();
        attention = child("attention",
                new RotaryAttention(features, configuration.heads(), configuration.dropout()));
        feedForward = child("mlp", GatedFeedForward.separate(features, (long) EXPANSION * features,
                Activation.GELU, true, configuration.dropout()));
        before = child("norm1", new RmsNormalization(features, EPSILON));
        between = child("norm2", new RmsNormalization(features, EPSILON));
        dropout = new Dropout(configuration.dropout());
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray attended = attention
                .apply(pass, new NDList(before.apply(pass, inputs.get(0)), inputs.get(1))).get(0);
        NDArray x = inputs.get(0).add(dropout.apply(pass, attended));
        return new NDList(
                x.add(dropout.apply(pass, feedForward.apply(pass, between.apply(pass, x)))));
    }
}
