package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * A pre-norm transformer layer with root-mean-square norms and a gated feed-forward network.
 *
 * <p>Inputs: (batch, token, feature); (token) positions. Result: (batch, token, feature).
 */
final class BaristaLayer extends Layer {
    private static final int EXPANSION = 4;

    private final RotaryAttention attention;
    private final Linear gate;
    private final Linear down;
    private final Linear up;
    private final RootMeanSquareNorm before;
    private final RootMeanSquareNorm between;
    private final Dropout dropout;

    BaristaLayer(BaristaConfiguration configuration) {
        int features = configuration.features();
        long inside = (long) EXPANSION * features;
        attention = child("attention",
                new RotaryAttention(features, configuration.heads(), configuration.dropout()));
        gate = child("mlp.gate_proj", new Linear(features, inside));
        down = child("mlp.down_proj", new Linear(inside, features));
        up = child("mlp.up_proj", new Linear(features, inside));
        before = child("norm1", new RootMeanSquareNorm(features));
        between = child("norm2", new RootMeanSquareNorm(features));
        dropout = new Dropout(configuration.dropout());
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray attended = attention
                .apply(pass, new NDList(before.apply(pass, inputs.get(0)), inputs.get(1))).get(0);
        NDArray x = inputs.get(0).add(dropout.apply(pass, attended));
        NDArray normal = between.apply(pass, x);
        NDArray gated = Activation.GELU.of(gate.apply(pass, normal)).mul(up.apply(pass, normal));
        return new NDList(
                x.add(dropout.apply(pass, down.apply(pass, dropout.apply(pass, gated)))));
    }

    /** Division by the root mean square over the last axis (Zhang and Sennrich 2019). Parameter: {@code weight}. */
    static final class RootMeanSquareNorm extends SimpleLayer {
        private static final double EPSILON = 1e-8;

        private final Parameter weight;

        RootMeanSquareNorm(int features) {
            weight = parameter("weight", Initialization.ONES, features);
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray x = input;
            NDArray square = x.square().mean(new int[] {-1}, true).add(EPSILON);
            return x.mul(square.pow(-0.5)).mul(pass.value(weight));
        }
    }
}
