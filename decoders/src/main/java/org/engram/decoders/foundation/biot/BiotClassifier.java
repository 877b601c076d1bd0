package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;

/** BIOT with a linear head after ELU. Input: (batch, channel, sample). Results: (batch, class) logits; the features. */
public final class BiotClassifier extends Layer {
    private final BiotEncoder encoder;
    private final Linear head;

    /** @param configuration sizes @param classes to tell apart */
    public BiotClassifier(BiotConfiguration configuration, int classes) {
        encoder = child("biot", new BiotEncoder(configuration));
        head = child("classifier.clshead.1", new Linear(configuration.features(), classes));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray features = encoder.apply(pass, inputs.get(0));
        return new NDList(head.apply(pass, Activation.ELU.of(features)), features);
    }
}
