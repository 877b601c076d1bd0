package org.engram.generative.published;

import java.util.List;
import org.engram.generative.clip.ClipText;
import org.engram.generative.clip.ClipTextConfiguration;
import org.engram.generative.clip.ClipVision;
import org.engram.generative.clip.ClipVisionConfiguration;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** CLIP of OpenAI (both towers) and the image towers of OpenCLIP, in the form of transformers or of OpenAI. */
public final class PublishedClip implements PublishedNetworkProvider {
    private static final String LARGE = "clip-vit-l-14";
    private static final String FILE = "model.safetensors";
    private static final String VISION = "transformers-clip-vision";
    private static final String OPENAI = "^visual\\.";

    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork.of(LARGE, FILE, ClipVisionConfiguration.vitLarge14(), ClipVision::new)
                        .part("vision").keyMaps(VISION).orWhere(OPENAI, "openai-clip-vision").define(),
                PublishedNetwork.of(LARGE, FILE, ClipTextConfiguration.vitLarge14(), ClipText::new)
                        .part("text").keyMaps("transformers-clip-text").orWhere(OPENAI, "openai-clip-text")
                        .define(),
                vision("openclip-vit-h-14-vision", ClipVisionConfiguration.openHuge14()),
                vision("openclip-vit-bigg-14-vision", ClipVisionConfiguration.openBigG14()));
    }

    private static PublishedNetwork vision(String model, ClipVisionConfiguration sizes) {
        return PublishedNetwork.of(model, FILE, sizes, ClipVision::new).keyMaps(VISION)
                .orWhere(OPENAI, "openai-clip-vision").define();
    }
}
