package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;

/**
 * Perceiver IO (Jaegle et al. 2022) with rotary times as in POYO (Azabou et al. 2023): latents attend to the inputs once,
 * then to each other {@code depth} times, and the queries attend to the latents. All parts are pre-norm and residual;
 * feed-forward parts are GEGLU of four times the width. The cost is linear in the number of inputs.
 *
 * <p>Parameters: {@code enc_atn.{norm, norm_context, to_q, to_kv, to_out}}, {@code enc_ffn.{0, 1.net.0, 1.net.3}},
 * {@code proc_layers.i.0.{norm, to_qkv, to_out}}, {@code proc_layers.i.1.{0, 1.net.0, 1.net.3}}, {@code dec_atn},
 * {@code dec_ffn} like {@code enc_*}.
 *
 * <p>Inputs: tokens (batch, token, feature), latents (batch, latent, feature), queries (batch, query, feature). Output:
 * (batch, query, feature).
 */
public final class Perceiver extends Layer {
    private final Cross encoding;
    private final Hidden encodingHidden;
    private final List<Own> processing = new ArrayList<>();
    private final List<Hidden> processingHidden = new ArrayList<>();
    private final Cross decoding;
    private final Hidden decodingHidden;
    private final Dropout dropout;

    private record Cross(LayerNormalization ofQueries, LayerNormalization ofContext,
            MultiHeadAttention attention) {
        NDArray apply(Pass pass, NDArray x, NDArray memory, AttentionContext context) {
            NDArray normalized = ofContext.apply(pass, memory);
            return x.add(attention.apply(pass, ofQueries.apply(pass, x), normalized, normalized, context));
        }
    }

    private record Own(LayerNormalization normalization, MultiHeadAttention attention) {
        NDArray apply(Pass pass, NDArray x, AttentionContext context) {
            NDArray normalized = normalization.apply(pass, x);
            return attention.apply(pass, normalized, normalized, normalized, context);
        }
    }

    private record Hidden(LayerNormalization normalization, HiddenPart body) {
        NDArray apply(Pass pass, NDArray x) {
            return body.apply(pass, normalization.apply(pass, x));
        }
    }

    /**
     * What one run knows besides its tokens.
     *
     * @param encoding latents as queries, tokens as keys
     * @param processing latents to latents
     * @param decoding queries to latents
     */
    public record Contexts(AttentionContext encoding, AttentionContext processing,
            AttentionContext decoding) {
        /** No masks and no positions. */
        public static final Contexts NONE = new Contexts(AttentionContext.NONE, AttentionContext.NONE,
                AttentionContext.NONE);

        /**
         * @param tokens the times of the tokens
         * @param latents of the latents
         * @param queries of the queries
         * @return the rotations of all three kinds of attention
         */
        public static Contexts at(Rotation tokens, Rotation latents, Rotation queries) {
            return new Contexts(AttentionContext.NONE.with(latents, tokens),
                    AttentionContext.NONE.with(latents), AttentionContext.NONE.with(queries, latents));
        }
    }

    /**
     * @param depth how often latents attend to each other
     * @param options width, heads of the attentions among latents, head width, dropout (of hidden features and of the
     * results among latents) and dropout of attention weights
     * @param crossHeads heads of the attentions to inputs and of queries
     */
    public Perceiver(int depth, TransformerOptions options, long crossHeads) {
        encoding = cross("enc_atn", options, crossHeads, true);
        encodingHidden = hidden("enc_ffn", options);
        for (int i = 0; i < depth; i++) {
            String name = "proc_layers." + i + ".";
            processing.add(new Own(child(name + "0.norm", new LayerNormalization(options.width())),
                    child(name + "0", attention(options, options.heads(),
                            AttentionNames.of(List.of("to_qkv"), "to_out")).valuesRotate().build())));
            processingHidden.add(hidden(name + "1", options));
        }
        decoding = cross("dec_atn", options, crossHeads, false);
        decodingHidden = hidden("dec_ffn", options);
        dropout = new Dropout(options.dropout());
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param latents (batch, latent, feature)
     * @param queries (batch, query, feature)
     * @param contexts masks and times; times turn values too, except for the queries
     * @return (batch, query, feature)
     */
    public NDArray apply(Pass pass, NDArray tokens, NDArray latents, NDArray queries, Contexts contexts) {
        return run(pass, new NDList(tokens, latents, queries),
                () -> new NDList(perceive(pass, tokens, latents, queries, contexts))).get(0);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        if (inputs.size() != 3) {
            throw new ShapeException(path() + " takes tokens, latents and queries, not " + inputs.size()
                    + " arrays");
        }
        return new NDList(perceive(pass, inputs.get(0), inputs.get(1), inputs.get(2), Contexts.NONE));
    }

    private NDArray perceive(Pass pass, NDArray tokens, NDArray latents, NDArray queries,
            Contexts contexts) {
        NDArray x = encoding.apply(pass, latents, tokens, contexts.encoding());
        x = x.add(encodingHidden.apply(pass, x));
        for (int i = 0; i < processing.size(); i++) {
            x = x.add(dropout.apply(pass, processing.get(i).apply(pass, x, contexts.processing())));
            x = x.add(dropout.apply(pass, processingHidden.get(i).apply(pass, x)));
        }
        NDArray y = decoding.apply(pass, queries, x, contexts.decoding());
        return y.add(decodingHidden.apply(pass, y));
    }

    private Cross cross(String name, TransformerOptions options, long heads, boolean valuesRotate) {
        MultiHeadAttention.Builder attention = attention(options, heads, AttentionNames.PERCEIVER);
        return new Cross(child(name + ".norm", new LayerNormalization(options.width())),
                child(name + ".norm_context", new LayerNormalization(options.width())),
                child(name, valuesRotate ? attention.valuesRotate().build() : attention.build()));
    }

    private Hidden hidden(String name, TransformerOptions options) {
        long width = options.width();
        return new Hidden(child(name + ".0", new LayerNormalization(width)),
                new HiddenPart(child(name + ".1.net.0", new Linear(width, 8 * width)),
                        child(name + ".1.net.3", new Linear(4 * width, width)),
                        Activation.GELU, TransformerOptions.Gate.SECOND_HALF,
                        new Dropout(options.dropout())));
    }

    private static MultiHeadAttention.Builder attention(TransformerOptions options, long heads,
            AttentionNames names) {
        return MultiHeadAttention.builder(options.width(), heads).headWidth(options.headWidth()).names(names)
                .inputUnbiased().dropout(options.attentionDropout());
    }
}
