package org.engram.nn.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class LayerObserverTest {
    private static Sequence network(NDManager manager) {
        Sequence network = new Sequence(new Linear(4, 5), Activation.RELU.layer(), new Linear(5, 2));
        network.initialize(manager, DataType.FLOAT32, 3);
        return network;
    }

    @Test
    void everyLayerReportsInTheOrderInWhichItEnds() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            List<String> seen = new ArrayList<>();
            pass.observedBy((layer, inputs, outputs) -> {
                seen.add(((Layer) layer).path() + inputs.get(0).getShape() + outputs.get(0).getShape());
                return outputs;
            });
            network(manager).apply(pass, manager.ones(new Shape(3, 4)));
            assertEquals(List.of("0(3, 4)(3, 5)", "1(3, 5)(3, 5)", "2(3, 5)(3, 2)", "(3, 4)(3, 2)"), seen);
        }
    }

    @Test
    void withoutObserverTheVeryListOfResultsGoesOn() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDList outputs = new NDList(manager.ones(new Shape(1)));
            assertSame(outputs, pass.observed(network(manager), new NDList(), outputs));
        }
    }

    @Test
    void sharedArraysOutliveTheirLayerAndNotThePass() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = network(manager);
            NDArray x = manager.ones(new Shape(3, 4));
            int before = manager.getManagedArrays().size();
            NDArray[] hidden = new NDArray[1];
            for (int run = 0; run < 20; run++) {
                try (Pass pass = Pass.differentiating()) {
                    pass.observedBy((layer, inputs, outputs) -> {
                        if (((Layer) layer).path().equals("1")) {
                            hidden[0] = pass.share(outputs.get(0));
                        }
                        return outputs;
                    });
                    network.apply(pass, x);
                    assertEquals(15, hidden[0].toFloatArray().length);
                }
                assertEquals(before, manager.getManagedArrays().size());
            }
            assertThrows(RuntimeException.class, () -> hidden[0].toFloatArray());
        }
    }

    @Test
    void aCutGivesTheGradientOfAHiddenLayer() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = network(manager);
            float[] weight = network.state().get("2.weight").getArray().toFloatArray();
            try (Pass pass = Pass.differentiating().frozen(Map.of())) {
                NDArray[] leaf = new NDArray[1];
                pass.observedBy((layer, inputs, outputs) -> {
                    if (!((Layer) layer).path().equals("1")) {
                        return outputs;
                    }
                    leaf[0] = pass.cut(outputs.get(0));
                    return new NDList(pass.share(leaf[0]));
                });
                NDArray x = manager.ones(new Shape(1, 4));
                x.setRequiresGradient(true);
                pass.backward(network.apply(pass, x).get(":, 0").sum());
                // The last layer is linear: the gradient of its first output is the first row of its weights.
                assertArrayEquals(java.util.Arrays.copyOf(weight, 5), pass.gradient(leaf[0]).toFloatArray(),
                        0);
                assertNull(pass.gradient(x));
            }
        }
    }

    @Test
    void aFrozenPassLeavesNoGradientInParametersAndMaySubstituteThem() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = network(manager);
            var weight = network.state().get("0.weight");
            float[] own = weight.getArray().toFloatArray();
            NDArray x = manager.ones(new Shape(3, 4));
            x.setRequiresGradient(true);
            NDArray zeros = manager.zeros(new Shape(5, 4));
            float[] plain;
            float[] substituted;
            try (Pass pass = Pass.differentiating().frozen(Map.of())) {
                NDArray y = network.apply(pass, x);
                pass.backward(y.sum());
                plain = y.toFloatArray();
                assertNotNull(pass.gradient(x));
            }
            try (Pass pass = Pass.inference().frozen(Map.of(weight, zeros))) {
                substituted = network.apply(pass, x).toFloatArray();
            }
            network.learned().values()
                    .forEach(parameter -> assertNull(Pass.gradientOf(parameter.getArray())));
            assertNotEquals(plain[0], substituted[0]);
            assertArrayEquals(own, weight.getArray().toFloatArray());
            // Without its first weights the network gives the same for all inputs.
            assertEquals(substituted[0], substituted[2]);
        }
    }

    @Test
    void startValuesAreThoseOfAFreshNetwork() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = network(manager);
            Sequence other = new Sequence(new Linear(4, 5), Activation.RELU.layer(), new Linear(5, 2));
            other.initialize(manager, DataType.FLOAT32, 9);
            Map<String, NDArray> start = network.startValues(manager, DataType.FLOAT32, 9);
            assertEquals(other.state().keySet(), start.keySet());
            other.state().forEach((path, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(),
                    start.get(path).toFloatArray()));
        }
    }
}
