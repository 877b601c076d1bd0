package org.engram.compute.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermutationTestTest {
    private static final Splitter RUNS = new LeaveOneGroupOut("run");

    private static PermutationResult run(PermutationTest.Builder test, CrossValidation.Builder validation,
            Simulated data) {
        return test.build().run(validation.build(), data.x(), data.y(), data.groups());
    }

    private static PermutationTest.Builder test(int permutations) {
        return PermutationTest.builder().permutations(permutations).seed(5);
    }

    /** Both ways go from the same labels to decision values that differ by rounding, so every score must be the same. */
    private static void assertClosedFormIsRefit(CrossValidation.Builder validation, Simulated data,
            int permutations) {
        PermutationResult fast = run(test(permutations), validation, data);
        PermutationResult slow = run(test(permutations).closedForm(false), validation, data);
        assertEquals(slow.observed(), fast.observed(), 1e-12);
        assertArrayEquals(slow.scores(), fast.scores(), 1e-12);
        assertEquals(slow.pValue(), fast.pValue(), 0);
        assertEquals(validation.build().run(data.x(), data.y(), data.groups()).score(), fast.observed(),
                1e-12);
        assertTrue(fast.standardDeviation() > 0.01, fast.toString());
    }

    @ParameterizedTest
    @EnumSource(Score.class)
    void closedFormIsRefit(Score score) {
        for (int classes : new int[] {2, 3, 5}) {
            assertClosedFormIsRefit(CrossValidation.builder(new DualRidge(3), RUNS).score(score),
                    Simulated.of(5, 15, classes, 120, 0.1, classes), 70);
        }
    }

    @Test
    void closedFormIsRefitForMoreSamplesThanFeatures() {
        assertClosedFormIsRefit(CrossValidation.builder(new DualRidge(1), RUNS),
                Simulated.of(6, 12, 3, 20, 0.1, 8), 50);
    }

    @Test
    void closedFormIsRefitWithNestedSelection() {
        CrossValidation.Builder validation = CrossValidation.builder(new DualRidge(1), RUNS)
                .selection(PenaltySelection.over(1e-2, 10, 1e4));
        assertClosedFormIsRefit(validation, Simulated.of(4, 8, 2, 60, 0.3, 4), 40);
    }

    @Test
    void closedFormIsRefitWithClassWeights() {
        // training sets of 5 of 6 runs have unequal classes, so the smoother may not be used, and is not
        Simulated unequal = Simulated.of(6, 8, 3, 40, 0.2, 6);
        assertClosedFormIsRefit(CrossValidation.builder(new DualRidge(1, true), RUNS), unequal, 30);
        PermutationResult weighted = run(test(30), CrossValidation.builder(new DualRidge(1, true), RUNS),
                unequal);
        PermutationResult plain = run(test(30), CrossValidation.builder(new DualRidge(1), RUNS), unequal);
        assertNotEquals(plain.mean(), weighted.mean());
        assertClosedFormIsRefit(CrossValidation.builder(new DualRidge(1, true), RUNS),
                Simulated.of(6, 9, 3, 40, 0.2, 6), 30);
    }

    @Test
    void closedFormIsRefitWhereClassesMayVanish() {
        // 3 of a class among 24: exchanged freely, some training sets hold none of it
        Simulated data = Simulated.of(1, 24, 2, 40, 0.2, 7);
        int[] codes = data.y().codes();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i % 8 == 0 ? 2 : codes[i];
        }
        Simulated rare = new Simulated(data.x(), Labels.of(codes, Simulated.names(3)), data.groups());
        assertClosedFormIsRefit(CrossValidation.builder(new DualRidge(1), new KFold(3)), rare, 200);
    }

    @Test
    void threadsDoNotMatter() {
        Simulated data = Simulated.of(6, 8, 4, 100, 0.3, 2);
        for (Classifier classifier : List.of(new DualRidge(1), new NearestCentroid())) {
            CrossValidation.Builder validation = CrossValidation.builder(classifier, RUNS);
            PermutationResult one = run(test(100), validation, data);
            PermutationResult four = run(test(100).parallelism(Parallelism.of(4)), validation, data);
            assertArrayEquals(one.scores(), four.scores(), 0);
            assertArrayEquals(one.scores(), run(test(100), validation, data).scores(), 0);
            assertNotEquals(Arrays.toString(one.scores()),
                    Arrays.toString(run(test(100).seed(6), validation, data).scores()));
        }
    }

    @Test
    void aPlantedSignalIsSignificantAndTheNullIsAtChance() {
        Simulated data = Simulated.of(8, 16, 4, 100, 1.5, 1);
        PermutationResult result = run(test(1000), CrossValidation.builder(new DualRidge(300), RUNS), data);
        assertEquals(1 / 1001.0, result.pValue(), 0);
        assertTrue(result.observed() > 0.7 && result.effect() > 5, result.toString());
        // 128 samples at 1/4 have a standard deviation of 0.038; that of the null is somewhat larger, because samples
        // that cluster are right or wrong together. The mean of 1000 has a standard error of 0.0015.
        assertEquals(0.25, result.mean(), 0.006);
        assertTrue(result.standardDeviation() > 0.034 && result.standardDeviation() < 0.06,
                result.toString());
        assertEquals(result.mean() + 1.645 * result.standardDeviation(), result.percentile(95), 0.012);
    }

    @Test
    void pIsUniformOnNoise() {
        int sets = 200;
        int significant = 0;
        double sum = 0;
        double accuracy = 0;
        for (int s = 0; s < sets; s++) {
            Simulated noise = Simulated.of(4, 8, 2, 50, 0, 1000 + s);
            PermutationResult result = run(test(99).seed(s), CrossValidation.builder(new DualRidge(1), RUNS),
                    noise);
            significant += result.pValue() <= 0.1 ? 1 : 0;
            sum += result.pValue();
            accuracy += result.observed();
        }
        // 200 sets at 10 %: 20 expected, standard deviation 4.2; ties make the test a little conservative
        assertTrue(significant >= 7 && significant <= 33, "significant " + significant);
        // uniform: mean 1/2, standard error 0.29 / sqrt(200) = 0.0204; ties raise it by half the mass of a score
        assertEquals(0.55, sum / sets, 0.1);
        // 200 x 32 samples: standard error 0.00625
        assertEquals(0.5, accuracy / sets, 3 * 0.00625);
    }

    @Test
    void stratifiedFoldsDoNotFavourTheTrueLabels() {
        // If labels moved between stratified folds, permuted training sets would be unbalanced, score below chance, and
        // true labels would look significant: with 5 folds of 4 samples the mean p of noise would fall well below 1/2.
        double sum = 0;
        double mean = 0;
        int sets = 100;
        for (int s = 0; s < sets; s++) {
            Simulated noise = Simulated.of(1, 20, 2, 200, 0, 500 + s);
            PermutationResult result = run(test(49).seed(s),
                    CrossValidation.builder(new DualRidge(100), new StratifiedKFold(5)), noise);
            assertTrue(result.describe().contains("test folds"), result.describe());
            sum += result.pValue();
            mean += result.mean();
        }
        // standard error of the mean p 0.029; ties raise it by up to 0.08
        assertTrue(sum / sets > 0.42 && sum / sets < 0.67, "mean p " + sum / sets);
        assertEquals(0.5, mean / sets, 0.03);
    }

    @Test
    void overlappingStratifiedSplitsAreMadeAnew() {
        Simulated data = Simulated.of(1, 30, 2, 40, 2, 9);
        PermutationResult result = run(test(60),
                CrossValidation.builder(new DualRidge(1), new StratifiedShuffleSplit(8, 0.2, 3)), data);
        assertEquals(1 / 61.0, result.pValue(), 0);
        assertEquals(CrossValidation.builder(new DualRidge(1), new StratifiedShuffleSplit(8, 0.2, 3)).build()
                .run(data.x(), data.y(), data.groups()).score(), result.observed(), 1e-12);
        assertEquals(0.5, result.mean(), 0.1);
    }

    @Test
    void labelsStayWithinTheirGroups() {
        Labels y = Labels.of(new int[] {0, 1, 1, 0, 2, 2, 1, 1, 0, 2}, Simulated.names(3));
        List<String> groups = List.of("a", "a", "a", "b", "b", "b", "b", "a", "b", "a");
        LabelPermutations permutations = LabelPermutations.of(y, groups, Exchangeability.WITHIN_GROUPS, null,
                3);
        int[] a = {0, 1, 2, 7, 9};
        int[] b = {3, 4, 5, 6, 8};
        for (int p = 0; p < 50; p++) {
            Labels permuted = y.withCodes(permutations.codes(p));
            assertArrayEquals(y.select(a).counts(), permuted.select(a).counts());
            assertArrayEquals(y.select(b).counts(), permuted.select(b).counts());
        }
        // 5! / (1! 3! 1!) = 20 ways in a, 5! / (2! 1! 2!) = 30 in b
        assertEquals(Math.log(600), permutations.logDistinct(), 1e-12);
    }

    @Test
    void everyOrderIsEquallyLikely() {
        Labels y = Labels.of(new int[] {0, 1, 2, 3}, Simulated.names(4));
        LabelPermutations permutations = LabelPermutations.of(y, List.of(), Exchangeability.WITHIN_GROUPS,
                null, 1);
        int[] seen = new int[256];
        int draws = 24_000;
        for (int p = 0; p < draws; p++) {
            int[] codes = permutations.codes(p);
            seen[codes[0] << 6 | codes[1] << 4 | codes[2] << 2 | codes[3]]++;
        }
        double chi = 0;
        int orders = 0;
        for (int count : seen) {
            chi += count == 0 ? 0 : (count - 1000.0) * (count - 1000.0) / 1000;
            orders += count == 0 ? 0 : 1;
        }
        assertEquals(24, orders);
        assertTrue(chi < 49.7, "chi squared " + chi); // 23 degrees of freedom: above that in 1 of 1000 seeds
    }

    @Test
    void pAgreesWithTheExactTest() {
        double[] values = {2.1, 0.3, 1.7, 2.9, 0.1, 1.0, 0.9, 1.2};
        Labels y = Labels.of(new int[] {0, 1, 0, 0, 1, 1, 1, 0}, Simulated.names(2));
        Function<Labels, double[]> sumOfFirst = labels -> {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += labels.code(i) == 0 ? values[i] : 0;
            }
            return new double[] {sum};
        };
        int reached = 0;
        int total = 0;
        for (int set = 0; set < 256; set++) {
            if (Integer.bitCount(set) != 4) {
                continue;
            }
            int[] codes = new int[8];
            for (int i = 0; i < 8; i++) {
                codes[i] = 1 - (set >> i & 1);
            }
            total++;
            reached += sumOfFirst.apply(y.withCodes(codes))[0] >= sumOfFirst.apply(y)[0] - 1e-12 ? 1 : 0;
        }
        assertEquals(70, total);
        FamilyWiseResult result = test(20_000).build().familyWise(y, List.of(), sumOfFirst);
        // standard error of a proportion near 0.03 of 20000: 0.0012
        assertEquals((double) reached / total, result.pValues()[0], 0.004);
        assertArrayEquals(result.pValues(), result.uncorrectedPValues(), 0);
    }

    @Test
    void theLargestOfManyControlsTheFamily() {
        int features = 40;
        int any = 0;
        int anyUncorrected = 0;
        int sets = 150;
        for (int s = 0; s < sets; s++) {
            Simulated noise = Simulated.of(1, 20, 2, features, 0, 300 + s);
            FamilyWiseResult result = test(99).seed(s).build().familyWise(noise.y(), List.of(),
                    differences(noise));
            any += Arrays.stream(result.pValues()).anyMatch(p -> p <= 0.05) ? 1 : 0;
            anyUncorrected += Arrays.stream(result.uncorrectedPValues()).anyMatch(p -> p <= 0.05) ? 1 : 0;
        }
        // 150 sets at 5 %: 7.5 expected, standard deviation 2.7
        assertTrue(any >= 1 && any <= 16, "families with a false positive: " + any);
        assertTrue(anyUncorrected > 100, "without correction: " + anyUncorrected);
    }

    private static Function<Labels, double[]> differences(Simulated data) {
        return y -> {
            double[] difference = new double[data.x().columns()];
            for (int i = 0; i < y.size(); i++) {
                for (int v = 0; v < difference.length; v++) {
                    difference[v] += y.code(i) == 0 ? data.x().get(i, v) : -data.x().get(i, v);
                }
            }
            return difference;
        };
    }

    @Test
    void familyWiseByHand() {
        Simulated data = Simulated.of(1, 12, 2, 5, 0, 11);
        Function<Labels, double[]> statistics = y -> {
            double[] values = differences(data).apply(y);
            values[3] = Double.NaN;
            values[1] += y.equals(data.y()) ? 1000 : 0;
            return values;
        };
        FamilyWiseResult result = test(50).build().familyWise(data.y(), List.of(), statistics);
        LabelPermutations permutations = LabelPermutations.of(data.y(), List.of(),
                Exchangeability.WITHIN_GROUPS, null, 5);
        double[] observed = statistics.apply(data.y());
        int[] exceeded = new int[5];
        int[] anywhere = new int[5];
        List<Double> maxima = new ArrayList<>();
        for (int p = 0; p < 50; p++) {
            double[] values = statistics.apply(data.y().withCodes(permutations.codes(p)));
            double max = Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElseThrow();
            maxima.add(max);
            for (int i = 0; i < 5; i++) {
                exceeded[i] += values[i] >= observed[i] ? 1 : 0;
                anywhere[i] += max >= observed[i] ? 1 : 0;
            }
        }
        for (int i : new int[] {0, 1, 2, 4}) {
            assertEquals((1 + exceeded[i]) / 51.0, result.uncorrectedPValues()[i], 0);
            assertEquals((1 + anywhere[i]) / 51.0, result.pValues()[i], 0);
        }
        assertTrue(Double.isNaN(result.pValues()[3]) && Double.isNaN(result.uncorrectedPValues()[3]));
        maxima.sort(null);
        // p <= 0.05 of 50 permutations: at most floor(0.05 * 51) - 1 = 1 maximum may reach it
        assertEquals(maxima.get(48), result.threshold(0.05), 0);
        assertEquals(Double.POSITIVE_INFINITY, result.threshold(0.01));
    }

    @Test
    void wholeGroupsExchangeTheirLabel() {
        Random random = new Random(4);
        Simulated data = Simulated.of(12, 5, 2, 30, 0, 12);
        int[] codes = new int[60];
        for (int i = 0; i < 60; i++) {
            codes[i] = i / 5 % 2;
            data.x().set(i, 0, data.x().get(i, 0) + 3 * codes[i] + 0.1 * random.nextGaussian());
        }
        Simulated subjects = new Simulated(data.x(), Labels.of(codes, List.of("control", "patient")),
                data.groups());
        CrossValidation.Builder validation = CrossValidation.builder(new DualRidge(1),
                new LeaveOneGroupOut("subject"));
        PermutationResult result = run(test(200).exchangeability(Exchangeability.WHOLE_GROUPS), validation,
                subjects);
        assertTrue(result.pValue() < 0.03, result.toString());
        LabelPermutations permutations = LabelPermutations.of(subjects.y(), subjects.groups(),
                Exchangeability.WHOLE_GROUPS, null, 1);
        assertEquals(Math.log(924), permutations.logDistinct(), 1e-12); // 12 over 6
        int[] permuted = permutations.codes(3);
        for (int i = 0; i < 60; i++) {
            assertEquals(permuted[i / 5 * 5], permuted[i]);
        }
        String message = assertThrows(EngramException.class, () -> run(test(10), validation, subjects))
                .getMessage();
        assertTrue(message.contains("no label can be exchanged") && message.contains("whole groups"),
                message);
        Simulated mixed = Simulated.of(4, 8, 2, 10, 0, 1);
        message = assertThrows(EngramException.class, () -> run(
                test(10).exchangeability(Exchangeability.WHOLE_GROUPS),
                CrossValidation.builder(new DualRidge(1), RUNS),
                mixed)).getMessage();
        assertTrue(message.contains("'run-1' holds both"), message);
    }

    @Test
    void fewWaysToExchangeAreNoticed() {
        Simulated data = Simulated.of(3, 2, 2, 10, 0, 1);
        PermutationResult result = run(test(100), CrossValidation.builder(new DualRidge(1), RUNS), data);
        assertEquals("few-distinct-permutations", result.notices().get(0).code());
        assertTrue(result.notices().get(0).text().contains("in 8 ways"), result.notices().toString());
    }

    @Test
    void progressCountsToItsTotalAndCancels() {
        AtomicLong total = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Progress counting = (name, steps) -> {
            total.set(steps);
            return done::addAndGet;
        };
        Simulated data = Simulated.of(4, 8, 2, 60, 0, 1);
        run(test(70).progress(counting), CrossValidation.builder(new DualRidge(1), RUNS), data);
        assertEquals(4 * 71, total.get());
        assertEquals(total.get(), done.get());
        Progress cancelled = new Progress() {
            private long steps;

            @Override
            public Task begin(String name, long all) {
                return amount -> steps += amount;
            }

            @Override
            public boolean isCancelled() { return steps >= 64; }
        };
        assertThrows(CancelledException.class, () -> run(test(200).progress(cancelled),
                CrossValidation.builder(new DualRidge(1), RUNS), data));
    }

    @Test
    void senselessOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PermutationTest.builder().permutations(0));
        Simulated data = Simulated.of(4, 8, 2, 60, 0, 1);
        PermutationResult result = run(test(10), CrossValidation.builder(new DualRidge(1), RUNS), data);
        assertThrows(IllegalArgumentException.class, () -> result.percentile(101));
        // leaving single samples out tests one class at a time: no area
        String message = assertThrows(EngramException.class, () -> run(test(5),
                CrossValidation.builder(new DualRidge(1), new KFold(32)).groupLeakage(GroupLeakage.ALLOW)
                        .score(Score.ROC_AUC),
                data)).getMessage();
        assertTrue(message.contains("ROC AUC is not defined"), message);
    }
}
