package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * Self-attention and a feed-forward part, each added to its input (Vaswani et al. 2017; pre-norm as Xiong et al. 2020).
 * Parameters by {@link TransformerNames}. With a causal mask it is the layer of a generator without a memory.
 *
 * <p>Input: (batch, token, feature). Output: of the same shape.
 */
public final class TransformerEncoderLayer extends TransformerLayer {
    private final MultiHeadAttention attention;
    private final HiddenPart feedForward;
    private final Part first;
    private final Part second;

    /** @param options of the layer */
    public TransformerEncoderLayer(TransformerOptions options) {
        super(options);
        attention = child(options.names().selfAttention(), options.attention(false));
        feedForward = feedForward();
        first = part(0);
        second = part(1);
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param context masks, positions, cache of the attention
     * @return of the same shape
     */
    public NDArray apply(Pass pass, NDArray tokens, AttentionContext context) {
        return run(pass, new NDList(tokens), () -> new NDList(encode(pass, tokens, context))).get(0);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(encode(pass, inputs.get(0), AttentionContext.NONE));
    }

    private NDArray encode(Pass pass, NDArray tokens, AttentionContext context) {
        NDArray x = residual(pass, tokens, first, y -> attention.apply(pass, y, y, y, context));
        return Intermediate.replace(x, residual(pass, x, second, y -> feedForward.apply(pass, y)));
    }
}
