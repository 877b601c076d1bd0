package org.engram.generative.clip;

import ai.djl.ndarray.NDArray;
import org.engram.generative.layers.Attention;
import org.engram.generative.layers.Intermediate;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Self-attention and feed-forward, each on normalised tokens and added to them.
 *
 * <p>Parameters: {@code self_attn.{k_proj,v_proj,q_proj,out_proj}}, {@code layer_norm1}, {@code mlp.{fc1,fc2}},
 * {@code layer_norm2}.
 */
final class ClipLayer extends SimpleLayer {
    private final Linear key;
    private final Linear value;
    private final Linear query;
    private final Linear output;
    private final LayerNormalization firstNormalization;
    private final Linear widen;
    private final Linear narrow;
    private final LayerNormalization secondNormalization;
    private final int heads;
    private final Activation activation;
    private final boolean causal;

    ClipLayer(int width, int hiddenWidth, int heads, Activation activation, double epsilon, boolean causal) {
        key = child("self_attn.k_proj", new Linear(width, width));
        value = child("self_attn.v_proj", new Linear(width, width));
        query = child("self_attn.q_proj", new Linear(width, width));
        output = child("self_attn.out_proj", new Linear(width, width));
        firstNormalization = child("layer_norm1", new LayerNormalization(width, epsilon));
        widen = child("mlp.fc1", new Linear(width, hiddenWidth));
        narrow = child("mlp.fc2", new Linear(hiddenWidth, width));
        secondNormalization = child("layer_norm2", new LayerNormalization(width, epsilon));
        this.heads = heads;
        this.activation = activation;
        this.causal = causal;
    }

    static void requireSizes(int width, int hiddenWidth, int layers, int heads) {
        if (width < 1 || hiddenWidth < 1 || layers < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "an encoder of width " + width + " and " + hiddenWidth + ", with "
                            + layers + " layers and " + heads
                            + " heads cannot be: sizes are positive and heads divide the width");
        }
    }

    /** @param input (batch, token, width) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray tokens = firstNormalization.apply(pass, input);
        NDArray attended = Attention.attend(pass, query.apply(pass, tokens), key.apply(pass, tokens),
                value.apply(pass, tokens), heads, causal);
        NDArray x = input.add(output.apply(pass, attended));
        NDArray h = secondNormalization.apply(pass, x);
        h = Intermediate.replace(h, widen.apply(pass, h));
        h = Intermediate.replace(h, activation.of(h));
        h = Intermediate.replace(h, narrow.apply(pass, h));
        return Intermediate.sum(x, h);
    }
}
