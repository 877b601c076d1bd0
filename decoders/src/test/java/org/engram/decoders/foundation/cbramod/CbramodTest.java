package org.engram.decoders.foundation.cbramod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class CbramodTest {
    /** Specification 7.2.14, 7.2.10 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published());
            assertEquals(211, network.learned().size());
            assertEquals(4_924_000, network.parameterCount());
            SineWeights.fill(network, manager);
            NDArray large = network.apply(pass, SineWeights.input(manager, 2, 19, 4, 200));
            Golden.first(large, 0.21829584, 0.40709783, -0.13962581, -0.52841488);
            Golden.last(large, 0.41550298);
            NDArray input = SineWeights.input(manager, 1, 3, 2, 200);
            NDArray small = network.apply(pass, input);
            Golden.first(small, 0.24812790);
            Golden.last(small, 0.16015898);
            PatchEmbedding embedding = (PatchEmbedding) network.layers().get("patch_embedding");
            Golden.first(embedding.apply(pass, input), -0.00472119);
        }
    }
}
