package org.engram.decoders.foundation.bendr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class BendrTest {
    /** Specification 7.4.8, 7.4.2, 7.4.3 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BendrEncoder encoder = new BendrEncoder(BendrConfiguration.published());
            assertEquals(24, encoder.learned().size());
            assertEquals(3_972_096, encoder.parameterCount());
            SineWeights.fill(encoder, manager);
            NDArray encoded = encoder.apply(pass, SineWeights.input(manager, 1, 20, 1536));
            assertEquals(new Shape(1, 512, 16), encoded.getShape());
            Golden.first(encoded, -0.15051849);
            Golden.last(encoded, 1.07035891);

            BendrContextualizer contextualizer = new BendrContextualizer(BendrConfiguration.published());
            assertEquals(76, contextualizer.learned().size());
            assertEquals(153_168_953, contextualizer.parameterCount());
            SineWeights.fill(contextualizer, manager);
            NDArray context = contextualizer.apply(pass, encoded);
            assertEquals(new Shape(1, 512, 17), context.getShape());
            Golden.first(context, 0.59561768, 1.56759431);
            Golden.last(context, -2.36681407);
        }
    }
}
