package org.engram.generative.clip;

import org.engram.nn.layers.Activation;

/**
 * The sizes of a {@link ClipVision}.
 *
 * @param width features of a token
 * @param hiddenWidth features inside the feed-forward part
 * @param layers how many
 * @param heads of attention
 * @param imageSize pixels along a side
 * @param patchSize pixels along a side of what becomes one token
 * @param projectionWidth features of the embedding shared with text; 0 for an encoder without the projection
 * @param activation QUICK_GELU in the networks of OpenAI, GELU in those of OpenCLIP
 * @param epsilon of the normalisations
 */
public record ClipVisionConfiguration(int width, int hiddenWidth, int layers, int heads, int imageSize,
        int patchSize,
        int projectionWidth, Activation activation, double epsilon) {
    /** Checks that sizes are positive and divide. */
    public ClipVisionConfiguration {
        ClipLayers.requireSizes(width, hiddenWidth, layers, heads);
        if (patchSize < 1 || imageSize < patchSize || projectionWidth < 0) {
            throw new IllegalArgumentException(
                    "patches of " + patchSize + " pixels do not fit an image of " + imageSize
                            + ", or the projection has " + projectionWidth + " features");
        }
    }

    /** @return OpenAI ViT-L/14, of 224 pixels */
    public static ClipVisionConfiguration vitLarge14() {
        return new ClipVisionConfiguration(1024, 4096, 24, 16, 224, 14, 768, Activation.QUICK_GELU, 1e-5);
    }

    /** @return OpenCLIP ViT-B/16 */
    public static ClipVisionConfiguration openBase16() {
        return new ClipVisionConfiguration(768, 3072, 12, 12, 224, 16, 512, Activation.GELU, 1e-5);
    }

    /** @return OpenCLIP ViT-H/14, the encoder of image prompts */
    public static ClipVisionConfiguration openHuge14() {
        return new ClipVisionConfiguration(1280, 5120, 32, 16, 224, 14, 1024, Activation.GELU, 1e-5);
    }

    /** @return OpenCLIP ViT-bigG/14, the target of MindEye2 */
    public static ClipVisionConfiguration openBigG14() {
        return new ClipVisionConfiguration(1664, 8192, 48, 16, 224, 14, 1280, Activation.GELU, 1e-5);
    }

    /** @return how many tokens an image becomes, the class token included */
    public int tokens() {
        int side = imageSize / patchSize;
        return side * side + 1;
    }
}
