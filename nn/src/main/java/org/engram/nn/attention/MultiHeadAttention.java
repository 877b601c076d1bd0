package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Attentions;

/**
 * Multi-head attention (Vaswani et al. 2017), to itself or to another sequence, under the parameter names of the
 * published checkpoint (see {@link AttentionNames}).
 *
 * <p>Inputs, each (batch, token, feature): the tokens (self-attention); or queries and context; or queries, keys and
 * values. Output: (batch, queries, feature). Masks, rotary positions and caches come with an {@link AttentionContext}:
 *
 * <pre>{@code
 * var attention = MultiHeadAttention.builder(256, 8).names(AttentionNames.TIMM).build();
 * NDArray y = attention.apply(pass, x, x, x, AttentionContext.NONE.with(AttentionMask.CAUSAL));
 * }</pre>
 */
public final class MultiHeadAttention extends Layer {
    private final HeadProjections projections;
    private final Linear output;
    private final SimpleLayer queryNormalization;
    private final SimpleLayer keyNormalization;
    private final long heads;
    private final long memoryHeads;
    private final long headWidth;
    private final double scale;
    private final double dropout;
    private final boolean valuesRotate;

    private MultiHeadAttention(Builder options) {
        heads = options.heads;
        memoryHeads = options.memoryHeads;
        headWidth = options.headWidth;
        scale = options.scale > 0 ? options.scale : 1 / Math.sqrt(headWidth);
        dropout = options.dropout;
        valuesRotate = options.valuesRotate;
        long inner = heads * headWidth;
        projections = options.names.projections().isEmpty()
                ? packed(options, inner)
                : separate(options, inner);
        if (options.headNormalization == null) {
            queryNormalization = null;
            keyNormalization = null;
        } else {
            queryNormalization = child(options.names.queryNormalization(),
                    options.headNormalization.apply(headWidth));
            keyNormalization = child(options.names.keyNormalization(),
                    options.headNormalization.apply(headWidth));
        }
        output = child(options.names.output(), new Linear(inner, options.width, options.outputBias,
                options.outputStart == null ? Initialization.fanIn(inner) : options.outputStart));
    }

    /**
     * @param width features of a token
     * @param heads how many
     */
    public static Builder builder(long width, long heads) {
        return new Builder(width, heads);
    }

    private HeadProjections packed(Builder options, long inner) {
        Initialization start = options.start == null
                ? Initialization.glorotUniform(options.width, 3 * inner)
                : options.start;
        var bias = !options.inputBias ? null : parameter("in_proj_bias", Initialization.ZEROS, 3 * inner);
        if (options.keyWidth == options.width && options.valueWidth == options.width) {
            return new PackedProjections(inner,
                    new Parameter[] {parameter("in_proj_weight", start, 3 * inner, options.width)},
                    bias);
        }
        return new PackedProjections(inner, new Parameter[] {
                parameter("q_proj_weight", start, inner, options.width),
                parameter("k_proj_weight", start, inner, options.keyWidth),
                parameter("v_proj_weight", start, inner, options.valueWidth)}, bias);
    }

    private HeadProjections separate(Builder options, long inner) {
        int count = options.names.projections().size();
        if (count == 1 && options.keyWidth != options.width || count < 3
                && options.keyWidth != options.valueWidth) {
            throw new ShapeException("queries of " + options.width + " features, keys of " + options.keyWidth
                    + " and values of " + options.valueWidth + " cannot share the projections "
                    + options.names.projections() + ": give each a name of its own");
        }
        long[] widths = {options.width, options.keyWidth, options.valueWidth};
        Linear[] layers = new Linear[count];
        for (int i = 0; i < count; i++) {
            long outputs = i == 0 && count > 1
                    ? inner
                    : options.memoryHeads * headWidth * (i == count - 1 ? 4 - count : 1);
            layers[i] = child(options.names.projections().get(i), new Linear(widths[i], outputs,
                    options.inputBias,
                    options.start == null ? Initialization.fanIn(widths[i]) : options.start));
        }
        return new LinearProjections(layers);
    }

