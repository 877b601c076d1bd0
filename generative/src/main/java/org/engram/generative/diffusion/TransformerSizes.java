package org.engram.generative.diffusion;

/**
 * Sizes of a transformer over the pixels of an image.
 *
 * @param channels of the image
 * @param heads of attention
 * @param headWidth features of each head
 * @param depth how many blocks
 * @param contextWidth features of the tokens it attends to
 * @param groups of the normalisation at its entry
 * @param linearProjection whether it is entered and left by linear layers on tokens and not by 1 x 1 convolutions:
 * the same arithmetic under weights of another rank
 */
public record TransformerSizes(int channels, int heads, int headWidth, int depth, int contextWidth,
        int groups,
        boolean linearProjection) {}
