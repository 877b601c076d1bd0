package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.attention.PerceiverResampler;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Lets a U-Net attend to an image besides its context, by keys and values of its own at every attention
 * (IP-Adapter).
 *
 * <p>Input: embedding of the image (batch, imageWidth), or its tokens (batch, token, imageWidth) with an
 * {@link PerceiverResampler}. Results: key and value of each attention in turn (batch, token, width), for
 * {@link ImagePrompt}.
 *
 * <p>Parameters: {@code image_proj}, {@code ip_adapter.n.to_k_ip}, {@code ip_adapter.n.to_v_ip} with n = 1, 3, 5,
 * ... for the attentions to the context in the order of the U-Net's checkpoint.
 *
 * <h2>References</h2> H. Ye et al., "IP-Adapter", arXiv 2308.06721, 2023.
 */
public final class ImagePromptAdapter extends Layer {
    private final SimpleLayer projection;
    private final List<Linear> keys = new ArrayList<>();
    private final List<Linear> values = new ArrayList<>();

    /**
     * @param projection makes tokens of width {@code tokenWidth} of the image
     * @param tokenWidth the width of the U-Net's context
     * @param attentionWidths {@link UNet2DCondition#attentionWidths} of the U-Net it is for
     */
    public ImagePromptAdapter(SimpleLayer projection, int tokenWidth, List<Integer> attentionWidths) {
        this.projection = child("image_proj", projection);
        for (int k = 0; k < attentionWidths.size(); k++) {
            String place = "ip_adapter." + (2 * k + 1);
            keys.add(child(place + ".to_k_ip", new Linear(tokenWidth, attentionWidths.get(k), false)));
            values.add(child(place + ".to_v_ip", new Linear(tokenWidth, attentionWidths.get(k), false)));
        }
    }

    /**
     * @return the adapter for Stable Diffusion 1.5, of the 1024 numbers OpenCLIP ViT-H gives an image, as 4 tokens
     */
    public static ImagePromptAdapter stableDiffusion15() {
        return new ImagePromptAdapter(new ImageProjection("proj", 1024, 4, 768), 768,
                new UNet2DCondition(UNet2DConfiguration.stableDiffusion15()).attentionWidths());
    }

    /**
     * @return the "plus" adapter for Stable Diffusion 1.5, of the 257 tokens before the last layer of ViT-H, as 16
     */
    public static ImagePromptAdapter stableDiffusion15Plus() {
        return new ImagePromptAdapter(
                new PerceiverResampler(1280, 16, 4, 768, TransformerOptions.builder(768, 12).build()), 768,
                new UNet2DCondition(UNet2DConfiguration.stableDiffusion15()).attentionWidths());
    }

    /**
     * @param pass the run it belongs to
     * @param image as the class documents
     * @param scale weight beside the text's 1
     * @return the prompt, for all time steps
     */
    public ImagePrompt prompt(Pass pass, NDArray image, double scale) {
        return new ImagePrompt(apply(pass, new NDList(image)), scale);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray tokens = projection.apply(pass, inputs.get(0));
        NDList results = new NDList();
        for (int k = 0; k < keys.size(); k++) {
            results.add(keys.get(k).apply(pass, tokens));
            results.add(values.get(k).apply(pass, tokens));
        }
        return results;
    }
}
