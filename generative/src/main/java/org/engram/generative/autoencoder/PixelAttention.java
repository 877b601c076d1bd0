package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.generative.layers.Attention;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Lets every pixel attend to all, with one head, and adds the result. Parameters: {@code group_norm}, {@code to_q},
 * {@code to_k}, {@code to_v}, {@code to_out.0}.
 */
final class PixelAttention extends SimpleLayer {
    private final GroupNormalization normalization;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    PixelAttention(int width, int groups, double epsilon) {
        normalization = child("group_norm", new GroupNormalization(groups, width, epsilon));
        query = child("to_q", new Linear(width, width));
        key = child("to_k", new Linear(width, width));
        value = child("to_v", new Linear(width, width));
        output = child("to_out.0", new Linear(width, width));
    }

    /** @param input (batch, channel, height, width) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        NDArray tokens = normalization.apply(pass, input);
        tokens = Intermediate.replace(tokens, tokens.flatten(2, 3).transpose(0, 2, 1));
        NDArray attended = Attention.attend(pass, query.apply(pass, tokens), key.apply(pass, tokens),
                value.apply(pass, tokens), 1);
        return output.apply(pass, attended).transpose(0, 2, 1).reshape(shape).add(input);
    }
}
