package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;

/**
 * Decoder layers one after the other. Parameters: {@code layers.0...}, and {@code norm} where there is a normalization at
 * the end (other names by {@link TransformerNames}).
 *
 * <p>Step by step, each token computed once:
 *
 * <pre>{@code
 * try (var own = KeyValueCache.growing(manager); var toMemory = KeyValueCache.fixed(manager)) {
 *     for (NDArray token : ...) { // (batch, 1, feature)
 *         decoder.apply(pass, token, memory, AttentionContext.NONE.with(own), AttentionContext.NONE.with(toMemory));
 *     }
 * }
 * }</pre>
 *
 * <p>Inputs: tokens (batch, token, feature) and memory (batch, place, context feature). Output: of the tokens' shape.
 */
public final class TransformerDecoder extends Layer {
    private final List<TransformerDecoderLayer> layers = new ArrayList<>();
    private final SimpleLayer normalization;

    /**
     * @param depth how many layers, at least 1
     * @param options of each; the probability of leaving a part out rises from 0 to the one given
     * @param normalizedLast whether the result is normalized, as pre-norm stacks are
     */
    public TransformerDecoder(int depth, TransformerOptions options, boolean normalizedLast) {
        for (int i = 0; i < depth; i++) {
            layers.add(child(options.names().layer(i),
                    new TransformerDecoderLayer(options.ofLayer(i, depth))));
        }
        normalization = normalizedLast
                ? child(options.names().finalNormalization(),
                        options.normalization().apply(options.width()))
                : null;
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param memory (batch, place, context feature)
     * @param own masks, positions, growing cache of the self-attentions
     * @param toMemory masks, positions, fixed cache of the attentions to the memory
     * @return of the shape of {@code tokens}
     */
    public NDArray apply(Pass pass, NDArray tokens, NDArray memory, AttentionContext own,
            AttentionContext toMemory) {
        return run(pass, new NDList(tokens, memory),
                () -> new NDList(decode(pass, tokens, memory, own, toMemory))).get(0);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        if (inputs.size() != 2) {
            throw new ShapeException(path() + " takes tokens and memory, not " + inputs.size() + " arrays");
        }
        return new NDList(decode(pass, inputs.get(0), inputs.get(1), AttentionContext.NONE,
                AttentionContext.NONE));
    }

    private NDArray decode(Pass pass, NDArray tokens, NDArray memory, AttentionContext own,
            AttentionContext toMemory) {
        NDArray x = tokens;
        for (TransformerDecoderLayer layer : layers) {
            NDArray before = x;
            x = layer.apply(pass, before, memory, own, toMemory);
            if (before != tokens) {
                before.close();
            }
        }
        return normalization == null ? x : normalization.apply(pass, x);
    }
}
