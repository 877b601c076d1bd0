package org.engram.generative.published;

import java.util.List;
import org.engram.generative.autoencoder.AutoencoderConfiguration;
import org.engram.generative.autoencoder.AutoencoderKl;
import org.engram.generative.clip.ClipText;
import org.engram.generative.clip.ClipTextConfiguration;
import org.engram.generative.diffusion.UNet2DCondition;
import org.engram.generative.diffusion.UNet2DConfiguration;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/**
 * Stable Diffusion 1.5 and 2.1: network, autoencoder and text encoder. Version 1 is registered in the form of diffusers,
 * and also read in the form of its authors (one checkpoint); version 2 the other way round.
 */
public final class PublishedStableDiffusion implements PublishedNetworkProvider {
    private static final String FIRST = "stable-diffusion-1.5";
    private static final String SECOND = "stable-diffusion-2.1";
    private static final String WHOLE = "v2-1_768-ema-pruned.safetensors";
    private static final String UNET = "unet";
    private static final String AUTOENCODER = "autoencoder";
    private static final String TEXT = "text-encoder";

    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork
                        .of(FIRST, "unet.safetensors", UNet2DConfiguration.stableDiffusion15(),
                                UNet2DCondition::new)
                        .part(UNET).orWhere("(^|\\.)input_blocks\\.", "compvis-unet").define(),
                PublishedNetwork
                        .of(FIRST, "vae.safetensors", AutoencoderConfiguration.stableDiffusion(),
                                AutoencoderKl::new)
                        .part(AUTOENCODER).keyMaps("diffusers-vae")
                        .orWhere("(^|\\.)encoder\\.mid\\.", "compvis-vae").define(),
                PublishedNetwork
                        .of(FIRST, "text-encoder.safetensors", ClipTextConfiguration.stableDiffusion15(),
                                ClipText::new)
                        .part(TEXT).keyMaps("transformers-clip-text")
                        .orWhere("^cond_stage_model\\.transformer\\.", "compvis-1-text",
                                "transformers-clip-text")
                        .define(),
                PublishedNetwork
                        .of(SECOND, WHOLE, UNet2DConfiguration.stableDiffusion21(), UNet2DCondition::new)
                        .part(UNET).keyMaps("compvis-unet").orWhere("^down_blocks\\.").define(),
                PublishedNetwork
                        .of(SECOND, WHOLE, AutoencoderConfiguration.stableDiffusion(), AutoencoderKl::new)
                        .part(AUTOENCODER).keyMaps("compvis-vae")
                        .orWhere("^encoder\\.mid_block\\.", "diffusers-vae").define(),
                PublishedNetwork.of(SECOND, WHOLE, ClipTextConfiguration.stableDiffusion21(), ClipText::new)
                        .part(TEXT).keyMaps("compvis-2-text", "openai-clip-text")
                        .orWhere("(^text_model\\.|^encoder\\.layers\\.)", "transformers-clip-text").define());
    }
}
