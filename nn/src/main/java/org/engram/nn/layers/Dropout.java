package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.engram.nn.engine.Pass;

/** Sets elements to zero at random in training and scales the rest up (Srivastava et al. 2014). No parameters. */
public final class Dropout extends SimpleLayer {
    private final double probability;

    /** @param probability that an element is dropped, 0 to below 1 */
    public Dropout(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "the dropout probability is " + probability + ": it is at least 0 and below 1");
        }
        this.probability = probability;
    }

    /** @param input of any shape @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return pass.training() && probability > 0
                ? JniUtils.dropout((PtNDArray) input, probability, true)
                : input;
    }
}
