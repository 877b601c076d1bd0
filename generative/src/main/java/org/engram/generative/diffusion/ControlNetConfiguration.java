package org.engram.generative.diffusion;

import java.util.List;

/**
 * The sizes of a {@link ControlNet}.
 *
 * @param network those of the U-Net it steers
 * @param imageChannels of the image that steers
 * @param imageWidths channels on the image's way to the size of the latent, halved after each but the first
 */
public record ControlNetConfiguration(UNet2DConfiguration network, int imageChannels,
        List<Integer> imageWidths) {
    /** Copies the list. */
    public ControlNetConfiguration {
        imageWidths = List.copyOf(imageWidths);
        if (imageWidths.isEmpty() || imageChannels < 1) {
            throw new IllegalArgumentException("a ControlNet needs at least one channel and one width, not "
                    + imageChannels + " and " + imageWidths);
        }
    }

    /** @return the ControlNets for Stable Diffusion 1.5, of an image 8 times as large as the latent */
    public static ControlNetConfiguration stableDiffusion15() {
        return new ControlNetConfiguration(UNet2DConfiguration.stableDiffusion15(), 3,
                List.of(16, 32, 96, 256));
    }
}
