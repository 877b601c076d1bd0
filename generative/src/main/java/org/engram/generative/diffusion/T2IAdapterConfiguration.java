package org.engram.generative.diffusion;

import java.util.List;

/**
 * The sizes of a {@link T2IAdapter}.
 *
 * @param imageChannels of the image that steers
 * @param widths channels of each level of the U-Net
 * @param layersPerLevel residual units of each level
 * @param unshuffle how many pixels along each side become channels: the ratio of image and latent
 */
public record T2IAdapterConfiguration(int imageChannels, List<Integer> widths, int layersPerLevel,
        int unshuffle) {
    /** Copies the list. */
    public T2IAdapterConfiguration {
        widths = List.copyOf(widths);
        if (widths.isEmpty() || imageChannels < 1 || layersPerLevel < 1 || unshuffle < 1) {
            throw new IllegalArgumentException("the sizes of a T2I-Adapter must be positive: channels "
                    + imageChannels + ", widths " + widths + ", layers " + layersPerLevel + ", unshuffle "
                    + unshuffle);
        }
    }

    /** @return the full adapters for Stable Diffusion 1.5 */
    public static T2IAdapterConfiguration stableDiffusion15() {
        return new T2IAdapterConfiguration(3, List.of(320, 640, 1280, 1280), 2, 8);
    }
}
