package org.engram.nn.explanation.validation;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.GradCam;
import org.engram.nn.explanation.Gradient;
import org.engram.nn.explanation.IntegratedGradients;
import org.engram.nn.explanation.Networks.Flat;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.SmoothGrad;
import org.engram.nn.explanation.Target;
import org.engram.nn.explanation.relevance.LayerwiseRelevance;
import org.engram.nn.explanation.relevance.RelevanceRule;
import org.engram.nn.explanation.relevance.RelevanceRules;
import org.engram.nn.parity.OneThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A network that learnt to read the mean of a planted cube, and what explanations say about it. */
@ExtendWith(OneThread.class)
class PhantomTest {
    private static final Target TARGET = Target.output(0);
    private static final NDManager MANAGER = Torch.newManager();
    private static ExplainedNetwork network;

    @BeforeAll
    static void train() {
        network = ExplainedNetwork.of(Phantom.trained(MANAGER, 1, 400, false));
    }

    @AfterAll
    static void close() {
        MANAGER.close();
    }

    private static List<KnownSource> tasks() {
        List<KnownSource> tasks = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            tasks.add(new KnownSource(Phantom.sample(n), TARGET, Phantom.cube()));
        }
        return tasks;
    }

    private static SmoothGrad smoothGrad() {
        return SmoothGrad.builder().copies(20).build();
    }

    @Test
    void smoothGradFindsTheCubeAndOnlyInTheNetworkThatKnowsIt() {
        assertTrue(Phantom.accuracy(network) > 0.8, "the network has learnt: " + Phantom.accuracy(network));
        MethodComparison known = MethodComparison.of(network, List.of(smoothGrad()), tasks(), null);
        Localization found = known.rows().get(0).mean();
        assertTrue(found.rankAccuracy() >= 0.5, known.table());
        assertTrue(found.area() >= 0.95, known.table());
        assertTrue(known.rows().get(0).validated());
        assertEquals(64.0 / 1728, found.chance(), 1e-12);
        double rank = 0;
        for (int seed = 0; seed < 8; seed++) {
            try (NDManager random = Torch.newManager()) {
                MethodComparison ignorant = MethodComparison.of(network.randomized(random, seed),
                        List.of(smoothGrad()), tasks().subList(0, 1), null);
                rank += ignorant.rows().get(0).mean().rankAccuracy() / 8;
            }
        }
        // 64 places drawn at random hit 2.4 of the cube, so the mean over 8 networks lies below twice chance.
        assertTrue(rank < 2 * found.chance(), "rank accuracy " + rank + " without knowledge");
    }

    @Test
    void methodsAreComparedOnTheNetworkAtHand() {
        LayerwiseRelevance relevance = LayerwiseRelevance.builder()
                .rules(RelevanceRules.standard().with(Flat.class, RelevanceRule.routed())).build();
        AttributionMethod blind = constant("blind");
        MethodComparison comparison = MethodComparison.of(network,
                List.of(blind, smoothGrad(), Gradient.plain(),
                        new GradCam("3"), IntegratedGradients.builder().points(16).build(), relevance),
                tasks(), null);
        assertEquals(6, comparison.rows().size());
        MethodComparison.Row last = comparison.rows().stream().filter(row -> row.method().equals("blind"))
                .findFirst()
                .orElseThrow();
        assertEquals(last.mean().chance(), last.mean().rankAccuracy(), 1e-12);
        assertEquals(0.5, last.mean().area(), 1e-12);
        assertFalse(last.validated());
        assertTrue(comparison.table().contains("not validated on this model"));
        assertTrue(comparison.rows().get(0).method().equals("SmoothGrad"), comparison.table());
    }

    @Test
    void theSanityCheckTellsKnowledgeFromTheInputsOwnStructure() {
        Sample sample = Phantom.sample(0);
        SanityResult good = SanityCheck.builder().cascades(2).build().weights(network, smoothGrad(), sample,
                TARGET);
        assertTrue(good.passed(), good.toString());
        assertTrue(good.banner().isEmpty());
        assertEquals(20, good.correlations().length);
        assertEquals(List.of("5", "2", "0"),
                good.cascade().stream().map(SanityResult.CascadeStep::layer).toList());
        SanityResult bad = SanityCheck.builder().seeds(3).build().weights(network, inputItself(), sample,
                TARGET);
        assertFalse(bad.passed());
        assertEquals(1, bad.mean(), 1e-12);
        assertTrue(bad.banner().orElseThrow()
                .contains("correlates by 1.00 with maps of 3 networks with random weights"));
        assertThrows(EngramException.class,
                () -> SanityCheck.builder().build().weights(network, constant("blind"), sample, TARGET));
    }

    @Test
    void labelRandomisationUsesNetworksTrainedOnNonsense() {
        SanityResult result = SanityCheck.builder().seeds(2).build().labels(network,
                seed -> Phantom.trained(MANAGER, 50 + seed, 60, true), smoothGrad(), Phantom.sample(0),
                TARGET);
        assertTrue(result.passed(), result.toString());
        assertEquals("shuffled labels", result.kind());
    }

    @Test
    void whatIsSignificantAgainstIgnorantNetworksLiesInTheCube() {
        Attribution map = smoothGrad().explain(network, Phantom.sample(0), TARGET);
        NullTest alone = NullTest.ofMap(map);
        EngramException refused = assertThrows(EngramException.class, () -> alone.significant(0.05));
        assertTrue(refused.getMessage().startsWith("no null is registered"));
        NullTest few = alone
                .against(NullModel.randomWeights(network, smoothGrad(), Phantom.sample(0), TARGET), 19, 0);
        boolean[] significant = few.significant(0.05);
        boolean[] cube = Phantom.cube();
        int inside = 0;
        int outside = 0;
        for (int i = 0; i < cube.length; i++) {
            inside += significant[i] && cube[i] ? 1 : 0;
            outside += significant[i] && !cube[i] ? 1 : 0;
        }
        assertTrue(inside >= 8 && outside <= inside / 4, inside + " voxels inside, " + outside + " outside");
        assertTrue(few.outcomes().get(0).effect() > 3);
        assertTrue(assertThrows(EngramException.class, () -> few.significant(0.01)).getMessage()
                .contains("draw at least 99"));
    }

    private static AttributionMethod constant(String name) {
        return method(name, false);
    }

    private static AttributionMethod inputItself() {
        return method("input itself", true);
    }

    private static AttributionMethod method(String name, boolean input) {
        return new AttributionMethod() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Attribution explain(ExplainedNetwork explained, Sample sample, Target target) {
                float[] values = new float[sample.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = input ? sample.values()[i] : 1;
                }
                return Attribution.builder(this, sample, target).values(values).build();
            }
        };
    }
}
