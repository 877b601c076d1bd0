package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;

/**
 * Lets every pixel attend to itself in all frames of its clip, and adds the result;
 * {@code TransformerTemporalModel} of diffusers, and with positions the motion module of AnimateDiff.
 *
 * <p>Parameters: {@code norm}, {@code proj_in}, {@code transformer_blocks.0}, {@code proj_out}. Input and result:
 * (clip x frame, channel, height, width), the frames of a clip consecutive.
 *
 * <h2>References</h2> Y. Guo et al., "AnimateDiff: animate your personalized text-to-image diffusion models without
 * specific tuning", ICLR 2024.
 */
public final class TemporalTransformer extends ConditionedLayer {
    private static final double EPSILON = 1e-6;

    private final GroupNormalization normalization;
    private final Linear entry;
    private final TransformerBlock block;
    private final Linear exit;

    /**
     * A layer of its own, which starts like any other.
     *
     * @param channels of the frames
     * @param heads of attention
     * @param headWidth features of each head
     * @param groups of the normalisation, whose statistics run over all frames
     */
    public TemporalTransformer(int channels, int heads, int headWidth, int groups) {
        this(channels, heads, headWidth, groups, 0);
    }

    /** A motion module: frames have positions, and the layer is silent at first. */
    static TemporalTransformer motionModule(int channels, int heads, int groups, int mostFrames) {
        return new TemporalTransformer(channels, heads, channels / heads, groups, mostFrames);
    }

    private TemporalTransformer(int channels, int heads, int headWidth, int groups, int mostFrames) {
        super(1);
        int inner = heads * headWidth;
        normalization = child("norm", new GroupNormalization(groups, channels, EPSILON));
        entry = child("proj_in", new Linear(channels, inner));
        block = child("transformer_blocks.0",
                new TransformerBlock(inner, heads, headWidth, 0, FrameMixing.NONE, mostFrames));
        exit = child("proj_out", mostFrames == 0
                ? new Linear(inner, channels)
                : new Linear(inner, channels, true, Initialization.ZEROS, Initialization.ZEROS));
    }

    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray input = inputs.get(0);
        Shape shape = input.getShape();
        int frames = conditions.frames();
        if (shape.get(0) % frames != 0) {
            throw new ShapeException(
                    path() + ": a batch of " + shape.get(0) + " does not divide into clips of "
                            + frames + " frames");
        }
        long clips = shape.get(0) / frames;
        long height = shape.get(2);
        long width = shape.get(3);
        NDArray clip = input.reshape(clips, frames, shape.get(1), height, width).transpose(0, 2, 1, 3, 4);
        // (clip, channel, frame, height, width) to one sequence of frames for each pixel
        NDArray pixels = normalization.apply(pass, clip).transpose(0, 3, 4, 2, 1)
                .reshape(clips * height * width, frames, shape.get(1));
        NDArray moved = exit.apply(pass, block.apply(pass, entry.apply(pass, pixels), conditions));
        return new NDList(moved.reshape(clips, height, width, frames, shape.get(1)).transpose(0, 3, 4, 1, 2)
                .reshape(shape).add(input));
    }
}
