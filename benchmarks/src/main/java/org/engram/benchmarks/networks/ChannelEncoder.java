package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import org.engram.nn.attention.AttentionContext;
import org.engram.nn.attention.TransformerEncoder;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/** A linear embedding of each channel, a pre-norm transformer over channels, the mean, and a linear head. */
final class ChannelEncoder extends SimpleLayer {
    private final Linear embed;
    private final TransformerEncoder encoder;
    private final Linear head;

    ChannelEncoder(int width, int heads, int layers, int samples, int classes) {
        embed = child("embed", new Linear(samples, width));
        encoder = child("encoder", new TransformerEncoder(layers, TransformerOptions.builder(width, heads)
                .hiddenWidth(4L * width).activation(Activation.GELU).build(), true));
        head = child("head", new Linear(width, classes));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray tokens = encoder.apply(pass, embed.apply(pass, input), AttentionContext.NONE);
        return head.apply(pass, tokens.mean(new int[] {1}));
    }
}
