package org.engram.generative.clip;

import org.engram.nn.layers.Activation;

/**
 * The sizes of a {@link ClipText}.
 *
 * @param vocabulary how many tokens there are
 * @param positions how many tokens a text may have
 * @param width features of a token
 * @param hiddenWidth features inside the feed-forward part
 * @param layers how many
 * @param heads of attention
 * @param projectionWidth features of the embedding shared with images; 0 for an encoder without the projection, as
 * the text encoders of Stable Diffusion are published
 * @param activation QUICK_GELU in the networks of OpenAI, GELU in those of OpenCLIP
 * @param endOfText id of the token at which a text is summarised
 * @param epsilon of the normalisations
 */
public record ClipTextConfiguration(int vocabulary, int positions, int width, int hiddenWidth, int layers,
        int heads,
        int projectionWidth, Activation activation, int endOfText, double epsilon) {
    /** Checks that sizes are positive and divide. */
    public ClipTextConfiguration {
        ClipLayers.requireSizes(width, hiddenWidth, layers, heads);
        if (vocabulary < 1 || positions < 1 || projectionWidth < 0 || endOfText < 0
                || endOfText >= vocabulary) {
            throw new IllegalArgumentException(
                    "a text encoder with a vocabulary of " + vocabulary + ", " + positions
                            + " positions, end of text " + endOfText + " and projection " + projectionWidth
                            + " cannot be: sizes are positive and the end of text is in the vocabulary");
        }
    }

    /** @return the text encoder of Stable Diffusion 1.x: OpenAI ViT-L/14 without projection */
    public static ClipTextConfiguration stableDiffusion15() {
        return vitLarge14(0);
    }

    /** @return OpenAI ViT-L/14 with its projection, as Versatile Diffusion has it */
    public static ClipTextConfiguration vitLarge14() {
        return vitLarge14(768);
    }

    private static ClipTextConfiguration vitLarge14(int projection) {
        return new ClipTextConfiguration(49408, 77, 768, 3072, 12, 12, projection, Activation.QUICK_GELU,
                49407, 1e-5);
    }

    /** @return the text encoder of Stable Diffusion 2.x: the first 23 of the 24 layers of OpenCLIP ViT-H/14 */
    public static ClipTextConfiguration stableDiffusion21() {
        return new ClipTextConfiguration(49408, 77, 1024, 4096, 23, 16, 0, Activation.GELU, 49407, 1e-5);
    }
}
