package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Attentions;

/**
 * Self-attention whose cost is linear in the number of tokens (Shen et al. 2021), as in BIOT (Yang et al. 2023): softmax
 * of queries over the features of a head, times features^-0.5; softmax of keys over tokens; values summed once.
 *
 * <p>Without positions in its input the result does not depend on the order of tokens. Parameters: {@code to_q.weight},
 * {@code to_k.weight}, {@code to_v.weight}, {@code to_out.weight}, {@code to_out.bias}.
 */
public final class LinearAttention extends SimpleLayer {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Dropout dropout;
    private final long heads;
    private final double scale;

    /**
     * @param width features of a token
     * @param heads how many; divides the width
     * @param dropout of the result, in training
     */
    public LinearAttention(long width, long heads, double dropout) {
        this.heads = heads;
        scale = 1 / Math.sqrt(Heads.width(width, heads));
        query = child("to_q", new Linear(width, width, false));
        key = child("to_k", new Linear(width, width, false));
        value = child("to_v", new Linear(width, width, false));
        output = child("to_out", new Linear(width, width));
        this.dropout = new Dropout(dropout);
    }

    /** @param input (batch, token, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray summed = Attentions.linear(Heads.split(query.apply(pass, input), heads),
                Heads.split(key.apply(pass, input), heads), Heads.split(value.apply(pass, input), heads),
                scale);
        return dropout.apply(pass, output.apply(pass, Heads.join(summed)));
    }
}
