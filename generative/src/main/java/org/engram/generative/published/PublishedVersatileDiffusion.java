package org.engram.generative.published;

import java.util.List;
import org.engram.generative.autoencoder.AutoencoderConfiguration;
import org.engram.generative.autoencoder.AutoencoderKl;
import org.engram.generative.diffusion.UNet2DCondition;
import org.engram.generative.diffusion.UNet2DConfiguration;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/**
 * Versatile Diffusion: the image network with the transformers of the text network, and the autoencoder. The rest of the
 * text network, 1.4 billion numbers that make texts, is not read.
 */
public final class PublishedVersatileDiffusion implements PublishedNetworkProvider {
    private static final String MODEL = "versatile-diffusion";

    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork
                        .of(MODEL, "vd-four-flow-v1-0-fp16-deprecated.pth",
                                UNet2DConfiguration.versatileDiffusion(), UNet2DCondition::new)
                        .part("unet").keyMaps(MODEL, "compvis-unet").define(),
                PublishedNetwork
                        .of(MODEL, "kl-f8.pth", AutoencoderConfiguration.stableDiffusion(),
                                AutoencoderKl::new)
                        .part("autoencoder").keyMaps("compvis-vae").define());
    }
}
