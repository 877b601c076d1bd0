package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Normalizations;

/** Root mean square over the last axis (Zhang and Sennrich 2019). Parameter: {@code weight} (feature). */
public final class RmsNormalization extends SimpleLayer {
    private final Parameter weight;
    private final double epsilon;

    /** @param features on the last axis @param epsilon added to the mean square: 1e-6 in most networks */
    public RmsNormalization(long features, double epsilon) {
        weight = parameter("weight", Initialization.ONES, features);
        this.epsilon = epsilon;
    }

    /** @param input (..., feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Normalizations.rootMeanSquare(input, pass.value(weight), epsilon);
    }
}
