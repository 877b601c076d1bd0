package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;

/**
 * What follows a residual block: a transformer over pixels and a motion module over frames, or either, or neither.
 */
final class LevelAttention {
    /** AnimateDiff has as many heads at every level. */
    private static final int MOTION_HEADS = 8;

    private final ConditionedLayer spatial;
    private final ConditionedLayer temporal;

    /** Declares a child of the level. */
    @FunctionalInterface
    interface Declaration {
        <L extends Layer> L child(String name, L child);
    }

    private LevelAttention(ConditionedLayer spatial, ConditionedLayer temporal) {
        this.spatial = spatial;
        this.temporal = temporal;
    }

    /** Declares {@code attentions.k} if {@code depth} is above 0, and {@code motion_modules.k} if there are any. */
    static LevelAttention declare(Declaration level, int k, UNet2DConfiguration options, int index,
            int depth) {
        TransformerSizes sizes = options.transformer(index, depth);
        ConditionedLayer spatial = null;
        if (depth > 0) {
            String name = "attentions." + k;
            spatial = options.dualTransformer()
                    ? level.child(name, new DualSpatialTransformer(sizes, options.frameMixing()))
                    : level.child(name, new SpatialTransformer(sizes, options.frameMixing()));
        }
        ConditionedLayer temporal = options.frameMixing() != FrameMixing.MOTION_MODULES
                ? null
                : level.child("motion_modules." + k,
                        TemporalTransformer.motionModule(sizes.channels(), MOTION_HEADS,
                                options.groups(), options.mostFrames()));
        return new LevelAttention(spatial, temporal);
    }

    /** @param x is closed unless it is the result */
    NDArray apply(Pass pass, NDArray x, UNetConditions conditions) {
        NDArray h = spatial == null ? x : Intermediate.replace(x, spatial.apply(pass, x, conditions));
        return temporal == null ? h : Intermediate.replace(h, temporal.apply(pass, h, conditions));
    }
}
