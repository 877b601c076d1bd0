package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.SimpleLayer;

/**
 * Leaves a residual branch out for whole samples at random in training and scales the others up (Huang et al. 2016;
 * "drop path" in timm). No parameters.
 */
public final class StochasticDepth extends SimpleLayer {
    private final Dropout samples;
    private final boolean never;

    /** @param probability that a sample's branch is left out, 0 to below 1 */
    public StochasticDepth(double probability) {
        samples = new Dropout(probability);
        never = probability == 0;
    }

    /** @param input (batch, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        if (never || !pass.training()) {
            return input;
        }
        long[] shape = new long[input.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = input.getShape().get(0);
        NDArray ones = input.getManager().ones(new Shape(shape), input.getDataType());
        return input.mul(samples.apply(pass, ones));
    }
}
