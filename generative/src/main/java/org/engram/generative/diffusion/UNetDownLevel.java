package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.layers.Downsampling;
import org.engram.generative.layers.ResidualBlock;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * One level on the way down: residual blocks, each with its transformer and motion module, then halving.
 *
 * <p>Parameters: {@code attentions.k}, {@code resnets.k}, {@code motion_modules.k}, {@code downsamplers.0}.
 */
final class UNetDownLevel extends ConditionedLayer {
    private final List<ResidualBlock> residuals = new ArrayList<>();
    private final List<LevelAttention> attentions = new ArrayList<>();
    private final Downsampling downsampling;
    private final int level;
    private final boolean attends;
    private final boolean jointFrames;

    UNetDownLevel(UNet2DConfiguration options, int level) {
        super(2);
        this.level = level;
        int width = options.widths().get(level);
        int before = options.widths().get(Math.max(level - 1, 0));
        int depth = options.transformerDepths().get(level);
        attends = depth > 0;
        jointFrames = options.frameMixing().sparseCausal();
        for (int k = 0; k < options.layersPerLevel(); k++) {
            attentions.add(LevelAttention.declare(this::child, k, options, level, depth));
        }
        for (int k = 0; k < options.layersPerLevel(); k++) {
            residuals.add(child("resnets." + k, new ResidualBlock(k == 0 ? before : width, width,
                    options.timeWidth(), options.groups(), options.epsilon())));
        }
        downsampling = level == options.levels() - 1
                ? null
                : child("downsamplers.0", new Downsampling(width, false));
    }

    /** @return how many skip connections leave it */
    int skips() {
        return residuals.size() + (downsampling == null ? 0 : 1);
    }

    /**
     * @param inputs x (batch, channel, height, width), time (batch, timeWidth) @return every stage, the last being
     * the result
     */
    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray x = inputs.get(0);
        NDArray time = inputs.get(1);
        NDList stages = new NDList();
        for (int k = 0; k < residuals.size(); k++) {
            x = residuals.get(k).apply(pass, x, time, jointFrames ? conditions.frames() : 1);
            x = attentions.get(k).apply(pass, x, conditions);
            if (k == residuals.size() - 1 && (attends || downsampling == null)) {
                x = adapted(x, conditions);
            }
            stages.add(x);
        }
        if (downsampling != null) {
            x = downsampling.apply(pass, x);
            stages.add(attends ? x : adapted(x, conditions));
        }
        return stages;
    }

    /** An adapter's feature is added where a level without attention ends, and before the halving of one with it. */
    private NDArray adapted(NDArray x, UNetConditions conditions) {
        NDList features = conditions.adapterFeatures();
        if (features.isEmpty()) {
            return x;
        }
        if (features.size() <= level
                || !features.get(level).getShape().slice(1).equals(x.getShape().slice(1))) {
            throw new ShapeException("the adapter gives "
                    + (features.size() <= level
                            ? "no feature"
                            : "a feature of shape " + features.get(level).getShape())
                    + " for level " + level + ", where the image has shape " + x.getShape());
        }
        return Intermediate.replace(x, x.add(features.get(level)));
    }
}
