package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.engram.generative.layers.ResidualBlock;
import org.engram.generative.layers.Upsampling;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * One level on the way up: residual blocks that also see what left the level on the way down, each with its
 * transformer and motion module, then doubling.
 *
 * <p>Parameters: {@code attentions.k}, {@code resnets.k}, {@code motion_modules.k}, {@code upsamplers.0}.
 */
final class UNetUpLevel extends ConditionedLayer {
    private final List<ResidualBlock> residuals = new ArrayList<>();
    private final List<LevelAttention> attentions = new ArrayList<>();
    private final Upsampling upsampling;
    private final boolean jointFrames;

    UNetUpLevel(UNet2DConfiguration options, int level) {
        super(Integer.MAX_VALUE);
        List<Integer> widths = options.widths();
        int width = widths.get(level);
        int layers = options.layersPerLevel() + 1;
        jointFrames = options.frameMixing().sparseCausal();
        for (int k = 0; k < layers; k++) {
            attentions.add(LevelAttention.declare(this::child, k, options, level,
                    options.transformerDepths().get(level)));
        }
        for (int k = 0; k < layers; k++) {
            int before = k > 0 ? width : widths.get(Math.min(level + 1, widths.size() - 1));
            int skip = k < layers - 1 ? width : widths.get(Math.max(level - 1, 0));
            residuals.add(child("resnets." + k, new ResidualBlock(before + skip, width, options.timeWidth(),
                    options.groups(), options.epsilon())));
        }
        upsampling = level == 0 ? null : child("upsamplers.0", new Upsampling(width));
    }

    /** @return how many skip connections it takes */
    int skips() {
        return residuals.size();
    }

    /**
     * @param inputs x (batch, channel, height, width), time (batch, timeWidth), then all skip connections that are
     * left, of which the last ones are taken from the end
     * @return (batch, channel, height, width), of the size of the next skip connection if there is one
     */
    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray input = inputs.get(0);
        NDArray time = inputs.get(1);
        int skip = inputs.size();
        NDArray x = input;
        for (int k = 0; k < residuals.size(); k++) {
            NDArray joined = x.concat(inputs.get(--skip), 1);
            if (x != input) {
                x.close();
            }
            x = Intermediate.replace(joined, residuals.get(k).apply(pass, joined, time,
                    jointFrames ? conditions.frames() : 1));
            x = attentions.get(k).apply(pass, x, conditions);
        }
        if (upsampling == null) {
            return new NDList(x);
        }
        Shape next = inputs.get(skip - 1).getShape();
        return new NDList(Intermediate.replace(x, upsampling.apply(pass, x, next.get(2), next.get(3))));
    }
}
