package org.engram.decoders.foundation.cbramod;

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
class CbramodTest {
    /** Specification 7.2.14, 7.2.10 and 6.4.1. */
    @Test
    void golden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published());
            assertEquals(211, network.learned().size());
            assertEquals(4_924_000, network.parameterCount());
            SineWeights.fill(network, manager);
            NDArray large = network.apply(pass, SineWeights.input(manager, 2, 19, 4, 200));
            Golden.first(large, 0.21829584, 0.40709783, -0.13962581, -0.52841488);
            Golden.last(large, 0.41550298);
            NDArray input = SineWeights.input(manager, 1, 3, 2, 200);
            NDArray small = network.apply(pass, input);
            Golden.first(small, 0.24812790);
            Golden.last(small, 0.16015898);
            PatchEmbedding embedding = (PatchEmbedding) network.layers().get("patch_embedding");
            Golden.first(embedding.apply(pass, input), -0.00472119);
        }
    }

    /** Specification 13.4.2; the classifier's backbone is the network's without the reconstruction. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            CbramodConfiguration small = new CbramodConfiguration(1, 4, 12, 0.1);
            NDArray patches = SineWeights.input(manager, 1, 3, 2, 200);
            NDArray hidden = manager.create(new boolean[] {false, true, false, false, true, false},
                    new Shape(1, 3, 2));
            GradientCheck.check(new CbramodNetwork(small), new NDList(patches, hidden), 0);
            NDArray narrow = SineWeights.input(manager, 1, 1, 1, 200);
            GradientCheck.check(new CbramodClassifier(small, 1, 1, 2), new NDList(narrow), 0, "classifier",
                    "backbone.encoder.layers.0.linear");
        }
    }

    /** Specification 13.4.1: channels are told apart by the positional convolution and by nothing else. */
    @Test
    void withoutThePositionalConvolutionChannelsCanBeReordered() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published().withLayers(2));
            SineWeights.fill(network, manager);
            NDArray patches = SineWeights.input(manager, 1, 4, 2, 200);
            assertTrue(difference(network, pass, patches) > 1e-3);
            network.learned().forEach((name, parameter) -> {
                if (name.startsWith("patch_embedding.positional_encoding")) {
                    manager.zeros(parameter.getShape(), DataType.FLOAT64).copyTo(parameter.getArray());
                }
            });
            // Sums over channels in another order: rounding of float64.
            assertEquals(0, difference(network, pass, patches), 1e-10);
        }
    }

    private static double difference(CbramodNetwork network, Pass pass, NDArray patches) {
        return network.apply(pass, patches).flip(1).sub(network.apply(pass, patches.flip(1))).abs().max()
                .getDouble();
    }

    /** Specification 7.2.4: one channel reaches another's embedding through the group norms. */
    @Test
    void groupNormsCoupleTokens() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            PatchEmbedding embedding = new PatchEmbedding(0);
            SineWeights.fill(embedding, manager);
            manager.zeros(new Shape(200, 1, 19, 7), DataType.FLOAT64)
                    .copyTo(embedding.learned().get("positional_encoding.0.weight").getArray());
            NDArray patches = SineWeights.input(manager, 1, 2, 1, 200);
            NDArray silent = patches.mul(manager.create(new double[] {1, 0}, new Shape(1, 2, 1, 1)));
            NDArray change = embedding.apply(pass, patches).sub(embedding.apply(pass, silent)).get(0).get(0);
            assertTrue(change.abs().max().getDouble() > 0.1);
        }
    }

    /** Specification 7.2.9: a hidden patch is zero before both branches. */
    @Test
    void hiddenPatchesAreZero() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published().withLayers(1));
            network.initialize(manager, DataType.FLOAT64, 1);
            NDArray patches = SineWeights.input(manager, 1, 2, 1, 200);
            NDArray silent = patches.mul(manager.create(new double[] {1, 0}, new Shape(1, 2, 1, 1)));
            NDArray hidden = manager.create(new boolean[] {false, true}, new Shape(1, 2, 1));
            assertArrayEquals(network.apply(pass, silent).toDoubleArray(),
                    network.apply(pass, new NDList(patches, hidden)).get(0).toDoubleArray());
        }
    }

    @Test
    void wrongInputIsNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published().withLayers(1));
            network.initialize(manager, DataType.FLOAT32, 1);
            String message = assertThrows(ShapeException.class,
                    () -> network.apply(pass, manager.ones(new Shape(1, 2, 2, 250)))).getMessage();
            assertTrue(message.contains("resample to 200 Hz and cut into whole seconds"), message);
        }
    }
}
