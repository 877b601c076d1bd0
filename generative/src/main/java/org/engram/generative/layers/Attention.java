package org.engram.generative.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.UnaryOperator;
import org.engram.core.ShapeException;
import org.engram.nn.attention.Heads;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Attentions;

/**
 * Multi-head attention of tokens to themselves or to a context (Vaswani et al. 2017) under the names of diffusers.
 *
 * <p>Parameters: {@code to_q}, {@code to_k}, {@code to_v} (no bias), {@code to_out.0} (with one).
 */
public final class Attention extends Layer {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final int heads;

    /**
     * @param width features of the tokens
     * @param contextWidth features of what they attend to
     * @param heads how many
     * @param headWidth features of each
     */
    public Attention(int width, int contextWidth, int heads, int headWidth) {
        this(width, contextWidth, heads, headWidth, null);
    }

    /**
     * @param width features of the tokens
     * @param contextWidth features of what they attend to
     * @param heads how many
     * @param headWidth features of each
     * @param outputStart how the last projection starts, weight and bias; zeros make the layer silent at first; null
     * for the usual start
     */
    public Attention(int width, int contextWidth, int heads, int headWidth, Initialization outputStart) {
        int inner = heads * headWidth;
        query = child("to_q", new Linear(width, inner, false));
        key = child("to_k", new Linear(contextWidth, inner, false));
        value = child("to_v", new Linear(contextWidth, inner, false));
        output = child("to_out.0", outputStart == null
                ? new Linear(inner, width)
                : new Linear(inner, width, true, outputStart, outputStart));
        this.heads = heads;
    }

    /**
     * @param inputs tokens (batch, token, width) and, unless they attend to themselves, context (batch, token,
     * contextWidth)
     */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        if (inputs.size() > 2) {
            throw new ShapeException(
                    path() + " takes tokens and a context, not " + inputs.size() + " arrays");
        }
        return new NDList(compute(pass, inputs.get(0), inputs.get(inputs.size() - 1), x -> x, null));
    }

    /**
     * @param pass the run it belongs to
     * @param tokens (batch, token, width)
     * @param context (batch, token, contextWidth); {@code tokens} itself for self-attention
     * @param gather rearranges keys and values (batch, token, inner) before they are attended to
     * @param prompt a second source of keys and values; null for none
     * @return (batch, token, width)
     */
    public NDArray apply(Pass pass, NDArray tokens, NDArray context, UnaryOperator<NDArray> gather,
            SecondSource prompt) {
        return Scope.returning(() -> compute(pass, tokens, context, gather, prompt), tokens);
    }

    private NDArray compute(Pass pass, NDArray tokens, NDArray context, UnaryOperator<NDArray> gather,
            SecondSource prompt) {
        NDArray q = query.apply(pass, tokens);
        NDArray k = gather.apply(key.apply(pass, context));
        NDArray v = gather.apply(value.apply(pass, context));
        NDArray attended = attend(pass, q, k, v, heads);
        k.close();
        v.close();
        if (prompt != null) {
            NDArray second = attend(pass, q, prompt.key(), prompt.value(), heads).mul(prompt.scale());
            attended = Intermediate.sum(attended, second);
        }
        q.close();
        return Intermediate.replace(attended, output.apply(pass, attended));
    }

    /**
     * Keys and values besides those of the context, as image prompts bring them.
     *
     * @param key (batch, token, heads x headWidth)
     * @param value (batch, token, heads x headWidth)
     * @param scale its weight beside the context's 1
     */
    public record SecondSource(NDArray key, NDArray value, double scale) {}

    /**
     * @param pass says in which arithmetic
     * @param query (batch, queries, inner)
     * @param key (batch, keys, inner)
     * @param value (batch, keys, inner)
     * @param heads into which {@code inner} is cut
     * @return (batch, queries, inner)
     */
    public static NDArray attend(Pass pass, NDArray query, NDArray key, NDArray value, int heads) {
        double scale = 1 / Math.sqrt(Heads.width(query.getShape().get(2), heads));
        return Heads.join(Attentions.attend(pass, Heads.split(query, heads), Heads.split(key, heads),
                Heads.split(value, heads), scale, false, 0));
    }
}
