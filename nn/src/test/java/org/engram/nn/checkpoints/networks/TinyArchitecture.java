package org.engram.nn.checkpoints.networks;

import org.engram.nn.checkpoints.TinyNetwork;
import org.engram.nn.layers.Layer;

/** Registered for tests. */
public final class TinyArchitecture implements Architecture<TinyArchitecture.Sizes> {
    /**
     * @param outputs of the network
     */
    public record Sizes(int outputs) {
        public Sizes {
            if (outputs < 1) {
                throw new IllegalArgumentException("outputs is " + outputs + ": at least 1 is needed");
            }
        }
    }

    @Override
    public String name() {
        return "tiny test network";
    }

    @Override
    public Class<Sizes> configuration() {
        return Sizes.class;
    }

    @Override
    public Layer build(Sizes sizes) {
        return new TinyNetwork(sizes.outputs());
    }
}
