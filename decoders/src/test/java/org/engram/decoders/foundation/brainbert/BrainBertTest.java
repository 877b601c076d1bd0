package org.engram.decoders.foundation.brainbert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.Golden;
import org.engram.decoders.foundation.GradientCheck;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@ExtendWith(OneThread.class)
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

    /** Specification 13.4.2. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            BrainBertConfiguration small = BrainBertConfiguration.published().withSizes(24, 2, 12);
            GradientCheck.check(new BrainBertNetwork(small), new NDList(SineWeights.input(manager, 1, 5, 40)),
                    1);
            GradientCheck.check(new BrainBertClassifier(small),
                    new NDList(SineWeights.input(manager, 1, 13, 40)),
                    0);
        }
    }

    /** Specification 8.1.12. */
    @Test
    void headAveragesTheMiddle() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BrainBertClassifier network = new BrainBertClassifier(
                    BrainBertConfiguration.published().withSizes(24, 1, 12));
            SineWeights.fill(network, manager);
            NDArray spectrogram = SineWeights.input(manager, 2, 21, 40);
            NDArray middle = network.layers().get("upstream").apply(pass, spectrogram).get(":, 5:15")
                    .mean(new int[] {1});
            assertArrayEquals(network.layers().get("linear_out").apply(pass, middle).toDoubleArray(),
                    network.apply(pass, spectrogram).toDoubleArray());
            assertThrows(ShapeException.class, () -> network.apply(pass, manager.ones(new Shape(1, 9, 40))));
            assertThrows(ShapeException.class, () -> network.apply(pass, manager.ones(new Shape(1, 21, 41))));
        }
    }
}
