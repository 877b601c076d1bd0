package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;

/**
 * BaRISTA without a head. Inputs: (batch, channel, sample); int64 (channel, coordinate) places. Results: (batch, patch *
 * channel, feature) latents; the tokens, of the same shape.
 */
public final class BaristaNetwork extends BaristaEncoder {
    /** @param configuration sizes */
    public BaristaNetwork(BaristaConfiguration configuration) {
        super(configuration);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return encoded(pass, inputs);
    }
}
