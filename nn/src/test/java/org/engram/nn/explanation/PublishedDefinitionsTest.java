package org.engram.nn.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Networks.Flat;
import org.engram.nn.explanation.Networks.PairMaximum;
import org.engram.nn.explanation.relevance.LayerwiseRelevance;
import org.engram.nn.explanation.relevance.RelevanceRule;
import org.engram.nn.explanation.relevance.RelevanceRules;
import org.engram.nn.explanation.relevance.WeightRule;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against {@code explanation.py}, which writes every method out in float64 over torch or dense matrices. */
class PublishedDefinitionsTest {
    private static final Target TARGET = Target.contrast(1);

    private final NDManager manager = Torch.newManager();
    private Map<String, NpyArray> expected;
    private ExplainedNetwork network;
    private Sample sample;

    @BeforeEach
    void read() throws IOException, URISyntaxException {
        expected = NpzFile.read(Path.of(getClass().getResource("explanation.npz").toURI()));
        Sequence layers = new Sequence(Convolution.builder(2, 1, 3).kernel(3).padding(1).build(),
                new BatchNormalization(3), Activation.RELU.layer(), new PairMaximum(),
                Convolution.builder(2, 3, 4).kernel(3).unbiased().build(), Activation.RELU.layer(),
                new Flat(),
                new Linear(16, 6), Activation.RELU.layer(), new Linear(6, 3));
        layers.initialize(manager, DataType.FLOAT32, 1);
        Parity.of(getClass(), "explanation.npz").fill(layers);
        network = ExplainedNetwork.of(layers);
        sample = new Sample((float[]) expected.get("sample").data(), 1, 8, 8);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void compare(String name, AttributionMethod method, double tolerance) {
        Attribution found = method.explain(network, sample, TARGET);
        double[] wanted = expected.get(name).toDoubles();
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found.values()[i], largest * tolerance, name + ", element " + i);
        }
        assertEquals(expected.get("score").toDoubles()[0], found.score(), 1e-5);
    }

    @Test
    void gradients() {
        // float32 against float64, a few hundred terms
        compare("gradient", Gradient.plain(), 1e-5);
        compare("guided", new GuidedBackpropagation(), 1e-5);
        compare("gradcam", new GradCam("5"), 1e-5);
    }

    @Test
    void integratedGradients() {
        Baseline baseline = Baseline.of("noise", (float[]) expected.get("baseline").data());
        // A rectifier that switches within rounding of a point of the rule moves that point's weight of 1/64 at most.
        compare("integrated", IntegratedGradients.builder().baseline(baseline).build(), 1e-4);
    }

    @Test
    void relevance() {
        // Results near zero magnify float32 rounding by the ratio of the largest to them.
        RelevanceRules rules = RelevanceRules.standard().with(Flat.class, RelevanceRule.routed())
                .with(PairMaximum.class, RelevanceRule.routed());
        LayerwiseRelevance.Builder base = LayerwiseRelevance.builder().rules(rules);
        compare("relevance/composite", base.build(), 1e-4);
        compare("relevance/gamma", base.sameAtInput().build(), 1e-4);
        compare("relevance/alphabeta", base.convolution(new WeightRule.AlphaBeta(2, 1)).build(), 1e-4);
        compare("relevance/epsilon", base.convolution(new WeightRule.Epsilon(1e-6)).build(), 1e-4);
    }
}
