package org.engram.nn.explanation.relevance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import org.engram.core.UnsupportedFeatureException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Gradient;
import org.engram.nn.explanation.Networks;
import org.engram.nn.explanation.Networks.Flat;
import org.engram.nn.explanation.Networks.Residual;
import org.engram.nn.explanation.Networks.SpatialMean;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.DropPath;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Flattening;
import org.engram.nn.layers.LayerScale;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Padding;
import org.engram.nn.layers.Pooling;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.Upsampling;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.PaddingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayerwiseRelevanceTest {
    private static final RelevanceRules RULES = RelevanceRules.standard()
            .with(Flat.class, RelevanceRule.routed())
            .with(SpatialMean.class, RelevanceRule.proportional())
            .with(Residual.class, RelevanceRule.sum(Residual::body, block -> null));

    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static LayerwiseRelevance everywhere(WeightRule rule) {
        return LayerwiseRelevance.builder().dense(rule).convolution(rule).sameAtInput().rules(RULES).build();
    }

    private static Attribution.Balance balance(Attribution map) {
        return map.balance().orElseThrow();
    }

    private ExplainedNetwork of(SimpleLayer... layers) {
        return ExplainedNetwork.of(Networks.filled(new Sequence(layers), manager, 6));
    }

    @Test
    void withoutBiasesRelevanceIsKept() {
        ExplainedNetwork network = of(Convolution.builder(2, 2, 5).kernel(3).unbiased().build(),
                Activation.RELU.layer(), new Dropout(0.5),
                Convolution.builder(2, 5, 4).kernel(2).groups(1).unbiased().build(), Activation.RELU.layer(),
                new SpatialMean(), new Linear(4, 3, false));
        Sample sample = Networks.noise(2, 2, 6, 6);
        for (WeightRule rule : new WeightRule[] {new WeightRule.Epsilon(1e-9), new WeightRule.Gamma(0.25)}) {
            Attribution map = everywhere(rule).explain(network, sample, Target.output(1));
            // float32 sums in which z_j near zero magnify rounding
            assertEquals(0, balance(map).relativeError(), 1e-4, rule.toString());
            assertEquals(1, map.notices().size());
        }
        Attribution composite = LayerwiseRelevance.builder().rules(RULES).build().explain(network, sample,
                Target.contrast(1));
        assertEquals(0, balance(composite).relativeError(), 1e-4);
        assertEquals("relevance-artefacts", composite.notices().get(0).code());
    }

    @Test
    void layersThatMoveValuesKeepTheirRelevance() {
        ExplainedNetwork network = of(new Padding(PaddingMode.ZEROS, 1, 1, 1, 1),
                Convolution.builder(2, 2, 4).kernel(3).unbiased().build(), Activation.RELU.layer(),
                Pooling.maximum(2, 2), Upsampling.by(Interpolation.NEAREST, 2, 2), Pooling.average(2, 2),
                new org.engram.nn.layers.Residual("branch",
                        new Sequence(Convolution.builder(2, 4, 4).unbiased().build(), new DropPath(0.3))),
                new org.engram.nn.layers.Residual("branch", Convolution.builder(2, 4, 3).unbiased().build(),
                        "shortcut", Convolution.builder(2, 4, 3).unbiased().build()),
                new Flattening(), new LayerScale(27, 0.5), new Linear(27, 2, false));
        Sample sample = Networks.noise(2, 2, 6, 6);
        Attribution map = LayerwiseRelevance.builder().dense(new WeightRule.Epsilon(1e-9))
                .convolution(new WeightRule.Epsilon(1e-9)).sameAtInput().build()
                .explain(network, sample, Target.output(0));
        // float32 sums in which z_j near zero magnify rounding
        assertEquals(0, balance(map).relativeError(), 1e-3);
    }

    @Test
    void aMaximumHandsEverythingToTheWinnerAndAMeanToItsParts() {
        Sample sample = new Sample(new float[] {1, 4, 2, 3}, 1, 2, 2);
        LayerwiseRelevance method = LayerwiseRelevance.epsilon();
        assertArrayEquals(new float[] {0, 4, 0, 0},
                method.explain(of(Pooling.maximum(2, 2), new Flattening()), sample, Target.output(0))
                        .values(),
                1e-6f);
        assertArrayEquals(new float[] {0.25f, 1, 0.5f, 0.75f},
                method.explain(of(Pooling.average(2, 2), new Flattening()), sample, Target.output(0))
                        .values(),
                1e-6f);
    }

    @Test
    void theEpsilonRuleIsGradientTimesInputOnRectifiersWithoutBiases() {
        ExplainedNetwork network = of(new Linear(6, 8, false), Activation.RELU.layer(),
                new Linear(8, 2, false));
        Sample sample = Networks.noise(2, 6);
        float[] product = Gradient.timesInput().explain(network, sample, Target.output(0)).values();
        float[] relevance = everywhere(new WeightRule.Epsilon(0)).explain(network, sample, Target.output(0))
                .values();
        assertArrayEquals(product, relevance, 1e-5f);
    }

    @Test
    void alphaBetaKeepsRelevanceWhereThereAreNoBiasesAndBothSignsOccur() {
        // One result of inputs 2 and -1 with weights 3 and 1: z+ = 6, z- = -1, R = 5.
        Sequence network = Networks.filled(new Sequence(new Linear(2, 1, false)), manager, 1);
        Networks.set(network, "0.weight", 3, 1);
        Attribution map = everywhere(new WeightRule.AlphaBeta(2, 1)).explain(ExplainedNetwork.of(network),
                new Sample(new float[] {2, -1}, 2), Target.output(0));
        assertArrayEquals(new float[] {10, -5}, map.values(), 1e-5f);
        assertThrows(IllegalArgumentException.class, () -> new WeightRule.AlphaBeta(2, 2));
    }

    @Test
    void whatFallsToTheBiasIsReported() {
        Sequence network = Networks.filled(new Sequence(new Linear(2, 1)), manager, 1);
        Networks.set(network, "0.weight", 1, 2);
        Networks.set(network, "0.bias", 6);
        Attribution map = everywhere(new WeightRule.Epsilon(0)).explain(ExplainedNetwork.of(network),
                new Sample(new float[] {2, 1}, 2), Target.output(0));
        assertArrayEquals(new float[] {2, 2}, map.values(), 1e-5f);
        assertEquals(-6, balance(map).error(), 1e-5);
        assertEquals("relevance-not-conserved", map.notices().get(1).code());
    }

    @Test
    void residualSumsDivideByMagnitude() {
        // y = x + b(x) with b = -3 x elementwise: |x| : |b| = 1 : 3; all of it comes back to x.
        Sequence network = Networks.filled(
                new Sequence(new Residual(new Linear(2, 2, false)), new Linear(2, 1, false)),
                manager, 1);
        Networks.set(network, "0.body.weight", 0, 3, 0, 0);
        Networks.set(network, "1.weight", 1, 0);
        // y_0 = x_0 + 3 x_1 = 1 + 6 = 7: 1/7 stays with x_0, the rest goes to x_1.
        Attribution map = everywhere(new WeightRule.Epsilon(0)).explain(ExplainedNetwork.of(network),
                new Sample(new float[] {1, 2}, 2), Target.output(0));
        assertArrayEquals(new float[] {1, 6}, map.values(), 1e-5f);
        Networks.set(network, "0.body.weight", 0, -3, 0, 0);
        // y_0 = 1 - 6 = -5: by magnitude, still in parts of 1 and 6, so both get the sign of the score.
        Attribution opposed = everywhere(new WeightRule.Epsilon(0)).explain(ExplainedNetwork.of(network),
                new Sample(new float[] {1, 2}, 2), Target.output(0));
        assertArrayEquals(new float[] {-5 / 7f, -30 / 7f}, opposed.values(), 1e-5f);
    }

    @Test
    void aLayerUsedTwiceIsWalkedTwice() {
        SimpleLayer rectifier = Activation.RELU.layer();
        Linear shared = new Linear(3, 3, false);
        ExplainedNetwork network = of(shared, rectifier, shared, rectifier, new Linear(3, 1, false));
        Sample sample = new Sample(new float[] {1, 2, 3}, 3);
        assertArrayEquals(Gradient.timesInput().explain(network, sample, Target.output(0)).values(),
                everywhere(new WeightRule.Epsilon(0)).explain(network, sample, Target.output(0)).values(),
                1e-5f);
    }

    @Test
    void layersWithoutARuleAreRefusedByName() {
        Sample sample = Networks.noise(2, 6);
        UnsupportedFeatureException normalization = assertThrows(UnsupportedFeatureException.class,
                () -> LayerwiseRelevance.epsilon().explain(
                        of(new LayerNormalization(6, 1e-5), new Linear(6, 1)),
                        sample, Target.output(0)));
        assertEquals("no relevance rule for \"0\" (LayerNormalization): add one for its class with "
                + "RelevanceRules.standard().with(...), or use SmoothGrad, which needs none",
                normalization.getMessage());
        UnsupportedFeatureException sigmoid = assertThrows(UnsupportedFeatureException.class,
                () -> LayerwiseRelevance.epsilon().explain(of(new Linear(6, 1), Activation.SIGMOID.layer()),
                        sample,
                        Target.output(0)));
        assertTrue(sigmoid.getMessage().startsWith("\"1\" (ActivationLayer) is SIGMOID"),
                sigmoid.getMessage());
    }

    @Test
    void nothingIsLeftBehind() {
        ExplainedNetwork network = of(Convolution.builder(2, 1, 2).kernel(3).build(),
                new BatchNormalization(2),
                Activation.RELU.layer(), new Flat(), new Linear(32, 2));
        float[] weights = network.layer().state().get("0.weight").getArray().toFloatArray();
        Sample sample = Networks.noise(2, 1, 6, 6);
        LayerwiseRelevance method = LayerwiseRelevance.builder().rules(RULES).build();
        int before = manager.getManagedArrays().size();
        for (int run = 0; run < 3; run++) {
            method.explain(network, sample, Target.output(0));
            assertEquals(before, manager.getManagedArrays().size());
        }
        assertArrayEquals(weights, network.layer().state().get("0.weight").getArray().toFloatArray());
        network.layer().learned()
                .forEach((path, parameter) -> assertNull(Pass.gradientOf(parameter.getArray()), path));
    }
}
