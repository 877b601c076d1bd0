package org.engram.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentTest {
    private static final RecurrentOptions PLAIN = RecurrentOptions.of(3, 4);
    private static final RecurrentOptions DEEP = PLAIN.layers(2).inBothDirections();

    static Stream<Arguments> networks() {
        Function<RecurrentOptions, Layer> gru = Gru::new;
        Function<RecurrentOptions, Layer> lstm = Lstm::new;
        return Stream.of(Arguments.of("gru", gru), Arguments.of("lstm", lstm));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithPyTorch(String name, Function<RecurrentOptions, Layer> network) {
        fixture(name).check(network.apply(PLAIN));
        fixture(name + "-deep").check(network.apply(DEEP.unbiased()));
        fixture(name + "-started").check(network.apply(DEEP));
        fixture(name + "-ragged").check(network.apply(DEEP));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void dropsBetweenLayersInTrainingOnly(String name, Function<RecurrentOptions, Layer> network) {
        Layer layer = network.apply(DEEP.dropout(0.5));
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDArray x = manager.ones(new Shape(2, 5, 3));
            NDArray lengths = manager.create(new long[] {5, 5});
            for (NDList inputs : new NDList[] {new NDList(x), new NDList(x, lengths)}) {
                float[] dropped = run(layer, Pass.training(3), inputs);
                assertArrayEquals(dropped, run(layer, Pass.training(3), inputs));
                assertFalse(Arrays.equals(dropped, run(layer, Pass.training(4), inputs)));
                assertArrayEquals(run(layer, Pass.inference(), inputs), run(layer, Pass.inference(), inputs));
            }
            // The engine's two ways to run a sequence of full length differ in rounding only.
            assertArrayEquals(run(layer, Pass.inference(), new NDList(x)),
                    run(layer, Pass.inference(), new NDList(x, lengths)), 1e-6f, name);
        }
    }

    @Test
    void runsOnSeveralThreadsAtOnce() {
        Layer layer = new Lstm(DEEP);
        try (NDManager manager = Torch.newManager()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            NDList inputs = new NDList(manager.ones(new Shape(2, 5, 3)), manager.create(new long[] {2, 5}));
            float[] alone = run(layer, Pass.inference(), inputs);
            List<float[]> together = IntStream.range(0, 64).parallel()
                    .mapToObj(i -> run(layer, Pass.inference(), inputs)).toList();
            together.forEach(result -> assertArrayEquals(alone, result));
        }
    }

    @Test
    void cells() {
        fixture("gru-cell").check(RecurrentCell.gru(3, 4));
        fixture("lstm-cell").check(RecurrentCell.lstm(3, 4));
    }

    @Test
    void wrongInputIsNamed() {
        Layer layer = new Gru(PLAIN);
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            layer.initialize(manager, DataType.FLOAT32, 1);
            assertEquals("Gru wants (batch, time, 3), but the input has shape (2, 5, 4)",
                    assertThrows(ShapeException.class,
                            () -> layer.apply(pass, manager.zeros(new Shape(2, 5, 4)))).getMessage());
            assertEquals(
                    "Gru got lengths [2, 6] for an input of shape (2, 5, 3): give one from 1 to 5 for each "
                            + "sequence",
                    assertThrows(ShapeException.class, () -> layer.apply(pass, new NDList(
                            manager.zeros(new Shape(2, 5, 3)), manager.create(new long[] {2, 6}))))
                            .getMessage());
            assertThrows(ShapeException.class, () -> layer.apply(pass, new NDList(
                    manager.zeros(new Shape(2, 5, 3)), manager.zeros(new Shape(1, 2, 5)))));
            assertThrows(IllegalArgumentException.class, () -> PLAIN.dropout(1));
        }
    }

    private static float[] run(Layer layer, Pass opened, NDList inputs) {
        try (Pass pass = opened) {
            return layer.apply(pass, inputs).get(0).toFloatArray();
        }
    }

    private static Parity fixture(String name) {
        return Parity.of(RecurrentTest.class, name + ".npz");
    }
}
