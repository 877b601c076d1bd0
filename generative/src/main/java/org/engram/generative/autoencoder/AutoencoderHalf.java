package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.engram.generative.layers.Downsampling;
import org.engram.generative.layers.ResidualBlock;
import org.engram.generative.layers.Upsampling;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/**
 * Encoder or decoder: a chain of residual blocks and resampling with attention at the smallest size.
 *
 * <p>Parameters: {@code conv_in}, {@code down_blocks.i.resnets.j} and {@code downsamplers.0}, or
 * {@code up_blocks.i.resnets.j} and {@code upsamplers.0}; {@code mid_block.attentions.0},
 * {@code mid_block.resnets.j}; {@code conv_norm_out}, {@code conv_out}.
 */
final class AutoencoderHalf extends SimpleLayer {
    private final List<Step> steps = new ArrayList<>();
    private final int groups;
    private final double epsilon;

    private interface Step {
        NDArray apply(Pass pass, NDArray x);
    }

    private AutoencoderHalf(AutoencoderConfiguration options) {
        groups = options.groups();
        epsilon = options.epsilon();
    }

    /** @return from images to means and log variances of the latent, not yet through {@code quant_conv} */
    static AutoencoderHalf encoder(AutoencoderConfiguration options) {
        var half = new AutoencoderHalf(options);
        List<Integer> widths = options.widths();
        half.convolution("conv_in", options.imageChannels(), widths.get(0));
        for (int level = 0; level < widths.size(); level++) {
            String name = "down_blocks." + level;
            int width = widths.get(level);
            half.residuals(name, widths.get(Math.max(level - 1, 0)), width, options.layersPerLevel());
            if (level < widths.size() - 1) {
                half.step(name + ".downsamplers.0", new Downsampling(width, true));
            }
        }
        int last = widths.get(widths.size() - 1);
        half.middle(last);
        half.exit(last, 2 * options.latentChannels());
        return half;
    }

    /** @return from latents, already through {@code post_quant_conv}, to images */
    static AutoencoderHalf decoder(AutoencoderConfiguration options) {
        var half = new AutoencoderHalf(options);
        List<Integer> widths = options.widths();
        int last = widths.get(widths.size() - 1);
        half.convolution("conv_in", options.latentChannels(), last);
        half.middle(last);
        for (int k = 0; k < widths.size(); k++) {
            int level = widths.size() - 1 - k;
            String name = "up_blocks." + k;
            int width = widths.get(level);
            half.residuals(name, widths.get(Math.min(level + 1, widths.size() - 1)), width,
                    options.layersPerLevel() + 1);
            if (level > 0) {
                half.step(name + ".upsamplers.0", new Upsampling(width));
            }
        }
        half.exit(widths.get(0), options.imageChannels());
        return half;
    }

    private void step(String name, SimpleLayer layer) {
        steps.add(child(name, layer)::apply);
    }

    private void convolution(String name, int inputs, int outputs) {
        step(name, Convolution.builder(2, inputs, outputs).kernel(3).padding(1).build());
    }

    private void residual(String name, int inputs, int outputs) {
        ResidualBlock block = child(name, new ResidualBlock(inputs, outputs, 0, groups, epsilon));
        steps.add((pass, x) -> block.apply(pass, x));
    }

    private void residuals(String level, int inputs, int outputs, int count) {
        for (int j = 0; j < count; j++) {
            residual(level + ".resnets." + j, j == 0 ? inputs : outputs, outputs);
        }
    }

    private void middle(int width) {
        residual("mid_block.resnets.0", width, width);
        step("mid_block.attentions.0", new PixelAttention(width, groups, epsilon));
        residual("mid_block.resnets.1", width, width);
    }

    private void exit(int width, int outputs) {
        step("conv_norm_out", new GroupNormalization(groups, width, epsilon));
        steps.add((pass, x) -> Activations.silu(x));
        convolution("conv_out", width, outputs);
    }

    /** @param input (batch, channel, height, width) @return (batch, channel, height, width) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        for (Step step : steps) {
            NDArray next = step.apply(pass, x);
            if (x != input) {
                x.close();
            }
            x = next;
        }
        return x;
    }
}
