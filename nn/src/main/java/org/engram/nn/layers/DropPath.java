package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import org.engram.nn.engine.Pass;

/**
 * Sets whole samples of a residual branch to zero at random in training and scales the others up (stochastic depth,
 * Huang et al. 2016). No parameters.
 */
public final class DropPath extends SimpleLayer {
    private final double probability;

    /** @param probability that a sample's branch is dropped, 0 to below 1 */
    public DropPath(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "the probability of a dropped path is " + probability + ": it is at least 0 and below 1");
        }
        this.probability = probability;
    }

    /** @param input (sample, ...) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        if (!pass.training() || probability == 0) {
            return input;
        }
        long[] perSample = new long[input.getShape().dimension()];
        Arrays.fill(perSample, 1);
        perSample[0] = input.getShape().get(0);
        NDArray ones = input.getManager().ones(new Shape(perSample), input.getDataType());
        return input.mul(JniUtils.dropout((PtNDArray) ones, probability, true));
    }
}
