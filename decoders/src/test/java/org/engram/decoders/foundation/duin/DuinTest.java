package org.engram.decoders.foundation.duin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.operators.Activations;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class DuinTest {
    /** Specification 8.3.13, 8.3.11 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            DuinClassifier network = new DuinClassifier(DuinConfiguration.published());
            assertEquals(203, network.learned().size());
            assertEquals(4_586_583, network.parameterCount());
            SineWeights.fill(network, manager);
            NDList inputs = new NDList(SineWeights.input(manager, 1, 4000, 16),
                    manager.create(new long[] {2}));
            Golden.first(network.layers().get("subj_block.subj_layer").apply(pass, inputs).get(0),
                    0.04375275);
            Golden.first(network.tokens(pass, inputs), 0.02491548);
            NDList results = network.apply(pass, inputs);
            Golden.first(results.get(1), -1.62633442);
            Golden.last(results.get(1), -0.53571306);
            NDArray sigmoid = Activations.sigmoid(results.get(0));
            Golden.first(sigmoid, 0.45429459);
            Golden.last(sigmoid, 0.48751596);
        }
    }

    /** Specification 8.3.11. */
    @Test
    void sizes() {
        assertEquals(5_946_013, new DuinTokenizer(DuinConfiguration.published()).parameterCount());
        assertEquals(3_899_256, new DuinMaskedModel(DuinConfiguration.published()).parameterCount());
    }
}
