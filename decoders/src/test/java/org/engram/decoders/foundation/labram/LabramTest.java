package org.engram.decoders.foundation.labram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class LabramTest {
    /** Specification 7.1.18 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            LabramClassifier network = new LabramClassifier(LabramConfiguration.base(4));
            assertEquals(223, network.learned().size());
            SineWeights.fill(network, manager);
            NDArray channels = manager.create(new long[] {0, 20, 39, 42, 45, 70});
            NDList results = network.apply(pass,
                    new NDList(SineWeights.input(manager, 2, 5, 3, 200), channels));
            Golden.first(results.get(0), 0.27142641, -0.02227501, -0.20651520, 0.01075409);
            Golden.check("mean", 0.01507581, results.get(0).mean().getDouble());
            Golden.first(results.get(1), -0.29546114);
        }
    }

    /** Specification 7.1.12, in millions as printed there. */
    @Test
    void sizes() {
        assertEquals(5.82, millions(LabramConfiguration.base(4)), 0.005);
        assertEquals(46.3, millions(LabramConfiguration.large(4)), 0.05);
        assertEquals(369, millions(LabramConfiguration.huge(4)), 0.5);
    }

    private static double millions(LabramConfiguration configuration) {
        return new LabramClassifier(configuration).parameterCount() / 1e6;
    }

    @Test
    void channelsWithoutAPositionAreRefused() {
        assertEquals(136, LabramChannels.names().size());
        assertEquals(1, LabramChannels.number("Fp1"));
        assertEquals(42, LabramChannels.number("Cz"));
        assertEquals(128, LabramChannels.number("P8-O2"));
        for (String name : LabramChannels.names().subList(128, 136)) {
            String message = assertThrows(IllegalArgumentException.class, () -> LabramChannels.number(name))
                    .getMessage();
            assertTrue(message.contains("position table ends at 128"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> LabramChannels.number("X1"));
    }
}
