package org.engram.decoders.foundation.brainbert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class BrainBertTest {
    /** Specification 8.1.15, 8.1.5 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BrainBertNetwork network = new BrainBertNetwork(BrainBertConfiguration.published());
            assertEquals(82, network.learned().size());
            assertEquals(43_183_144, network.parameterCount());
            SineWeights.fill(network, manager);
            NDList results = network.apply(pass, new NDList(SineWeights.input(manager, 1, 50, 40)));
            Golden.first(results.get(0), -0.84957032);
            Golden.last(results.get(0), 0.39580292);
            Golden.first(results.get(1), 0.81445859);
            Golden.last(results.get(1), -1.57670214);
        }
    }
}
