package org.engram.decoders.foundation.bendr;

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
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
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

    /** Specification 13.4.2. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            BendrConfiguration small = BendrConfiguration.published().withSizes(32, 2, 20);
            GradientCheck.check(new BendrClassifier(small, 2, BendrClassifier.Token.LAST),
                    new NDList(SineWeights.input(manager, 1, 20, 200)), 0);
            NDArray hidden = manager.create(new boolean[] {false, true, false}, new Shape(1, 3));
            GradientCheck.check(new BendrContextualizer(small),
                    new NDList(SineWeights.input(manager, 1, 32, 3), hidden), 0);
        }
    }

    /** Specification 7.4.7. */
    @Test
    void headReadsTheFirstOrTheLastPosition() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BendrConfiguration small = BendrConfiguration.published().withSizes(32, 1, 20);
            NDArray trial = SineWeights.input(manager, 1, 20, 300);
            for (BendrClassifier.Token token : BendrClassifier.Token.values()) {
                BendrClassifier network = new BendrClassifier(small, 2, token);
                SineWeights.fill(network, manager);
                NDArray context = network.layers().get("contextualizer").apply(pass,
                        network.layers().get("encoder").apply(pass, trial));
                NDArray read = context.get(token == BendrClassifier.Token.FIRST ? ":, :, 0" : ":, :, -1");
                assertArrayEquals(network.layers().get("final_layer").apply(pass, read).toDoubleArray(),
                        network.apply(pass, trial).toDoubleArray());
            }
        }
    }

    @Test
    void wrongInputIsNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BendrEncoder encoder = new BendrEncoder(BendrConfiguration.published().withSizes(32, 1, 20));
            encoder.initialize(manager, DataType.FLOAT32, 1);
            String message = assertThrows(ShapeException.class,
                    () -> encoder.apply(pass, manager.ones(new Shape(1, 19, 300)))).getMessage();
            assertTrue(message.contains("add missing channels as zeros"), message);
        }
    }
}
