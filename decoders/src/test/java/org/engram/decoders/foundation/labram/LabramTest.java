package org.engram.decoders.foundation.labram;

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
import org.engram.nn.operators.Normalizations;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
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

    /** Specification 13.4.2. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            LabramConfiguration small = new LabramConfiguration(100, 2, 5, 4, 3, 0);
            NDArray patches = SineWeights.input(manager, 1, 2, 2, 200);
            NDArray channels = manager.create(new long[] {0, 20, 39});
            GradientCheck.check(new LabramClassifier(small), new NDList(patches, channels), 0);
            NDArray masked = manager.create(new boolean[] {false, true, true, false}, new Shape(1, 4));
            GradientCheck.check(new LabramMaskedModel(small, 5), new NDList(patches, channels, masked), 0);
            GradientCheck.check(new LabramTokenizer(1, 7, 4), new NDList(patches, channels), 2,
                    "decode_task_layer_angle", "decoder.blocks.0");
        }
    }

    /** What a masked patch held does not reach the prediction but through the statistics of the group norms. */
    @Test
    void masksReplaceTokens() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            LabramMaskedModel network = new LabramMaskedModel(LabramConfiguration.base(1).withLayers(1), 5);
            network.initialize(manager, DataType.FLOAT64, 1);
            NDArray channels = manager.create(new long[] {0, 20, 39});
            NDArray patches = SineWeights.input(manager, 1, 2, 2, 200);
            // Time-reversing all patches changes every token; with all of them masked nothing is left of that.
            NDArray all = manager.create(new boolean[] {true, true, true, true}, new Shape(1, 4));
            double[] forwards = network.apply(pass, new NDList(patches, channels, all)).get(0)
                    .toDoubleArray();
            double[] backwards = network.apply(pass, new NDList(patches.flip(3), channels, all)).get(0)
                    .toDoubleArray();
            assertArrayEquals(forwards, backwards, 1e-14);
            NDArray none = all.logicalNot();
            double seen = network.apply(pass, new NDList(patches, channels, none)).get(0).getDouble(0, 0, 0);
            assertTrue(Math.abs(seen - forwards[0]) > 1e-6);
        }
    }

    @Test
    void wrongInputIsNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            LabramClassifier network = new LabramClassifier(LabramConfiguration.base(2).withLayers(1));
            network.initialize(manager, DataType.FLOAT32, 1);
            NDArray one = LabramChannels.numbers(manager, List.of("C3"));
            assertMessage("cut it into epochs of at most 16 seconds",
                    () -> network.apply(pass, new NDList(manager.ones(new Shape(1, 1, 17, 200)), one)));
            assertMessage("resample to 200 Hz",
                    () -> network.apply(pass, new NDList(manager.ones(new Shape(1, 1, 2, 256)), one)));
            assertMessage("one number for the class token and each channel",
                    () -> network.apply(pass, new NDList(manager.ones(new Shape(1, 2, 2, 200)), one)));
            assertMessage("has no row", () -> network.apply(pass,
                    new NDList(manager.ones(new Shape(1, 1, 2, 200)), manager.create(new long[] {0, 129}))));
        }
        assertThrows(IllegalArgumentException.class, () -> new LabramConfiguration(200, 12, 10, 16, 2, 0));
    }

    private static void assertMessage(String part, Executable call) {
        String message = assertThrows(ShapeException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }

    /** Numbers by tokenizers.py. */
    @Test
    void maskedModelAgreesWithPytorch() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            LabramMaskedModel network = new LabramMaskedModel(LabramConfiguration.base(1).withLayers(1), 11);
            assertEquals(41, network.learned().size());
            SineWeights.fill(network, manager);
            NDArray masked = manager.arange(12).mod(3).eq(1).reshape(2, 6);
            NDArray logits = network.apply(pass, new NDList(SineWeights.input(manager, 2, 2, 3, 200),
                    manager.create(new long[] {0, 20, 39}), masked)).get(0);
            Golden.first(logits, 0.55167232);
            Golden.last(logits, -0.37062192);
            Golden.check("mean", 0.16368554, logits.mean().getDouble());
        }
    }

    /** Numbers by tokenizers.py. */
    @Test
    void tokenizerAgreesWithPytorch() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            LabramTokenizer network = new LabramTokenizer(1, 4096, 2);
            assertEquals(84, network.learned().size());
            SineWeights.fill(network, manager);
            NDArray codes = Normalizations
                    .unit(manager.arange(0, 8192, 1, DataType.FLOAT64).mul(7.3).sin().reshape(4096, 2), -1,
                            1e-12);
            codes.copyTo(network.state().get("quantize.embedding.weight").getArray());
            NDList results = network.apply(pass, new NDList(SineWeights.input(manager, 2, 2, 3, 200),
                    manager.create(new long[] {0, 20, 39})));
            assertArrayEquals(
                    new long[] {1844, 1121, 2808, 3188, 2672, 707, 1050, 191, 463, 1671, 2845, 4084},
                    results.get(0).toLongArray());
            Golden.first(results.get(1), -0.18443891);
            Golden.last(results.get(1), 0.01044883);
            Golden.check("mean", -0.00225844, results.get(1).mean().getDouble());
            Golden.first(results.get(2), -0.16854354);
            Golden.last(results.get(2), -0.04851251);
            Golden.first(results.get(3), 0.00000079);
        }
    }

    @Test
    void trainingMovesTheCodebook() {
        try (NDManager manager = Torch.newManager()) {
            LabramTokenizer network = new LabramTokenizer(1, 5, 4);
            network.initialize(manager, DataType.FLOAT32, 1);
            CodebookCheck.moves(network, "quantize.embedding.weight",
                    new NDList(manager.randomNormal(new Shape(2, 2, 3, 200)),
                            manager.create(new long[] {0, 20, 39})));
        }
    }
}
