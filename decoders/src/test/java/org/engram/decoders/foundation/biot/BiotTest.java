package org.engram.decoders.foundation.biot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class BiotTest {
    /** Specification 7.3.5b, 7.3.5 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BiotClassifier network = new BiotClassifier(BiotConfiguration.published(18), 6);
            assertEquals(57, network.learned().size());
            assertEquals(3_188_230, network.parameterCount());
            SineWeights.fill(network, manager);
            NDList results = network.apply(pass, new NDList(SineWeights.input(manager, 2, 16, 1000)));
            Golden.first(results.get(1), 1.04493639, 8.17538701, 10.22151058);
            Golden.last(results.get(1), 5.14671551);
            Golden.first(results.get(0), 4.00578166, 2.92436304);
            Golden.last(results.get(0), -3.87485972);
        }
    }
}
