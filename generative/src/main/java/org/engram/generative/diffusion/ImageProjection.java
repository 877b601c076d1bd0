package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Makes a few tokens of the embedding of an image (Ye et al. 2023, IP-Adapter). Parameters: {@code image_embeds}
 * (diffusers) or {@code proj} (the published files), {@code norm}.
 */
public final class ImageProjection extends SimpleLayer {
    private final Linear projection;
    private final LayerNormalization normalization;
    private final int tokens;
    private final int tokenWidth;

    /** @param imageWidth features of the embedding @param tokens how many @param tokenWidth features of each */
    public ImageProjection(int imageWidth, int tokens, int tokenWidth) {
        this("image_embeds", imageWidth, tokens, tokenWidth);
    }

    ImageProjection(String name, int imageWidth, int tokens, int tokenWidth) {
        projection = child(name, new Linear(imageWidth, (long) tokens * tokenWidth));
        normalization = child("norm", new LayerNormalization(tokenWidth));
        this.tokens = tokens;
        this.tokenWidth = tokenWidth;
    }

    /** @param input (batch, imageWidth) @return (batch, token, tokenWidth) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return normalization.apply(pass, projection.apply(pass, input).reshape(-1, tokens, tokenWidth));
    }
}
