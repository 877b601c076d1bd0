package org.engram.generative.autoencoder;

import java.util.List;

/**
 * The sizes of an {@link AutoencoderKl}.
 *
 * @param imageChannels of the image
 * @param latentChannels of the latent
 * @param widths channels of each level, from the full size of the image to the smallest
 * @param layersPerLevel residual blocks of each level in the encoder; one more in the decoder
 * @param groups of the normalisations
 * @param epsilon of the normalisations
 * @param latentScale what a latent is multiplied with for the diffusion network, which wants a deviation of 1
 */
public record AutoencoderConfiguration(int imageChannels, int latentChannels, List<Integer> widths,
        int layersPerLevel,
        int groups, double epsilon, double latentScale) {
    /** Copies the list and checks sizes. */
    public AutoencoderConfiguration {
        widths = List.copyOf(widths);
        if (imageChannels < 1 || latentChannels < 1 || layersPerLevel < 1 || groups < 1 || widths.isEmpty()) {
            throw new IllegalArgumentException(
                    "the sizes of an autoencoder must be positive: channels " + imageChannels
                            + " and " + latentChannels + ", widths " + widths + ", layers " + layersPerLevel
                            + ", groups "
                            + groups);
        }
        for (int width : widths) {
            if (width < 1 || width % groups != 0) {
                throw new IllegalArgumentException(
                        groups + " groups do not divide the " + width
                                + " channels of a level of the autoencoder");
            }
        }
    }

    /** @return KL-f8 as Stable Diffusion 1.x and 2.x and Versatile Diffusion use it */
    public static AutoencoderConfiguration stableDiffusion() {
        return new AutoencoderConfiguration(3, 4, List.of(128, 256, 512, 512), 2, 32, 1e-6, 0.18215);
    }

    /** @return the same network with the scale of Stable Diffusion XL */
    public static AutoencoderConfiguration stableDiffusionXl() {
        return new AutoencoderConfiguration(3, 4, List.of(128, 256, 512, 512), 2, 32, 1e-6, 0.13025);
    }

    /** @return how many pixels one side of a latent element stands for */
    public int reduction() {
        return 1 << widths.size() - 1;
    }
}