    /**
     * @param pass the run it belongs to
     * @param query (batch, queries, feature)
     * @param key (batch, keys, key feature); the same array as {@code query} for self-attention
     * @param value (batch, keys, value feature); the same array as {@code key} by custom
     * @param context masks, positions, cache
     * @return (batch, queries, feature)
     */
    public NDArray apply(Pass pass, NDArray query, NDArray key, NDArray value, AttentionContext context) {
        return run(pass, new NDList(query, key, value),
                () -> new NDList(attend(pass, query, key, value, context))).get(0);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        if (inputs.isEmpty() || inputs.size() > 3) {
            throw new ShapeException(path() + " takes tokens; queries and context; or queries, keys and "
                    + "values; not " + inputs.size() + " arrays");
        }
        NDArray query = inputs.get(0);
        NDArray key = inputs.get(Math.min(1, inputs.size() - 1));
        NDArray value = inputs.get(inputs.size() - 1);
        return new NDList(attend(pass, query, key, value, AttentionContext.NONE));
    }

    private NDArray attend(Pass pass, NDArray queries, NDArray keys, NDArray values,
            AttentionContext context) {
        requireTokens(queries, keys, values);
        NDList memory;
        NDArray query;
        if (queries == keys && keys == values) {
            NDList all = projections.all(pass, queries);
            query = all.get(0);
            NDList own = new NDList(all.get(1), all.get(2));
            memory = remembered(pass, context, () -> heads(pass, own, context));
        } else {
            query = projections.query(pass, queries);
            memory = remembered(pass, context,
                    () -> heads(pass, projections.memory(pass, keys, values), context));
        }
        query = turned(normalized(pass, Heads.split(query, heads), queryNormalization),
                context.queryRotation());
        NDArray result = weighted(pass, query, forAllHeads(memory.get(0)), forAllHeads(memory.get(1)),
                context);
        if (valuesRotate && context.queryRotation() != null) {
            result = context.queryRotation().reversed().of(result);
        }
        return output.apply(pass, Heads.join(result));
    }

    private NDList remembered(Pass pass, AttentionContext context,
            Supplier<NDList> projected) {
        return context.cache() == null ? projected.get() : context.cache().extend(this, pass, projected);
    }

    /** Keys and values as heads, normalized and turned to their positions. */
    private NDList heads(Pass pass, NDList projected, AttentionContext context) {
        NDArray key = turned(normalized(pass, Heads.split(projected.get(0), memoryHeads), keyNormalization),
                context.keyRotation());
        NDArray value = Heads.split(projected.get(1), memoryHeads);
        return new NDList(key, valuesRotate ? turned(value, context.keyRotation()) : value);
    }

    private NDArray weighted(Pass pass, NDArray query, NDArray key, NDArray value,
            AttentionContext context) {
        AttentionMask mask = context.mask();
        if (context.observer() != null) {
            context.observer().weights(path(),
                    Attentions.weights(query, key, mask.additive(query, key), scale));
        }
        double dropped = pass.training() ? dropout : 0;
        boolean causal = mask.onlyCausal(query.getShape().get(2), key.getShape().get(2));
        NDArray resolved = causal ? null : mask.resolve(query, key);
        return resolved == null
                ? Attentions.attend(pass, query, key, value, scale, causal, dropped)
                : Attentions.attend(pass, query, key, value, resolved, scale, dropped);
    }

    /** Each head of keys or values serves as many neighbouring heads of queries. */
    private NDArray forAllHeads(NDArray x) {
        if (memoryHeads == heads) {
            return x;
        }
        Shape shape = x.getShape();
        return x.expandDims(2)
                .broadcast(shape.get(0), memoryHeads, heads / memoryHeads, shape.get(2), headWidth)
                .reshape(shape.get(0), heads, shape.get(2), headWidth);
    }

    private static NDArray normalized(Pass pass, NDArray x, SimpleLayer normalization) {
        return normalization == null ? x : normalization.apply(pass, x);
    }

    private static NDArray turned(NDArray x, Rotation rotation) {
        return rotation == null ? x : rotation.of(x);
    }

    private void requireTokens(NDArray query, NDArray key, NDArray value) {
        for (NDArray tokens : new NDArray[] {query, key, value}) {
            if (tokens.getShape().dimension() != 3) {
                throw new ShapeException(path() + " takes (batch, token, feature), not "
                        + tokens.getShape());
            }
        }
        if (key.getShape().get(1) != value.getShape().get(1)
                || key.getShape().get(0) != query.getShape().get(0)) {
            throw new ShapeException(path() + " got queries " + query.getShape() + ", keys " + key.getShape()
                    + " and values " + value.getShape()
                    + ": the batch must agree, and there must be a value for each key");
        }
    }

