package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Pooling over the last two axes without padding; a last incomplete window is left out. */
final class Pooling {
    private static final Shape NONE = new Shape(0, 0);

    private Pooling() {}

    static NDArray average(NDArray x, Shape kernel, Shape stride) {
        return x.getNDArrayInternal().avgPool(kernel, stride, NONE, false, true);
    }

    static NDArray maximum(NDArray x, Shape kernel, Shape stride) {
        return x.getNDArrayInternal().maxPool(kernel, stride, NONE, false);
    }
}
