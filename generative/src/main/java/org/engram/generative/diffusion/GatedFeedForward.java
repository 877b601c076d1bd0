package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.generative.layers.Intermediate;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/**
 * Two projections with a gated GELU between them (Shazeer 2020). Parameters: {@code net.0.proj} (width to 8 width,
 * value and gate), {@code net.2} (4 width to width).
 */
final class GatedFeedForward extends SimpleLayer {
    private final Linear widen;
    private final Linear narrow;

    GatedFeedForward(int width) {
        widen = child("net.0.proj", new Linear(width, 8L * width));
        narrow = child("net.2", new Linear(4L * width, width));
    }

    /** @param input (..., width) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray wide = widen.apply(pass, input);
        NDList halves = wide.split(2, wide.getShape().dimension() - 1);
        NDArray gate = Activations.gelu(halves.get(1));
        NDArray gated = halves.get(0).mul(gate);
        gate.close();
        halves.close();
        wide.close();
        return narrow.apply(pass, gated);
    }
}
