package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/**
 * A copy of the first half of a U-Net that also sees an image (edges, depth, a low-level reconstruction) and says
 * what to add to the U-Net's skip connections. Its last convolutions start at zero: untrained, it changes nothing.
 *
 * <p>Inputs: x (batch, inChannels, height, width); time steps (batch); image (batch, imageChannels, 8 height, 8
 * width); then the context (batch, token, contextWidth), here or in {@link UNetConditions}. Results: one residual
 * for each skip connection, then one for the middle, as {@link UNetConditions.Builder#control} takes them.
 *
 * <p>Parameters: those of the U-Net's first half, {@code controlnet_cond_embedding.{conv_in,blocks.k,conv_out}},
 * {@code controlnet_down_blocks.k}, {@code controlnet_mid_block}.
 *
 * <h2>References</h2> L. Zhang, A. Rao, M. Agrawala, "Adding conditional control to text-to-image diffusion
 * models", ICCV 2023.
 */
public final class ControlNet extends UNetTrunk {
    private final List<SimpleLayer> imageEmbedding = new ArrayList<>();
    private final List<Convolution> exits = new ArrayList<>();
    private final Convolution middleExit;

    /** @param configuration its sizes */
    public ControlNet(ControlNetConfiguration configuration) {
        super(3, configuration.network());
        UNet2DConfiguration network = configuration.network();
        declareImageEmbedding(configuration);
        exits.add(child("controlnet_down_blocks.0", silentExit(network.widths().get(0))));
        for (int level = 0; level < network.levels(); level++) {
            int stages = network.layersPerLevel() + (level == network.levels() - 1 ? 0 : 1);
            for (int stage = 0; stage < stages; stage++) {
                exits.add(child("controlnet_down_blocks." + exits.size(),
                        silentExit(network.widths().get(level))));
            }
        }
        middleExit = child("controlnet_mid_block", silentExit(network.widths().get(network.levels() - 1)));
        declareMiddle();
    }

    private void declareImageEmbedding(ControlNetConfiguration configuration) {
        List<Integer> widths = configuration.imageWidths();
        String prefix = "controlnet_cond_embedding.";
        imageEmbedding.add(child(prefix + "conv_in", Convolution.builder(2, configuration.imageChannels(),
                widths.get(0)).kernel(3).padding(1).build()));
        for (int k = 0; k + 1 < widths.size(); k++) {
            int width = widths.get(k);
            imageEmbedding.add(child(prefix + "blocks." + 2 * k,
                    Convolution.builder(2, width, width).kernel(3).padding(1).build()));
            imageEmbedding.add(child(prefix + "blocks." + (2 * k + 1),
                    Convolution.builder(2, width, widths.get(k + 1)).kernel(3).padding(1).stride(2).build()));
        }
        imageEmbedding.add(child(prefix + "conv_out",
                Convolution.builder(2, widths.get(widths.size() - 1), configuration.network().widths().get(0))
                        .kernel(3).padding(1).start(Initialization.ZEROS, Initialization.ZEROS).build()));
    }

    private static Convolution silentExit(int width) {
        return Convolution.builder(2, width, width).start(Initialization.ZEROS, Initialization.ZEROS).build();
    }

    /**
     * @param pass the run it belongs to
     * @param x (batch, inChannels, height, width)
     * @param steps (batch), or one for all
     * @param image (batch, imageChannels, 8 height, 8 width), in [0, 1]
     * @param conditions the context
     * @return one residual for each skip connection, then one for the middle
     */
    public NDList apply(Pass pass, NDArray x, NDArray steps, NDArray image, UNetConditions conditions) {
        return apply(pass, new NDList(x, steps, image), conditions);
    }

    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray x = inputs.get(0);
        NDArray time = embedTime(pass, inputs.get(1), x, conditions);
        NDArray entered = enter(pass, x);
        NDArray image = embedImage(pass, inputs.get(2));
        if (!image.getShape().equals(entered.getShape())) {
            throw new ShapeException("the image that steers has shape " + inputs.get(2).getShape()
                    + ", which becomes " + image.getShape() + ", but the noisy image becomes "
                    + entered.getShape());
        }
        NDList skips = descend(pass, Intermediate.sum(entered, image), time, conditions);
        NDArray middle = cross(pass, skips, time, conditions);
        NDList residuals = new NDList();
        for (int k = 0; k < exits.size(); k++) {
            residuals.add(exits.get(k).apply(pass, skips.get(k)));
        }
        residuals.add(middleExit.apply(pass, middle));
        return residuals;
    }

    private NDArray embedImage(Pass pass, NDArray image) {
        NDArray h = imageEmbedding.get(0).apply(pass, image);
        for (SimpleLayer layer : imageEmbedding.subList(1, imageEmbedding.size())) {
            h = Intermediate.replace(h, Activations.silu(h));
            h = Intermediate.replace(h, layer.apply(pass, h));
        }
        return h;
    }

    /**
     * Weighs residuals.
     *
     * @param residuals what a ControlNet gave
     * @param scale of all of them
     * @param guess whether early ones count less, from a tenth to all of {@code scale}: for steering without words
     * @return new arrays
     */
    public static NDList scaled(NDList residuals, double scale, boolean guess) {
        NDList scaled = new NDList();
        for (int k = 0; k < residuals.size(); k++) {
            double share = guess ? Math.pow(10, (double) k / (residuals.size() - 1) - 1) : 1;
            scaled.add(residuals.get(k).mul(scale * share));
        }
        return scaled;
    }
}
