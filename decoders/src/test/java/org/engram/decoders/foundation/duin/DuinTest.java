package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.CodebookCheck;
import org.engram.decoders.foundation.Golden;
import org.engram.decoders.foundation.GradientCheck;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.operators.Activations;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@ExtendWith(OneThread.class)
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

    /** Specification 13.4.2; before a codebook the gradient is not a derivative. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            DuinConfiguration small = DuinConfiguration.published().withData(3, 2, 2, 4).withSizes(1, 6);
            NDArray trials = SineWeights.input(manager, 2, 200, 3);
            NDArray subjects = manager.create(new long[] {1, 0});
            GradientCheck.check(new DuinClassifier(small), new NDList(trials, subjects), 0);
            NDArray masked = manager.create(new boolean[] {true, false, false, true}, new Shape(2, 2));
            GradientCheck.check(new DuinMaskedModel(small), new NDList(trials, subjects, masked), 0);
            GradientCheck.check(new DuinTokenizer(small), new NDList(trials, subjects), 1,
                    "decoder.1.xfmr_blocks.0",
                    "rgs_block", "desubj_block");
        }
    }

    @Test
    void wrongInputIsNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            DuinClassifier network = new DuinClassifier(
                    DuinConfiguration.published().withData(3, 2, 2, 4).withSizes(1, 6));
            network.initialize(manager, DataType.FLOAT32, 1);
            NDArray subject = manager.create(new long[] {1});
            for (Shape shape : List.of(new Shape(1, 150, 3), new Shape(1, 200, 4), new Shape(1, 300, 3),
                    new Shape(1, 100, 3), new Shape(2, 200, 3))) {
                assertThrows(ShapeException.class,
                        () -> network.apply(pass, new NDList(manager.ones(shape), subject)));
            }
        }
    }

    /** Numbers by tokenizers.py. */
    @Test
    void maskedModelAgreesWithPytorch() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            DuinMaskedModel network = new DuinMaskedModel(
                    DuinConfiguration.published().withData(3, 2, 4, 1).withSizes(1, 7));
            assertEquals(39, network.learned().size());
            SineWeights.fill(network, manager);
            NDArray logits = network.apply(pass, new NDList(SineWeights.input(manager, 2, 300, 3),
                    manager.create(new long[] {1, 0}), manager.arange(6).mod(2).eq(1).reshape(2, 3))).get(0);
            Golden.first(logits, 0.18514928);
            Golden.last(logits, -0.86671771);
            Golden.check("mean", 0.02766453, logits.mean().getDouble());
        }
    }

    /** Numbers by tokenizers.py. */
    @Test
    void tokenizerAgreesWithPytorch() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            DuinTokenizer network = new DuinTokenizer(
                    DuinConfiguration.published().withData(3, 2, 4, 1).withSizes(1, 600));
            assertEquals(145, network.learned().size());
            SineWeights.fill(network, manager);
            NDList results = network.apply(pass,
                    new NDList(SineWeights.input(manager, 2, 300, 3), manager.create(new long[] {1, 0})));
            assertArrayEquals(new long[] {456, 456, 456, 456, 456, 456}, results.get(0).toLongArray());
            assertEquals(new Shape(2, 300, 3), results.get(1).getShape());
            Golden.first(results.get(1), -0.05095147);
            Golden.last(results.get(1), -0.02019132);
            Golden.check("mean", -0.03396618, results.get(1).mean().getDouble());
            Golden.first(results.get(2), 0.02287985);
        }
    }

    @Test
    void trainingMovesTheCodebook() {
        try (NDManager manager = Torch.newManager()) {
            DuinTokenizer network = new DuinTokenizer(
                    DuinConfiguration.published().withData(3, 2, 3, 1).withSizes(1, 4));
            network.initialize(manager, DataType.FLOAT32, 1);
            CodebookCheck.moves(network, "vq_block.codex.embeddings", new NDList(
                    manager.randomNormal(new Shape(2, 300, 3)), manager.create(new long[] {1, 0})));
        }
    }
}
