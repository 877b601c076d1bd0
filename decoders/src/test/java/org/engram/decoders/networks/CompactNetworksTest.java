package org.engram.decoders.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class CompactNetworksTest {
    /** Specification 13.4; the values are printed to eight places. */
    @Test
    void eegNetGolden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            EegNet network = new EegNet(EegNet.Configuration.of(22, 256, 4));
            SineWeights.fill(network, manager);
            NDArray logits = network.apply(pass, SineWeights.input(manager, 2, 22, 256));
            assertEquals(new Shape(2, 4), logits.getShape());
            double[] expected = {-0.03875340, -0.05901569, -0.02375287, -0.03487430};
            System.out.println(Arrays.toString(logits.toDoubleArray()));
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], logits.getDouble(0, i), 2e-8);
            }
        }
    }
}
