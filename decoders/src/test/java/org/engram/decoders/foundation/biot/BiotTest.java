package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.Golden;
import org.engram.decoders.foundation.GradientCheck;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
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

    /** Specification 13.4.2. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            BiotConfiguration small = BiotConfiguration.published(4).withTransformer(8, 2, 2);
            NDArray epochs = SineWeights.input(manager, 1, 2, 400);
            GradientCheck.check(new BiotClassifier(small, 3), new NDList(epochs), 0);
            NDArray part = SineWeights.input(manager, 1, 2, 300);
            GradientCheck.check(new BiotContrastiveModel(small), new NDList(part, epochs), 0);
        }
    }

    /** Specification 13.4.1: the layers see tokens as a set. */
    @Test
    void orderOfTokensDoesNotMatterToTheMean() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BiotEncoder encoder = new BiotEncoder(BiotConfiguration.published(16));
            encoder.initialize(manager, DataType.FLOAT32, 1);
            NDArray tokens = SineWeights.input(manager, 1, 40, 256).toType(DataType.FLOAT32, true);
            Layer layers = encoder.layers().get("transformer.layers.layers");
            NDArray forwards = layers.apply(pass, tokens).mean(new int[] {1});
            NDArray backwards = layers.apply(pass, tokens.flip(1)).mean(new int[] {1});
            assertEquals(0, forwards.sub(backwards).abs().max().getFloat(), 1e-6);
        }
    }

    @Test
    void wrongInputIsNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BiotEncoder encoder = new BiotEncoder(BiotConfiguration.published(4).withTransformer(8, 1, 2), 2);
            encoder.initialize(manager, DataType.FLOAT32, 1);
            String message = assertThrows(ShapeException.class,
                    () -> encoder.apply(pass, manager.ones(new Shape(1, 3, 400)))).getMessage();
            assertTrue(message.contains("at most 2 channels"), message);
            message = assertThrows(ShapeException.class,
                    () -> encoder.apply(pass, manager.ones(new Shape(1, 2, 199)))).getMessage();
            assertTrue(message.contains("shorter than one frame of 200 samples"), message);
        }
        assertThrows(IllegalArgumentException.class,
                () -> new BiotEncoder(BiotConfiguration.published(4), 4));
    }
}
