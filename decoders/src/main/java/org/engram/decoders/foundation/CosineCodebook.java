package org.engram.decoders.foundation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/**
 * Replacing vectors by the code of the most similar direction, with the gradient passed straight through (van den Oord et
 * al. 2017; cosine form of Yu et al. 2022).
 */
public final class CosineCodebook {
    private static final double SMALLEST_NORM = 1e-12;

    private CosineCodebook() {}

    /** @param x (..., feature) @return each vector divided by its Euclidean norm, or by 1e-12 if that is larger */
    public static NDArray normalized(NDArray x) {
        // The bound is on the square, so that no root is taken of zero and its gradient stays finite.
        NDArray square = x.square().sum(new int[] {-1}, true).maximum(SMALLEST_NORM * SMALLEST_NORM);
        return x.mul(square.pow(-0.5));
    }

    /**
     * @param unit (..., feature), of unit norm
     * @param codes (code, feature), of unit norm
     * @return for each vector the number of the code with the largest inner product, the lowest of equals: int64 (...)
     */
    public static NDArray nearest(NDArray unit, NDArray codes) {
        return unit.stopGradient().matMul(codes.stopGradient().transpose()).argMax(-1);
    }

    /**
     * @param vectors what was replaced (..., feature)
     * @param numbers of the codes, int64 (...)
     * @param codes (code, feature)
     * @return the codes themselves (..., feature); their gradient goes to {@code vectors} unchanged
     */
    public static NDArray straightThrough(NDArray vectors, NDArray numbers, NDArray codes) {
        NDArray replaced = codes.getNDArrayInternal().embedding(numbers, codes, SparseFormat.DENSE).get(0)
                .stopGradient();
        return vectors.add(replaced.sub(vectors).stopGradient());
    }
}
