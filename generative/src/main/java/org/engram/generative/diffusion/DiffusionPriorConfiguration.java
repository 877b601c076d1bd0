package org.engram.generative.diffusion;

/**
 * The sizes of a {@link DiffusionPrior}.
 *
 * @param tokens of a brain and of an image
 * @param width features of a token
 * @param depth layers of the transformer
 * @param heads of attention
 * @param headWidth features of each head
 * @param timeSteps how many steps of noise there are
 */
public record DiffusionPriorConfiguration(int tokens, int width, int depth, int heads, int headWidth,
        int timeSteps) {
    /** Checks that sizes are positive. */
    public DiffusionPriorConfiguration {
        if (tokens < 1 || width < 1 || depth < 1 || heads < 1 || headWidth < 2 || headWidth % 2 != 0
                || timeSteps < 1) {
            throw new IllegalArgumentException(
                    "a prior over " + tokens + " tokens of width " + width + ", with depth "
                            + depth + ", " + heads + " heads of " + headWidth + " and " + timeSteps
                            + " steps cannot be: sizes are positive and the width of a head is even");
        }
    }

    /** @return MindEye1: 257 tokens of CLIP ViT-L/14 */
    public static DiffusionPriorConfiguration mindEye1() {
        return new DiffusionPriorConfiguration(257, 768, 6, 12, 64, 100);
    }

    /** @return MindEye2: 256 tokens of OpenCLIP ViT-bigG/14 */
    public static DiffusionPriorConfiguration mindEye2() {
        return new DiffusionPriorConfiguration(256, 1664, 6, 32, 52, 100);
    }
}
