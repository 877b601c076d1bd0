package org.engram.nn.attention;

import java.util.function.LongFunction;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * How a transformer layer is built. Made by {@link #builder}.
 *
 * @param width features of a token
 * @param heads of each attention
 * @param headWidth features of a head; width / heads by default
 * @param hiddenWidth features between the two layers of the feed-forward part; 4 times the width by default
 * @param contextWidth features of the memory of a decoder; the width by default
 * @param activation of the feed-forward part; GELU by default
 * @param gate whether half of the hidden features multiply the other half; not by default
 * @param scale of attention logits, or 0 for 1 / sqrt(head width), the default
 * @param normalizedFirst whether a part normalizes its input ("pre-norm", the default) or its sum with the residual
 * ("post-norm", as PyTorch's default and Vaswani et al. 2017)
 * @param attentionBias whether query, key and value have a bias; true by default
 * @param dropout of the hidden features and of the result of each part, in training; 0 by default
 * @param attentionDropout of attention weights; as {@code dropout} by default
 * @param dropPath probability that a part is left out for a sample, in training; 0 by default
 * @param layerScale first value of the factors on each part's features (Touvron et al. 2021), or 0 for none
 * @param normalization makes the normalizations; layer normalization with epsilon 1e-5 by default
 * @param headNormalization makes a normalization for each head's queries and keys, or null
 * @param start how the weights of linear layers start, or null for PyTorch's own start
 * @param lastStart how the weights of the last linear layer of each part start, or null for {@code start}
 * @param names what the checkpoint calls the parts; PyTorch's by default
 */
public record TransformerOptions(long width, long heads, long headWidth, long hiddenWidth, long contextWidth,
        Activation activation, Gate gate, double scale, boolean normalizedFirst, boolean attentionBias,
        double dropout,
        double attentionDropout, double dropPath, double layerScale, LongFunction<SimpleLayer> normalization,
        LongFunction<SimpleLayer> headNormalization, Initialization start, Initialization lastStart,
        TransformerNames names) {
    /** Gated linear units (Shazeer 2020): the first layer of the feed-forward part is twice as wide. */
    public enum Gate {
        /** No gate. */
        NONE,
        /** The nonlinearity is taken of the first half (SwiGLU of DALL-E 2 priors). */
        FIRST_HALF,
        /** The nonlinearity is taken of the second half (GEGLU of diffusion U-Nets and POYO). */
        SECOND_HALF
    }

    /**
     * @param width features of a token
     * @param heads of each attention
     */
    public static Builder builder(long width, long heads) {
        return new Builder(width, heads);
    }

    /** @return a builder that starts from these options */
    public Builder toBuilder() {
        Builder builder = new Builder(width, heads);
        builder.headWidth = headWidth;
        builder.hiddenWidth = hiddenWidth;
        builder.contextWidth = contextWidth;
        builder.activation = activation;
        builder.gate = gate;
        builder.scale = scale;
        builder.normalizedFirst = normalizedFirst;
        builder.attentionBias = attentionBias;
        builder.dropout = dropout;
        builder.attentionDropout = attentionDropout;
        builder.dropPath = dropPath;
        builder.layerScale = layerScale;
        builder.normalization = normalization;
        builder.headNormalization = headNormalization;
        builder.start = start;
        builder.lastStart = lastStart;
        builder.names = names;
        return builder;
    }

    /**
     * The options of one layer of a stack: the deeper, the more often it is left out.
     *
     * @param index of the layer, from 0
     * @param count of the layers
     * @return these options, with a {@code dropPath} that rises from 0 at the first layer to this one's at the last
     */
    public TransformerOptions ofLayer(int index, int count) {
        return dropPath == 0
                ? this
                : toBuilder().dropPath(count == 1 ? 0 : dropPath * index / (count - 1)).build();
    }

    Linear expansion() {
        return linear(width, gate == Gate.NONE ? hiddenWidth : 2 * hiddenWidth, start);
    }

    Linear contraction() {
        return linear(hiddenWidth, width, lastStart == null ? start : lastStart);
    }

    private static Linear linear(long inputs, long outputs, Initialization start) {
        return start == null ? new Linear(inputs, outputs) : new Linear(inputs, outputs, true, start);
    }

    MultiHeadAttention attention(boolean ofMemory) {
        MultiHeadAttention.Builder builder = MultiHeadAttention.builder(width, heads).headWidth(headWidth)
                .names(names.projections()).dropout(attentionDropout);
        if (ofMemory) {
            builder.contextWidth(contextWidth);
        }
        if (scale > 0) {
            builder.scale(scale);
        }
        builder.start(start).outputStart(lastStart == null ? start : lastStart);
        builder.headNormalization(headNormalization);
        return attentionBias ? builder.build() : builder.inputUnbiased().build();
    }

    /** Collects {@link TransformerOptions}. */
    public static final class Builder {
        private final long width;
        private final long heads;
        private long headWidth;
        private long hiddenWidth;
        private long contextWidth;
        private Activation activation = Activation.GELU;
        private Gate gate = Gate.NONE;
        private double scale;
        private boolean normalizedFirst = true;
        private boolean attentionBias = true;
        private double dropout;
        private double attentionDropout = -1;
        private double dropPath;
        private double layerScale;
        private LongFunction<SimpleLayer> normalization = LayerNormalization::new;
        private LongFunction<SimpleLayer> headNormalization;
        private Initialization start;
        private Initialization lastStart;
        private TransformerNames names = TransformerNames.TORCH;

        private Builder(long width, long heads) {
            this.width = width;
            this.heads = heads;
            hiddenWidth = 4 * width;
            contextWidth = width;
        }

        /** @param features of a head */
        public Builder headWidth(long features) {
            headWidth = features;
            return this;
        }

        /** @param features between the two layers of the feed-forward part (after the gate, where there is one) */
        public Builder hiddenWidth(long features) {
            hiddenWidth = features;
            return this;
        }

        /** @param features of the memory of a decoder */
        public Builder contextWidth(long features) {
            contextWidth = features;
            return this;
        }

        /** @param function of the feed-forward part */
        public Builder activation(Activation function) {
            activation = function;
            return this;
        }

        /** @param which half of the hidden features is the gate */
        public Builder gate(Gate which) {
            gate = which;
            return this;
        }

        /** @param ofLogits what products of queries and keys are multiplied by */
        public Builder scale(double ofLogits) {
            scale = ofLogits;
            return this;
        }

        /** Normalizes after each residual sum. */
        public Builder postNorm() {
            normalizedFirst = false;
            return this;
        }

        /** Leaves the biases of query, key and value out. */
        public Builder attentionUnbiased() {
            attentionBias = false;
            return this;
        }

        /** @param probability of hidden features, results and attention weights, 0 to below 1 */
        public Builder dropout(double probability) {
            dropout = probability;
            return this;
        }

        /** @param probability of attention weights where it is another */
        public Builder attentionDropout(double probability) {
            attentionDropout = probability;
            return this;
        }

        /** @param probability of a part; in a stack that of the last layer, rising from 0 at the first */
        public Builder dropPath(double probability) {
            dropPath = probability;
            return this;
        }

        /** @param first value of the factors on each part's features */
        public Builder layerScale(double first) {
            layerScale = first;
            return this;
        }

        /** @param epsilon of layer normalization */
        public Builder epsilon(double epsilon) {
            return normalization(features -> new LayerNormalization(features, epsilon));
        }

        /** @param ofFeatures makes a normalization of so many features */
        public Builder normalization(LongFunction<SimpleLayer> ofFeatures) {
            normalization = ofFeatures;
            return this;
        }

        /** @param ofFeatures makes a normalization of so many features, for each head's queries and keys */
        public Builder headNormalization(LongFunction<SimpleLayer> ofFeatures) {
            headNormalization = ofFeatures;
            return this;
        }

        /** @param ofWeights how the weights of linear layers start; PyTorch's own start without it */
        public Builder start(Initialization ofWeights) {
            start = ofWeights;
            return this;
        }

        /**
         * @param ofWeights how the weights of each part's last linear layer start (output projection, contraction), as
         * networks have it whose deeper layers add less at first
         */
        public Builder lastStart(Initialization ofWeights) {
            lastStart = ofWeights;
            return this;
        }

        /** @param published what the checkpoint calls the parts */
        public Builder names(TransformerNames published) {
            names = published;
            return this;
        }

        /** @return the options */
        public TransformerOptions build() {
            long ofHead = headWidth == 0 ? Heads.width(width, heads) : headWidth;
            return new TransformerOptions(width, heads, ofHead, hiddenWidth, contextWidth, activation, gate,
                    scale, normalizedFirst, attentionBias, dropout,
                    attentionDropout < 0 ? dropout : attentionDropout, dropPath, layerScale, normalization,
                    headNormalization, start, lastStart, names);
        }
    }
}
