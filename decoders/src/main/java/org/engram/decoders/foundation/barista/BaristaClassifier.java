package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;

/**
 * BaRISTA as it is fine-tuned: a learnt weight for every token of a fixed set of channels and patches, then a linear map.
 *
 * <p>Inputs: (batch, channel, sample); int64 (channel, coordinate) places. Results: (batch, class) logits; (batch, patch *
 * channel, feature) latents.
 */
public final class BaristaClassifier extends BaristaEncoder {
    private final Linear weights;
    private final Linear head;

    /**
     * @param configuration sizes
     * @param channels of a recording
     * @param patches of a segment; 12
     * @param classes to tell apart
     */
    public BaristaClassifier(BaristaConfiguration configuration, int channels, int patches, int classes) {
        super(configuration);
        weights = child("channel_weights", new Linear((long) channels * patches, 1, false));
        head = child("binary_classifier", new Linear(configuration.features(), classes));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray latents = encoded(pass, inputs).get(0);
        NDArray weighted = weights.apply(pass, latents.transpose(0, 2, 1)).squeeze(2); // (batch, feature)
        return new NDList(head.apply(pass, weighted), latents);
    }
}
