package org.engram.nn.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BasicLayersTest {
    private static Parity fixture(String name) {
        return Parity.of(BasicLayersTest.class, name + ".npz");
    }

    @Test
    void linear() {
        fixture("linear").check(new Linear(5, 3));
        fixture("linear-unbiased").check(new Linear(5, 3, false));
    }

    @Test
    void convolutionOverOneToThreeAxes() {
        fixture("conv1d").check(
                Convolution.builder(1, 4, 6).kernel(5).stride(2).padding(2).dilation(2).groups(2).build());
        fixture("conv2d").check(Convolution.builder(2, 3, 4).kernel(3, 5).stride(1, 2).padding(1, 2).build());
        fixture("conv3d").check(Convolution.builder(3, 2, 3).kernel(3).padding(1).unbiased().build());
        fixture("depthwise").check(Convolution.builder(2, 4, 8).kernel(3).groups(4).build());
    }

    @Test
    void normalizations() {
        fixture("layernorm").check(new LayerNormalization(6, 1e-6));
        fixture("groupnorm").check(new GroupNormalization(2, 4, 1e-6));
        fixture("batchnorm-training").check(new BatchNormalization(3, 0.2, 1e-3));
        fixture("batchnorm-inference").inInference().check(new BatchNormalization(3));
    }

    @Test
    void embeddingAndSequence() {
        fixture("embedding").check(new Embedding(7, 3));
        fixture("sequence").check(new Sequence(new Linear(4, 5), Activation.GELU.layer(), new Linear(5, 2)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"IDENTITY", "QUICK_GELU", "SQUARE"})
    void activations(Activation activation) {
        fixture("activation-" + activation.name().toLowerCase(Locale.ROOT)).check(activation.layer());
    }

    @Test
    void startDependsOnSeedAndPathOnly() {
        try (NDManager manager = Torch.newManager()) {
            Sequence small = new Sequence(new Linear(4, 5));
            Sequence large = new Sequence(new Linear(4, 5), new Linear(5, 2));
            small.initialize(manager, DataType.FLOAT32, 3);
            large.initialize(manager, DataType.FLOAT32, 3);
            float[] first = small.state().get("0.weight").getArray().toFloatArray();
            assertArrayEquals(first, large.state().get("0.weight").getArray().toFloatArray());
            double bound = 1 / Math.sqrt(4);
            for (float value : first) {
                assertTrue(Math.abs(value) <= bound);
            }
        }
    }

    @Test
    void wrongShapeNamesTheParameterAndBothShapes() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            Sequence network = new Sequence(new Linear(4, 5), new Linear(6, 2));
            network.initialize(manager, DataType.FLOAT32, 3);
            ShapeException failure = assertThrows(ShapeException.class,
                    () -> network.apply(pass, manager.zeros(new Shape(3, 4))));
            assertEquals(
                    "1.weight has shape (2, 6) and wants 6 features on the last axis, but the input has shape (3, 5)",
                    failure.getMessage());
        }
    }

    /** 2^46 numbers do not fit anywhere; their operand is one number seen many times. */
    @Test
    void lackOfMemoryNamesTheLayerItsArraysAndWhatToLower() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            Sequence network = new Sequence(new Linear(1, 1), new Linear(1, 1024));
            network.initialize(manager, DataType.FLOAT32, 3);
            NDArray input = manager.zeros(new Shape(1, 1)).broadcast(new Shape(1L << 36, 1));
            String said = assertThrows(EngramException.class,
                    () -> ((SimpleLayer) network.getChildren().get("1")).apply(pass, input)).getMessage();
            assertTrue(said.startsWith("out of memory in 1 (Linear) on input (68719476736, 1) float32"),
                    said);
            assertTrue(said.endsWith("lower the batch size or the size of the crop"), said);
        }
    }

    @Test
    void intermediateArraysAreClosed() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = new Sequence(new Linear(4, 5), Activation.GELU.layer(), new Linear(5, 2));
            network.initialize(manager, DataType.FLOAT32, 3);
            NDArray x = manager.ones(new Shape(3, 4));
            int before = manager.getManagedArrays().size();
            for (int step = 0; step < 50; step++) {
                try (Pass pass = Pass.training(step)) {
                    pass.backward(network.apply(pass, x).sum());
                }
            }
            assertEquals(before, manager.getManagedArrays().size());
            try (Pass pass = Pass.inference()) {
                NDArray kept = pass.keep(network.apply(pass, x));
                assertEquals(List.of(3L, 2L), List.of(kept.getShape().get(0), kept.getShape().get(1)));
            }
            assertEquals(before + 1, manager.getManagedArrays().size());
        }
    }
}
