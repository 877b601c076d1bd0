package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.decoders.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/** One pre-norm transformer layer of LaBraM: fused projection, normalised queries and keys, scaled branches. */
final class LabramBlock extends SimpleLayer {
    static final double EPSILON = 1e-6;

    private static final double FIRST_BRANCH_SCALE = 0.1;

    private final LayerNormalization attentionNorm;
    private final SimpleLayer attention;
    private final LayerNormalization forwardNorm;
    private final Linear first;
    private final Linear second;
    private final Parameter attentionScale;
    private final Parameter forwardScale;
    private final Dropout path;

    /** Which of the two forms of the layer: they differ in what is a parameter. */
    enum Form {
        /** Of the encoder: queries and keys are normalised, branches scaled, the projection has no bias. */
        ENCODER,
        /** Of the tokeniser: none of this, and a bias. */
        TOKENIZER
    }

    /**
     * @param features of a token
     * @param heads divides the features
     * @param depth of this layer, from 1: deeper branches start smaller
     * @param dropPath share of samples that skip a branch in training
     * @param form which parameters it has
     */
    LabramBlock(int features, int heads, int depth, double dropPath, Form form) {
        Initialization start = Initialization.truncatedNormal(0.02);
        Initialization last = Initialization.truncatedNormal(0.02 / Math.sqrt(2.0 * depth));
        boolean scaled = form == Form.ENCODER;
        Initialization gamma = Initialization.constant(FIRST_BRANCH_SCALE);
        attentionScale = scaled ? parameter("gamma_1", gamma, features) : null;
        forwardScale = scaled ? parameter("gamma_2", gamma, features) : null;
        attentionNorm = child("norm1", new LayerNormalization(features, EPSILON));
        attention = child("attn", new Attention(features, heads, start, last, form));
        forwardNorm = child("norm2", new LayerNormalization(features, EPSILON));
        first = child("mlp.fc1", new Linear(features, 4L * features, true, start));
        second = child("mlp.fc2", new Linear(4L * features, features, true, last));
        path = new Dropout(dropPath);
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = around(pass, input, attention.apply(pass, attentionNorm.apply(pass, input)),
                attentionScale);
        NDArray hidden = Activation.GELU.of(first.apply(pass, forwardNorm.apply(pass, x)));
        return around(pass, x, second.apply(pass, hidden), forwardScale);
    }

    private NDArray around(Pass pass, NDArray x, NDArray branch, Parameter scale) {
        NDArray scaled = scale == null ? branch : branch.mul(pass.value(scale));
        if (pass.training()) {
            Shape samples = new Shape(x.getShape().get(0), 1, 1);
            scaled = scaled.mul(path.apply(pass, x.getManager().ones(samples, x.getDataType())));
        }
        return x.add(scaled);
    }

    private static final class Attention extends SimpleLayer {
        private final Linear projection;
        private final LayerNormalization queryNorm;
        private final LayerNormalization keyNorm;
        private final Linear output;
        private final int heads;
        private final double scale;

        Attention(int features, int heads, Initialization start, Initialization last, Form form) {
            int size = Heads.size(LabramBlock.class, features, heads);
            boolean normalized = form == Form.ENCODER;
            projection = child("qkv", new Linear(features, 3L * features, !normalized, start));
            queryNorm = normalized ? child("q_norm", new LayerNormalization(size, EPSILON)) : null;
            keyNorm = normalized ? child("k_norm", new LayerNormalization(size, EPSILON)) : null;
            output = child("proj", new Linear(features, features, true, last));
            this.heads = heads;
            scale = 1 / Math.sqrt(size);
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDList parts = projection.apply(pass, input).split(3, 2);
            NDArray query = Heads.split(parts.get(0), heads);
            NDArray key = Heads.split(parts.get(1), heads);
            if (queryNorm != null) {
                query = queryNorm.apply(pass, query);
                key = keyNorm.apply(pass, key);
            }
            NDArray attended = Heads.attend(pass, query, key, Heads.split(parts.get(2), heads), scale, null);
            return output.apply(pass, Heads.join(attended));
        }
    }
}
