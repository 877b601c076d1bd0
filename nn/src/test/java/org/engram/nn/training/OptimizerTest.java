package org.engram.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.io.array.NpyArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final Map<String, UpdateRule> RULES = new LinkedHashMap<>();

    static {
        RULES.put("adam", Adam.plain());
        RULES.put("adam-l2", new Adam(0.8, 0.95, 1e-4, 0.1, false));
        RULES.put("adamw", Adam.decoupled(0.3).withBetas(0.9, 0.98));
        RULES.put("sgd", Sgd.plain());
        RULES.put("sgd-momentum", new Sgd(0.9, false, 0.05));
        RULES.put("sgd-nesterov", new Sgd(0.9, true, 0.05));
        RULES.put("rmsprop", new RmsProp(0.9, 1e-6, 0, 0.05));
        RULES.put("rmsprop-momentum", new RmsProp(0.99, 1e-8, 0.8, 0));
        RULES.put("lamb", Lamb.of(0.1).withBetas(0.9, 0.99));
        RULES.put("lamb-uncorrected", new Lamb(0.9, 0.99, 1e-6, 0.1, false, 1.5));
    }

    static Set<String> rules() {
        return RULES.keySet();
    }

    /** Three parameters without a computation. */
    private static final class Parameters extends Layer {
        Parameters() {
            parameter("a", Initialization.ZEROS, 3, 4);
            parameter("b", Initialization.ZEROS, 4);
            parameter("c", Initialization.ZEROS, 2);
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return inputs;
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void sevenStepsAreThoseOfPyTorch(String name) {
        Map<String, NpyArray> fixture = Fixture.read("optimizers.npz");
        try (NDManager manager = Torch.newManager()) {
            Parameters network = new Parameters();
            network.initialize(manager, DataType.FLOAT32, 1);
            List<Parameter> parameters = List.copyOf(network.learned().values());
            for (int i = 0; i < 3; i++) {
                manager.create((float[]) fixture.get("start/" + i).data(), parameters.get(i).getShape())
                        .copyTo(parameters.get(i).getArray());
            }
            try (Optimizer optimizer = new Optimizer(network, RULES.get(name), List.of())) {
                for (int step = 0; step < 7; step++) {
                    setGradients(parameters, fixture, step, manager);
                    optimizer.step(name.startsWith("sgd") ? 0.1 : 0.01);
                }
                assertEquals(0, optimizer.gradientNorm());
            }
            for (int i = 0; i < 3; i++) {
                // Seven steps in float32 against float64: a few roundings of numbers of size 1.
                assertArrayEquals(fixture.get(name + "/" + i).toDoubles(),
                        Parity.numbers(parameters.get(i).getArray()), 2e-6, name + " " + i);
            }
        }
    }

    /** The gradient of sum(p g) is g. */
    private static void setGradients(List<Parameter> parameters, Map<String, NpyArray> fixture, int step,
            NDManager manager) {
        try (Pass pass = Pass.training(1)) {
            NDArray sum = manager.create(0f);
            for (int i = 0; i < parameters.size(); i++) {
                NDArray gradient = manager.create((float[]) fixture.get("gradient/" + step + "/" + i).data(),
                        parameters.get(i).getShape());
                sum = sum.add(pass.value(parameters.get(i)).mul(gradient).sum());
            }
            pass.backward(sum);
        }
    }

    @Test
    void rulesCompose() {
        try (NDManager manager = Torch.newManager()) {
            Sequence network = new Sequence(new Embedding(5, 4), new Linear(4, 4),
                    new LayerNormalization(4, 1e-5),
                    new Linear(4, 2)).then("head", new Linear(2, 2));
            network.initialize(manager, DataType.FLOAT32, 1);
            try (Optimizer optimizer = new Optimizer(network, Adam.decoupled(0.1),
                    List.of(ParameterRule.withoutDecay(),
                            ParameterRule.rate(path -> path.startsWith("head."), 10),
                            ParameterRule.frozen(path -> path.startsWith("3."))))) {
                Map<String, ParameterRule.Setting> settings = optimizer.settings();
                assertEquals(new ParameterRule.Setting(1, 0, false), settings.get("0.weight"));
                assertEquals(new ParameterRule.Setting(1, 1, false), settings.get("1.weight"));
                assertEquals(new ParameterRule.Setting(1, 0, false), settings.get("1.bias"));
                assertEquals(new ParameterRule.Setting(1, 0, false), settings.get("2.weight"));
                assertFalse(settings.containsKey("3.weight"));
                assertEquals(new ParameterRule.Setting(10, 1, false), settings.get("head.weight"));
                assertFalse(network.state().get("3.weight").getArray().hasGradient());
            }
        }
    }

    @Test
    void layerWiseRatesAreThoseOfLabram() {
        var layerOf = ParameterRule.transformerLayer("blocks", 12, "patch_embed", "cls_token");
        assertEquals(0, layerOf.applyAsInt("patch_embed.proj.weight"));
        assertEquals(0, layerOf.applyAsInt("cls_token"));
        assertEquals(12, layerOf.applyAsInt("blocks.11.attn.qkv.weight"));
        assertEquals(13, layerOf.applyAsInt("head.weight"));
        ParameterRule rule = ParameterRule.layerDecay(0.65, 13, layerOf);
        var subject = new ParameterRule.Subject("blocks.0.norm1.weight", new Shape(4), null);
        assertEquals(Math.pow(0.65, 12), rule.apply(subject, ParameterRule.Setting.USUAL).rateFactor(),
                1e-12);
    }

    @Test
    void theNormIsOfAllGradientsAndScalesWithThem() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(1)) {
            Parameters network = new Parameters();
            network.initialize(manager, DataType.FLOAT32, 1);
            try (Optimizer optimizer = new Optimizer(network, Sgd.plain(), List.of())) {
                List<Parameter> all = List.copyOf(network.learned().values());
                pass.backward(pass.value(all.get(0)).sum().add(pass.value(all.get(1)).sum().mul(2)));
                assertEquals(Math.sqrt(12 + 4 * 4), optimizer.gradientNorm(), 1e-6);
                optimizer.scaleGradients(0.5);
                assertEquals(Math.sqrt(12 + 4 * 4) / 2, optimizer.gradientNorm(), 1e-6);
                optimizer.step(1);
                assertEquals(-0.5f, all.get(0).getArray().toFloatArray()[0]);
                assertEquals(0f, all.get(2).getArray().toFloatArray()[0]);
            }
        }
    }

    @Test
    void theAverageFollowsAndIsExchanged() {
        try (NDManager manager = Torch.newManager()) {
            Parameters network = new Parameters();
            network.initialize(manager, DataType.FLOAT32, 1);
            NDArray b = network.learned().get("b").getArray();
            try (ExponentialAverage average = new ExponentialAverage(network, 0.999, true)) {
                double expected = 0;
                for (int update = 0; update < 5; update++) {
                    manager.create(new float[] {update + 1, 0, 0, 0}).copyTo(b);
                    average.update(update);
                    double decay = Math.min(0.999, (1.0 + update) / (10 + update));
                    expected = decay * expected + (1 - decay) * (update + 1);
                }
                assertEquals(expected, average.state().get("b").toFloatArray()[0], 1e-5);
                average.exchange();
                assertEquals(expected, b.toFloatArray()[0], 1e-5);
                average.exchange();
                assertEquals(5, b.toFloatArray()[0]);
            }
        }
    }

    @Test
    void rangesAreChecked() {
        for (Runnable wrong : Arrays.<Runnable>asList(() -> Adam.plain().withBetas(1, 0.9),
                () -> Adam.decoupled(-1), () -> new Sgd(0, true, 0), () -> new RmsProp(0.9, 1, 1, 0))) {
            org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, wrong::run);
        }
    }
}
