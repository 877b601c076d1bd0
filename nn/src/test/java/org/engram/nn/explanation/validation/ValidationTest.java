package org.engram.nn.explanation.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.Gradient;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.layers.Linear;
import org.junit.jupiter.api.Test;

class ValidationTest {
    private static Attribution map(long[] shape, float... values) {
        return Attribution
                .builder(Gradient.plain(), new Sample(new float[values.length], shape), Target.output(0))
                .values(values).build();
    }

    @Test
    void localizationByHand() {
        Attribution map = map(new long[] {1, 2, 3}, 4, -3, 0, 1, 0, 2);
        boolean[] source = {true, false, false, true, false, false};
        Localization found = Localization.of(map, source, null);
        assertEquals(5.0 / 10, found.massAccuracy(), 1e-12);
        assertEquals(5.0 / 7, found.positiveShare(), 1e-12);
        assertEquals(0.5, found.rankAccuracy(), 1e-12); // 4 and 3 are the largest two
        assertEquals((4 + 2) / 8.0, found.area(), 1e-12); // 4 beats all four; 1 beats the two zeros
        assertEquals(1, found.pointing());
        assertEquals(2.0 / 6, found.chance(), 1e-12);
        // centre of mass (3/10, 7/10) against (1/2, 0)
        assertEquals(Math.hypot(0.2, 0.7), found.centreDistance(), 1e-12);
    }

    @Test
    void masksHoldForAllChannelsAndTheDomainLimitsChance() {
        Attribution map = map(new long[] {2, 3}, 1, 0, -5, 2, 1, 0);
        Localization found = Localization.of(map, new boolean[] {true, false, false},
                new boolean[] {true, true, false});
        assertEquals(3.0 / 4, found.massAccuracy(), 1e-12);
        assertEquals(0.5, found.chance(), 1e-12);
        assertThrows(ShapeException.class, () -> Localization.of(map, new boolean[4], null));
        assertThrows(EngramException.class, () -> Localization.of(map, new boolean[3], null));
    }

    @Test
    void tiesCountByTheirExpectedShare() {
        assertEquals(0.25, Localization.topShare(new double[] {1, 1, 1, 1},
                new boolean[] {true, false, false, false}, 1));
        assertEquals((1 + 1.0 / 3) / 2,
                Localization.topShare(new double[] {9, 1, 1, 1}, new boolean[] {true, true, false, false}, 2),
                1e-12);
    }

    @Test
    void methodsWithoutASmallSourceCannotBeValidated() {
        assertThrows(EngramException.class, () -> MethodComparison.of(null, List.of(), List.of(), null));
    }

    @Test
    void familyWiseErrorHoldsWhereThereIsNothing() {
        int alarms = 0;
        int uncorrected = 0;
        for (int study = 0; study < 200; study++) {
            long base = 1000L * study;
            NullTest test = NullTest.of(noise(base)).against(NullModel.of("noise", seed -> noise(seed)), 39,
                    base + 1);
            for (boolean significant : test.significant(0.05)) {
                if (significant) {
                    alarms++;
                    break;
                }
            }
            for (double p : test.outcomes().get(0).result().uncorrectedPValues()) {
                uncorrected += p <= 0.05 ? 1 : 0;
            }
        }
        // 10 expected of 200; the central 95 % of the binomial is 4 to 16
        assertTrue(alarms >= 4 && alarms <= 16, alarms + " studies of 200 with false alarms");
        // Without correction a study of 60 places finds three "active" ones: the lesson of the salmon.
        assertEquals(3, uncorrected / 200.0, 0.5);
    }

    private static double[] noise(long seed) {
        double[] noise = new double[60];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = RandomStream.of(5, seed).normal(i);
        }
        return noise;
    }

    @Test
    void placesMustBeatEveryNull() {
        NullTest test = NullTest.of(5, 0).against(NullModel.of("easy", seed -> new double[] {1, 1}), 19, 0);
        assertArrayEquals(new boolean[] {true, false}, test.significant(0.05));
        assertEquals(1.0 / 20, test.pValues()[0], 1e-12);
        NullTest both = test.against(NullModel.of("hard", seed -> new double[] {seed, 0}), 19, 0);
        // 14 of the outcomes 0 to 18 reach 5
        assertEquals(15.0 / 20, both.pValues()[0], 1e-12);
        assertThrows(ShapeException.class,
                () -> test.against(NullModel.of("short", seed -> new double[1]), 19, 0));
    }

    @Test
    void intraclassCorrelationOfShroutAndFleiss() {
        int[][] table = {{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};
        List<double[]> maps = new ArrayList<>();
        for (int judge = 0; judge < 4; judge++) {
            double[] map = new double[6];
            for (int subject = 0; subject < 6; subject++) {
                map[subject] = table[subject][judge];
            }
            maps.add(map);
        }
        // ICC(3,1) in Table 4 of Shrout and Fleiss 1979, two decimals
        assertEquals(0.71, Stability.of(maps, 0.5).intraclass(), 0.005);
    }

    @Test
    void stabilityOfEqualAndUnrelatedMaps() {
        Stability equal = Stability.of(List.of(noise(1), noise(1), noise(1)), 0.05);
        assertEquals(1, equal.spearman(), 1e-12);
        assertEquals(1, equal.dice(), 1e-12);
        assertEquals(1, equal.intraclass(), 1e-12);
        Stability unrelated = Stability.of(List.of(noise(1), noise(2), noise(3), noise(4), noise(5)), 0.2);
        // ten pairs of 60 places: a standard error of about 0.13 / sqrt(10)
        assertEquals(0, unrelated.spearman(), 0.15);
        assertEquals(0, unrelated.intraclass(), 0.15);
        assertEquals(0.2, unrelated.dice(), 0.15);
        assertThrows(EngramException.class, () -> Stability.of(List.of(noise(1)), 0.1));
    }

    @Test
    void refitsAreComparedByTheirMaps() {
        Sample sample = new Sample(new float[60], 60);
        try (NDManager manager = Torch.newManager()) {
            Stability same = Stability.ofRefits(seed -> refit(manager, 4), 3, Gradient.plain(), sample,
                    Target.output(0));
            assertEquals(1, same.spearman(), 1e-12);
            Stability different = Stability.ofRefits(seed -> refit(manager, seed), 4, Gradient.plain(),
                    sample,
                    Target.output(0));
            assertEquals(0, different.spearman(), 0.2);
            assertEquals(4, different.refits());
        }
    }

    private static Linear refit(NDManager manager, long seed) {
        Linear network = new Linear(60, 1);
        network.initialize(manager, DataType.FLOAT32, seed);
        return network;
    }
}
