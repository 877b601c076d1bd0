package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;

/**
 * Encoder layers one after the other. Parameters: {@code layers.0...}, and {@code norm} where there is a normalization at
 * the end (other names by {@link TransformerNames}).
 *
 * <p>Input: (batch, token, feature). Output: of the same shape.
 */
public final class TransformerEncoder extends Layer {
    private final List<TransformerEncoderLayer> layers = new ArrayList<>();
    private final SimpleLayer normalization;

    /**
     * @param depth how many layers, at least 1
     * @param options of each; the probability of leaving a part out rises from 0 to the one given
     * @param normalizedLast whether the result is normalized, as pre-norm stacks are
     */
    public TransformerEncoder(int depth, TransformerOptions options, boolean normalizedLast) {
        for (int i = 0; i < depth; i++) {
            layers.add(child(options.names().layer(i),
                    new TransformerEncoderLayer(options.ofLayer(i, depth))));
        }
        normalization = normalizedLast
                ? child(options.names().finalNormalization(),
                        options.normalization().apply(options.width()))
                : null;
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param context masks, positions, cache of every attention
     * @return of the same shape
     */
    public NDArray apply(Pass pass, NDArray tokens, AttentionContext context) {
        return run(pass, new NDList(tokens), () -> new NDList(encode(pass, tokens, context, null))).get(0);
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param context masks, positions, cache of every attention
     * @return what each layer gives, in order, and last the result of the whole
     */
    public NDList applyToEachDepth(Pass pass, NDArray tokens, AttentionContext context) {
        return run(pass, new NDList(tokens), () -> {
            NDList depths = new NDList();
            depths.add(encode(pass, tokens, context, depths));
            return depths;
        });
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(encode(pass, inputs.get(0), AttentionContext.NONE, null));
    }

    private NDArray encode(Pass pass, NDArray tokens, AttentionContext context, NDList depths) {
        NDArray x = tokens;
        for (TransformerEncoderLayer layer : layers) {
            NDArray before = x;
            x = layer.apply(pass, before, context);
            if (depths != null) {
                depths.add(x);
            } else if (before != tokens) {
                before.close();
            }
        }
        if (normalization != null) {
            return normalization.apply(pass, x);
        }
        // Without a normalization the last depth is the result; each entry of a list has a handle of its own.
        return depths == null ? x : x.duplicate();
    }
}
