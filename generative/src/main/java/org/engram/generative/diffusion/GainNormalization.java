package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/** Mean and variance over the last axis, a gain and no shift. Parameter: {@code g} (feature). */
final class GainNormalization extends SimpleLayer {
    private static final float EPSILON = 1e-5f;

    private final Parameter gain;
    private final boolean stable;

    /** @param width features @param stable whether every row is first divided by its largest value, sign and all */
    GainNormalization(int width, boolean stable) {
        gain = parameter("g", Initialization.ONES, width);
        this.stable = stable;
    }

    /** @param input (..., width) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        NDArray g = pass.value(gain);
        if (stable) {
            x = x.div(x.max(new int[] {-1}, true).stopGradient());
        }
        return x.getNDArrayInternal().layerNorm(x, new Shape(g.size()), g, g.zerosLike(), EPSILON).get(0);
    }
}
