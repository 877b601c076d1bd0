package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * Self-attention, attention to a memory, and a feed-forward part, each added to its input (Vaswani et al. 2017).
 * Parameters by {@link TransformerNames}; with those of diffusers it is the transformer block of latent diffusion.
 *
 * <p>Inputs: tokens (batch, token, feature) and memory (batch, place, context feature). Output: of the tokens' shape.
 */
public final class TransformerDecoderLayer extends TransformerLayer {
    private final MultiHeadAttention attention;
    private final MultiHeadAttention crossAttention;
    private final HiddenPart feedForward;
    private final Part first;
    private final Part second;
    private final Part third;

    /** @param options of the layer */
    public TransformerDecoderLayer(TransformerOptions options) {
        super(options);
        if (options.names().normalizations().size() < 3 || options.names().scales().size() < 3) {
            throw new ShapeException("a decoder layer needs three names of normalizations and scales, not "
                    + options.names().normalizations() + " and " + options.names().scales());
        }
        attention = child(options.names().selfAttention(), options.attention(false));
        crossAttention = child(options.names().crossAttention(), options.attention(true));
        feedForward = feedForward();
        first = part(0);
        second = part(1);
        third = part(2);
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, feature)
     * @param memory (batch, place, context feature)
     * @param own masks, positions, growing cache of the self-attention
     * @param toMemory masks, positions, fixed cache of the attention to the memory
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
        NDArray x = residual(pass, tokens, first, y -> attention.apply(pass, y, y, y, own));
        x = Intermediate.replace(x, residual(pass, x, second,
                y -> crossAttention.apply(pass, y, memory, memory, toMemory)));
        return Intermediate.replace(x, residual(pass, x, third, y -> feedForward.apply(pass, y)));
    }
}
