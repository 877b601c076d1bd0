package org.engram.generative.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Activations;

/**
 * Normalisation, SiLU and 3 x 3 convolution twice, beside a shortcut; an embedding of the time step, if there is
 * one, is added between the two. {@code ResnetBlock2D} of diffusers.
 *
 * <p>Parameters: {@code norm1}, {@code conv1}, {@code time_emb_proj}, {@code norm2}, {@code conv2}, and
 * {@code conv_shortcut} where the widths differ.
 *
 * <h2>References</h2> J. Ho, A. Jain, P. Abbeel, "Denoising diffusion probabilistic models", NeurIPS 2020, appendix
 * B.
 */
public final class ResidualBlock extends Layer {
    private final GroupNormalization firstNormalization;
    private final Convolution firstConvolution;
    private final Linear timeProjection;
    private final GroupNormalization secondNormalization;
    private final Convolution secondConvolution;
    private final Convolution shortcut;

    /**
     * @param inputs channels in
     * @param outputs channels out
     * @param timeWidth features of the embedding of the time step; 0 for none
     * @param groups of the normalisations
     * @param epsilon of the normalisations
     */
    public ResidualBlock(int inputs, int outputs, int timeWidth, int groups, double epsilon) {
        firstNormalization = child("norm1", new GroupNormalization(groups, inputs, epsilon));
        firstConvolution = child("conv1",
                Convolution.builder(2, inputs, outputs).kernel(3).padding(1).build());
        timeProjection = timeWidth == 0 ? null : child("time_emb_proj", new Linear(timeWidth, outputs));
        secondNormalization = child("norm2", new GroupNormalization(groups, outputs, epsilon));
        secondConvolution = child("conv2",
                Convolution.builder(2, outputs, outputs).kernel(3).padding(1).build());
        shortcut = inputs == outputs
                ? null
                : child("conv_shortcut", Convolution.builder(2, inputs, outputs).build());
    }

    /** @param inputs x (batch, inputs, height, width) and, with time, the embedding (batch, timeWidth) */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        int wanted = timeProjection == null ? 1 : 2;
        if (inputs.size() != wanted) {
            throw new ShapeException(path() + " takes " + wanted + " arrays, not " + inputs.size());
        }
        return new NDList(compute(pass, inputs.get(0), wanted == 1 ? null : inputs.get(1), 1));
    }

    /**
     * @param pass the run it belongs to
     * @param x (batch, inputs, height, width)
     * @param time (batch, timeWidth); null without
     * @param frames how many consecutive items of the batch are one clip that is normalised together; 1 for images
     * @return (batch, outputs, height, width)
     */
    public NDArray apply(Pass pass, NDArray x, NDArray time, int frames) {
        return Scope.returning(() -> compute(pass, x, time, frames), x);
    }

    private NDArray compute(Pass pass, NDArray x, NDArray time, int frames) {
        NDArray h = normalize(pass, firstNormalization, x, frames);
        h = Intermediate.replace(h, Activations.silu(h));
        h = Intermediate.replace(h, firstConvolution.apply(pass, h));
        if (timeProjection != null) {
            NDArray shift = timeProjection.apply(pass, Activations.silu(time));
            h = Intermediate.replace(h, h.add(shift.expandDims(-1).expandDims(-1)));
        }
        h = Intermediate.replace(h, normalize(pass, secondNormalization, h, frames));
        h = Intermediate.replace(h, Activations.silu(h));
        h = Intermediate.replace(h, secondConvolution.apply(pass, h));
        return Intermediate.replace(h, h.add(shortcut == null ? x : shortcut.apply(pass, x)));
    }

    /**
     * Group normalisation whose statistics run over all frames of a clip.
     *
     * @param pass the run it belongs to
     * @param normalization of the channels
     * @param x (batch, channel, height, width), where {@code frames} consecutive items are one clip
     * @param frames of a clip; 1 normalises each item by itself
     * @return of the shape of {@code x}
     */
    public static NDArray normalize(Pass pass, GroupNormalization normalization, NDArray x, int frames) {
        if (frames == 1) {
            return normalization.apply(pass, x);
        }
        Shape shape = x.getShape();
        long clips = shape.get(0) / frames;
        NDArray clip = x.reshape(clips, frames, shape.get(1), -1).transpose(0, 2, 1, 3);
        return normalization.apply(pass, clip).transpose(0, 2, 1, 3).reshape(shape);
    }
}
