package org.engram.decoders.foundation.bendr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/** BENDR with a linear head on one position. (batch, 20, sample) to (batch, class) logits. */
public final class BendrClassifier extends SimpleLayer {
    private final BendrEncoder encoder;
    private final BendrContextualizer contextualizer;
    private final Linear head;
    private final Token token;

    /** Which position the head reads. */
    public enum Token {
        /** The start token's, as in braindecode's port. */
        FIRST,
        /** The last, as in the authors' code. */
        LAST
    }

    /** @param configuration sizes @param classes to tell apart @param token the position the head reads */
    public BendrClassifier(BendrConfiguration configuration, int classes, Token token) {
        encoder = child("encoder", new BendrEncoder(configuration));
        contextualizer = child("contextualizer", new BendrContextualizer(configuration));
        head = child("final_layer", new Linear(configuration.features(), classes));
        this.token = token;
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray context = contextualizer.apply(pass, encoder.apply(pass, input));
        return head.apply(pass, context.get(new NDIndex(token == Token.FIRST ? ":, :, 0" : ":, :, -1")));
    }
}