    /**
     * Collects the options of a {@link MultiHeadAttention}. Defaults: heads of width / heads features, keys and values as
     * wide as queries and in as many heads, PyTorch's names, biases, no dropout, scale 1 / sqrt(head width).
     */
    public static final class Builder {
        private final long width;
        private final long heads;
        private long headWidth;
        private long memoryHeads;
        private long keyWidth;
        private long valueWidth;
        private AttentionNames names = AttentionNames.TORCH;
        private boolean inputBias = true;
        private boolean outputBias = true;
        private double dropout;
        private double scale;
        private boolean valuesRotate;
        private LongFunction<SimpleLayer> headNormalization;
        private Initialization start;
        private Initialization outputStart;

        private Builder(long width, long heads) {
            if (heads < 1 || width < 1) {
                throw new ShapeException("an attention of " + width + " features has " + heads
                        + " heads: both are at least 1");
            }
            this.width = width;
            this.heads = heads;
            memoryHeads = heads;
            keyWidth = width;
            valueWidth = width;
        }

        /** @param features of a head; needed where the heads do not divide the width */
        public Builder headWidth(long features) {
            headWidth = features;
            return this;
        }

        /**
         * Shares keys and values among heads (Shazeer 2019; Ainslie et al. 2023).
         *
         * @param count of heads of keys and values, which divides the number of heads; only where keys and values have
         * projections of their own
         */
        public Builder keyValueHeads(long count) {
            if (count < 1 || heads % count != 0) {
                throw new ShapeException(count + " heads of keys and values do not divide " + heads
                        + " heads of queries");
            }
            memoryHeads = count;
            return this;
        }

        /** @param features of the sequence that keys and values come from */
        public Builder contextWidth(long features) {
            return contextWidth(features, features);
        }

        /** @param ofKeys their features @param ofValues theirs */
        public Builder contextWidth(long ofKeys, long ofValues) {
            keyWidth = ofKeys;
            valueWidth = ofValues;
            return this;
        }

        /** @param published what the checkpoint calls the projections */
        public Builder names(AttentionNames published) {
            names = published;
            return this;
        }

        /** Leaves the biases of query, key and value out. */
        public Builder inputUnbiased() {
            inputBias = false;
            return this;
        }

        /** Leaves the bias of the output projection out. */
        public Builder outputUnbiased() {
            outputBias = false;
            return this;
        }

        /** @param probability that an attention weight is dropped in training, 0 to below 1 */
        public Builder dropout(double probability) {
            if (!(probability >= 0 && probability < 1)) {
                throw new IllegalArgumentException(
                        "the dropout probability is " + probability + ": it is at least 0 and below 1");
            }
            dropout = probability;
            return this;
        }

        /** @param ofLogits what products of queries and keys are multiplied by, above 0 */
        public Builder scale(double ofLogits) {
            if (!(ofLogits > 0)) {
                throw new IllegalArgumentException("the scale of the logits is " + ofLogits
                        + ": it is above 0");
            }
            scale = ofLogits;
            return this;
        }

        /** Turns values to the positions of their keys, and the result back from that of its query (POYO). */
        public Builder valuesRotate() {
            valuesRotate = true;
            return this;
        }

        /** @param ofFeatures makes a normalization of so many features, for each head's queries and keys */
        public Builder headNormalization(LongFunction<SimpleLayer> ofFeatures) {
            headNormalization = ofFeatures;
            return this;
        }

        /** @param ofWeights how the weights start; PyTorch's own start without it */
        public Builder start(Initialization ofWeights) {
            start = ofWeights;
            outputStart = outputStart == null ? ofWeights : outputStart;
            return this;
        }

        /** @param ofWeights how the weights of the output projection start, where it is another way */
        public Builder outputStart(Initialization ofWeights) {
            outputStart = ofWeights;
            return this;
        }

        /** @return the layer */
        public MultiHeadAttention build() {
            if (headWidth == 0) {
                headWidth = Heads.width(width, heads);
            }
            if (memoryHeads != heads && names.projections().size() < 2) {
                throw new ShapeException(
                        "keys and values of " + memoryHeads + " heads and queries of " + heads
                                + " cannot share one projection: give names for two or three");
            }
            return new MultiHeadAttention(this);
        }
    }
}
