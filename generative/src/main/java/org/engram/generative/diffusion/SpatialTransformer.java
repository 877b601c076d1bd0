package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * Makes tokens of the pixels of an image, runs transformer blocks that attend to a context, and adds the result to
 * the image; {@code Transformer2DModel} of diffusers.
 *
 * <p>Parameters: {@code norm}, {@code proj_in}, {@code transformer_blocks.k}, {@code proj_out}. Input and result:
 * (batch, channel, height, width); context: (batch, token, contextWidth).
 *
 * <h2>References</h2> R. Rombach et al., "High-resolution image synthesis with latent diffusion models", CVPR 2022.
 */
public final class SpatialTransformer extends ConditionedLayer {
    /** Its normalisation has its own epsilon, whatever the rest of the network has. */
    private static final double EPSILON = 1e-6;

    private final GroupNormalization normalization;
    private final SimpleLayer entry;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final SimpleLayer exit;
    private final boolean linear;

    /** @param options sizes @param mixing of the frames of a clip; {@link FrameMixing#NONE} for images */
    SpatialTransformer(TransformerSizes options, FrameMixing mixing) {
        super(1);
        linear = options.linearProjection();
        int inner = options.heads() * options.headWidth();
        normalization = child("norm", new GroupNormalization(options.groups(), options.channels(), EPSILON));
        entry = child("proj_in", projection(options.channels(), inner));
        for (int k = 0; k < options.depth(); k++) {
            blocks.add(child("transformer_blocks." + k, new TransformerBlock(inner, options.heads(),
                    options.headWidth(), options.contextWidth(), mixing, 0)));
        }
        exit = child("proj_out", projection(inner, options.channels()));
    }

    /** @param options sizes */
    public SpatialTransformer(TransformerSizes options) {
        this(options, FrameMixing.NONE);
    }

    private SimpleLayer projection(int inputs, int outputs) {
        return linear ? new Linear(inputs, outputs) : Convolution.builder(2, inputs, outputs).build();
    }

    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray input = inputs.get(0);
        Shape shape = input.getShape();
        NDArray x = normalization.apply(pass, input);
        if (linear) {
            x = Intermediate.replace(x, tokens(x));
            x = Intermediate.replace(x, entry.apply(pass, x));
        } else {
            x = Intermediate.replace(x, entry.apply(pass, x));
            x = Intermediate.replace(x, tokens(x));
        }
        for (TransformerBlock block : blocks) {
            x = Intermediate.replace(x, block.apply(pass, x, conditions));
        }
        if (linear) {
            x = Intermediate.replace(x, exit.apply(pass, x));
            x = Intermediate.replace(x, image(x, shape));
        } else {
            x = Intermediate.replace(x, image(x, shape));
            x = Intermediate.replace(x, exit.apply(pass, x));
        }
        return new NDList(x.add(input));
    }

    private static NDArray tokens(NDArray image) {
        return image.flatten(2, 3).transpose(0, 2, 1);
    }

    private static NDArray image(NDArray tokens, Shape shape) {
        return tokens.transpose(0, 2, 1).reshape(shape.get(0), -1, shape.get(2), shape.get(3));
    }
}
