package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.generative.layers.ResidualBlock;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * The bottom: a residual block, a transformer, a residual block. Parameters: {@code attentions.0},
 * {@code resnets.0}, {@code resnets.1}. Motion modules have no place here, as in the published ones of AnimateDiff
 * but its second version.
 */
final class UNetMiddle extends ConditionedLayer {
    private final ConditionedLayer attention;
    private final ResidualBlock first;
    private final ResidualBlock second;
    private final boolean jointFrames;

    UNetMiddle(UNet2DConfiguration options) {
        super(2);
        int last = options.levels() - 1;
        int width = options.widths().get(last);
        TransformerSizes sizes = options.transformer(last, options.middleDepth());
        jointFrames = options.frameMixing().sparseCausal();
        attention = options.middleDepth() == 0
                ? null
                : child("attentions.0", options.dualTransformer()
                        ? new DualSpatialTransformer(sizes, options.frameMixing())
                        : new SpatialTransformer(sizes, options.frameMixing()));
        first = child("resnets.0",
                new ResidualBlock(width, width, options.timeWidth(), options.groups(), options.epsilon()));
        second = child("resnets.1",
                new ResidualBlock(width, width, options.timeWidth(), options.groups(), options.epsilon()));
    }

    /** @param inputs x (batch, channel, height, width), time (batch, timeWidth) @return of the shape of x */
    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray time = inputs.get(1);
        int frames = jointFrames ? conditions.frames() : 1;
        NDArray x = first.apply(pass, inputs.get(0), time, frames);
        if (attention != null) {
            x = Intermediate.replace(x, attention.apply(pass, x, conditions));
        }
        return new NDList(Intermediate.replace(x, second.apply(pass, x, time, frames)));
    }
}
