package org.engram.decoders.foundation.brainbert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/**
 * BrainBERT as it is fine-tuned: a linear map of the mean over the ten frames in the middle of the window. (batch, frame,
 * frequency) to (batch, 1) logits of the positive class.
 */
public final class BrainBertClassifier extends SimpleLayer {
    private static final int MIDDLE = 10;

    private final BrainBertNetwork upstream;
    private final Linear head;

    /** @param configuration sizes */
    public BrainBertClassifier(BrainBertConfiguration configuration) {
        upstream = child("upstream", new BrainBertNetwork(configuration));
        head = child("linear_out", new Linear(configuration.features(), 1));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        long frames = input.getShape().get(1);
        if (frames < MIDDLE) {
            throw new ShapeException("BrainBERT's head averages the " + MIDDLE
                    + " frames in the middle, but the input has shape " + input.getShape());
        }
        long first = frames / 2 - MIDDLE / 2;
        NDArray middle = upstream.represent(pass, input)
                .get(new NDIndex(":, {}:{}", first, first + MIDDLE));
        return head.apply(pass, middle.mean(new int[] {1}));
    }
}
