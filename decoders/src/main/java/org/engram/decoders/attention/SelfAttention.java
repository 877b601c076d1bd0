package org.engram.decoders.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Multi-head self-attention under the names of PyTorch's MultiheadAttention (Vaswani et al. 2017). Parameters:
 * {@code in_proj_weight} (3 feature, feature; queries, keys, values), {@code in_proj_bias}, {@code out_proj.weight},
 * {@code out_proj.bias}.
 */
public final class SelfAttention extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final Linear output;
    private final Dropout dropout;
    private final int heads;
    private final double scale;

    /**
     * @param features in and out
     * @param heads divides the features
     * @param dropout probability that an attention weight is dropped in training
     */
    public SelfAttention(int features, int heads, double dropout) {
        scale = 1 / Math.sqrt(Heads.size(getClass(), features, heads));
        weight = parameter("in_proj_weight", Initialization.glorotUniform(features, 3L * features),
                3L * features, features);
        bias = parameter("in_proj_bias", Initialization.ZEROS, 3L * features);
        output = child("out_proj", new Linear(features, features));
        this.dropout = new Dropout(dropout);
        this.heads = heads;
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        NDList parts = x.getNDArrayInternal()
                .linear(x, pass.value(weight), pass.value(bias)).get(0)
                .split(3, 2);
        NDArray attended = Heads.attend(pass, Heads.split(parts.get(0), heads),
                Heads.split(parts.get(1), heads), Heads.split(parts.get(2), heads), scale, dropout);
        return output.apply(pass, Heads.join(attended));
    }
}
