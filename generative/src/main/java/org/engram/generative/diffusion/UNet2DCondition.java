package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.layers.ResidualBlock;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Activations;

/**
 * The network of latent diffusion: predicts noise (or v, or the image itself) from a noisy image, its time step and
 * tokens that say what it shows. {@code UNet2DConditionModel} of diffusers, which holds Stable Diffusion 1.x, 2.x
 * and XL, and with two transformers at each place Versatile Diffusion.
 *
 * <p>Inputs: x (batch, inChannels, height, width); time steps (batch), or one for all; tokens (batch, token,
 * contextWidth). Everything else goes through {@link UNetConditions}. Result: (batch, outChannels, height, width).
 * Height and width need not be multiples of anything.
 *
 * <p>Parameters: {@code conv_in}, {@code time_embedding}, {@code down_blocks}, {@code up_blocks},
 * {@code mid_block}, {@code conv_norm_out}, {@code conv_out}.
 *
 * <pre>{@code
 * var network = new UNet2DCondition(UNet2DConfiguration.stableDiffusion15());
 * network.initialize(manager, DataType.FLOAT32, 1);
 * try (Pass pass = Pass.inference()) {
 *     NDArray noise = pass.keep(network.apply(pass, latent, steps, UNetConditions.of(tokens)));
 * }
 * }</pre>
 *
 * <h2>References</h2> R. Rombach et al., "High-resolution image synthesis with latent diffusion models", CVPR 2022;
 * D. Podell et al., "SDXL", ICLR 2024; X. Xu et al., "Versatile Diffusion", ICCV 2023; Z. Chen, J. Qing, J. H.
 * Zhou, "Cinematic mindscapes: high-quality video reconstruction from brain activity", NeurIPS 2023 (frames).
 */
public final class UNet2DCondition extends UNetTrunk {
    private final List<UNetUpLevel> upLevels = new ArrayList<>();
    private final GroupNormalization exitNormalization;
    private final Convolution exit;
    private final List<TransformerBlock> attending = new ArrayList<>();

    /** @param configuration its sizes */
    public UNet2DCondition(UNet2DConfiguration configuration) {
        super(2, configuration);
        int levels = configuration.levels();
        for (int k = 0; k < levels; k++) {
            upLevels.add(child("up_blocks." + k, new UNetUpLevel(configuration, levels - 1 - k)));
        }
        declareMiddle();
        int first = configuration.widths().get(0);
        exitNormalization = child("conv_norm_out",
                new GroupNormalization(configuration.groups(), first, configuration.epsilon()));
        exit = child("conv_out",
                Convolution.builder(2, first, configuration.outChannels()).kernel(3).padding(1).build());
        for (Layer layer : layers().values()) {
            if (layer instanceof TransformerBlock block && block.crosses()) {
                block.number(attending.size());
                attending.add(block);
            }
        }
    }

    /**
     * @return features of the tokens at every attention to the context, in the order of the checkpoint: down, up,
     * middle. What an {@link ImagePromptAdapter} is made for
     */
    public List<Integer> attentionWidths() {
        return attending.stream().map(TransformerBlock::width).toList();
    }

    /**
     * @param pass the run it belongs to
     * @param x (batch, inChannels, height, width)
     * @param steps (batch), or one for all
     * @param conditions what the image shall show
     * @return (batch, outChannels, height, width)
     */
    public NDArray apply(Pass pass, NDArray x, NDArray steps, UNetConditions conditions) {
        return apply(pass, new NDList(x, steps), conditions).get(0);
    }

    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray x = inputs.get(0);
        NDArray time = embedTime(pass, inputs.get(1), x, conditions);
        NDList skips = descend(pass, enter(pass, x), time, conditions);
        NDArray h = cross(pass, skips, time, conditions);
        h = controlled(h, skips, conditions);
        for (UNetUpLevel level : upLevels) {
            NDList given = new NDList(h, time);
            given.addAll(skips);
            h = Intermediate.replace(h, level.apply(pass, given, conditions).get(0));
            for (int k = 0; k < level.skips(); k++) {
                skips.remove(skips.size() - 1).close();
            }
        }
        h = Intermediate.replace(h, ResidualBlock.normalize(pass, exitNormalization, h,
                configuration().frameMixing().sparseCausal() ? conditions.frames() : 1));
        h = Intermediate.replace(h, Activations.silu(h));
        return new NDList(exit.apply(pass, h));
    }

    /** Adds what a {@link ControlNet} says to the skip connections and to the middle, whose sum is returned. */
    private NDArray controlled(NDArray middle, NDList skips, UNetConditions conditions) {
        NDList residuals = conditions.skipResiduals();
        if (conditions.middleResidual() == null) {
            return middle;
        }
        if (residuals.size() != skips.size()) {
            throw new ShapeException(
                    "this U-Net has " + skips.size() + " skip connections, but the ControlNet gives "
                            + residuals.size() + " residuals: they belong to networks of different sizes");
        }
        for (int k = 0; k < skips.size(); k++) {
            Shape wanted = skips.get(k).getShape();
            if (!residuals.get(k).getShape().equals(wanted)) {
                throw new ShapeException("skip connection " + k + " has shape " + wanted
                        + ", but the ControlNet's residual has shape " + residuals.get(k).getShape());
            }
            NDArray skip = skips.get(k);
            skips.set(k, Intermediate.replace(skip, skip.add(residuals.get(k))));
        }
        return Intermediate.replace(middle, middle.add(conditions.middleResidual()));
    }
}
