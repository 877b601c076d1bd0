package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;

/** A learnt factor for each feature of a residual branch (Touvron et al. 2021). Parameter: {@code gamma} (feature). */
public final class LayerScale extends SimpleLayer {
    private final Parameter gamma;

    /** @param features on the last axis @param start of every factor: 0.1 to 1e-6, the deeper the smaller */
    public LayerScale(long features, double start) {
        gamma = parameter("gamma", Initialization.constant(start), features);
    }

    /** @param input (..., feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return input.mul(pass.value(gamma));
    }
}
