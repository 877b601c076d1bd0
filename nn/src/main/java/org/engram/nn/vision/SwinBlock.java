package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.DropPath;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.FeedForward;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/** Attention within (shifted) windows and a feed-forward part, pre-norm and residual. */
final class SwinBlock extends SimpleLayer {
    private final LayerNormalization first;
    private final WindowAttention attention;
    private final LayerNormalization second;
    private final FeedForward feedForward;
    private final Dropout dropout;
    private final DropPath depth;
    private final long[] window;
    private final boolean shifted;

    SwinBlock(SwinTransformer.Builder options, long width, long heads, boolean shifted, double dropPath) {
        window = options.window;
        this.shifted = shifted;
        first = child("norm1", new LayerNormalization(width));
        attention = child("attn", new WindowAttention(width, heads, window, options.attentionBias,
                options.attentionDropout));
        second = child("norm2", new LayerNormalization(width));
        long hidden = Math.round(width * options.hiddenRatio);
        feedForward = child("mlp", new FeedForward("linear1", new Linear(width, hidden), "linear2",
                new Linear(hidden, width), Activation.GELU, options.dropout));
        dropout = new Dropout(options.dropout);
        depth = new DropPath(dropPath);
    }

    /** @param input (batch, depth, height, width, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Windows windows = Windows.of(input.getShape().slice(1, 4).getShape(), window, shifted);
        NDArray cut = windows.cut(first.apply(pass, input));
        NDArray seen = windows.join(dropout.apply(pass, attention.apply(pass, cut, windows)));
        NDArray x = input.add(depth.apply(pass, seen));
        return x.add(depth.apply(pass, feedForward.apply(pass, second.apply(pass, x))));
    }
}
