package org.engram.generative.clip;

import org.engram.nn.attention.TransformerEncoderLayer;
import org.engram.nn.attention.TransformerNames;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.layers.Activation;

/** The transformer layers that the encoders of texts and images share. */
final class ClipLayers {
    private ClipLayers() {}

    static TransformerEncoderLayer layer(int width, int hiddenWidth, int heads, Activation activation,
            double epsilon) {
        return new TransformerEncoderLayer(
                TransformerOptions.builder(width, heads).hiddenWidth(hiddenWidth).activation(activation)
                        .epsilon(epsilon).names(TransformerNames.CLIP).build());
    }

    static void requireSizes(int width, int hiddenWidth, int layers, int heads) {
        if (width < 1 || hiddenWidth < 1 || layers < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "an encoder of width " + width + " and " + hiddenWidth + ", with "
                            + layers + " layers and " + heads
                            + " heads cannot be: sizes are positive and heads divide the width");
        }
    }
}
