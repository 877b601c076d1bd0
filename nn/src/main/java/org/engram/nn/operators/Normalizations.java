package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Statistics over groups of channels, with scale and shift. */
public final class Normalizations {
    private Normalizations() {}

    /**
     * Wu and He (2018).
     *
     * @param x (batch, channel, ...)
     * @param groups how many groups the channels fall into; divides their number
     * @param weight (channel)
     * @param bias (channel)
     * @param epsilon added to the variance
     * @return of the shape of {@code x}
     */
    public static NDArray group(NDArray x, int groups, NDArray weight, NDArray bias, double epsilon) {
        return TorchScript.callForOne("group_norm", List.of(x, weight, bias), groups, epsilon);
    }
}
