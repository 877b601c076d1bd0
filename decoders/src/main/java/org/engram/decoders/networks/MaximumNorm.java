package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/**
 * Weights whose rows are scaled down to a largest Euclidean norm before use. The stored weights stay as they are and
 * receive the gradient through the scaling.
 */
final class MaximumNorm {
    private MaximumNorm() {}

    /**
     * @param weight (output, ...)
     * @param maximum of the norm over all axes but the first; infinite for no bound
     * @return of the shape of {@code weight}
     */
    static NDArray bounded(NDArray weight, double maximum) {
        if (Double.isInfinite(maximum)) {
            return weight;
        }
        Shape shape = weight.getShape();
        int[] axes = IntStream.range(1, shape.dimension()).toArray();
        // Below the bound the scale is exactly one, and nowhere is a root taken of zero.
        NDArray square = weight.square().sum(axes, true).maximum(maximum * maximum);
        return weight.mul(square.sqrt().div(maximum).pow(-1));
    }
}
