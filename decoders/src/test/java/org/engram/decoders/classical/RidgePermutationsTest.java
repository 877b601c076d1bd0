package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.PenaltySelection;
import org.engram.compute.validation.PermutationResult;
import org.engram.compute.validation.PermutationTest;
import org.engram.core.Parallelism;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permutations in closed form against refits, which fit every relabelling from its inner products. */
class RidgePermutationsTest {
    private static final int RUNS = 5;
    private static final int PER_RUN = 16;
    private static final int PERMUTATIONS = 40;

    private record Data(Matrix x, Labels y, List<String> runs) {}

    /** Weakly separated classes, as many samples of each as fit; with 3 classes the numbers are unequal. */
    private static Data data(int classes, int features) {
        int n = RUNS * PER_RUN;
        int[] codes = new int[n];
        List<String> runs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            names.add("class " + c);
        }
        Matrix x = Matrix.zeros(n, features);
        for (int i = 0; i < n; i++) {
            codes[i] = i % PER_RUN % classes;
            runs.add("run " + i / PER_RUN);
            for (int j = 0; j < features; j++) {
                x.set(i, j, RandomStream.of(7, i).normal(j) + (j % classes == codes[i] ? 0.3 : 0));
            }
        }
        return new Data(x, Labels.of(codes, names), runs);
    }

    private static PermutationResult run(CrossValidation validation, Data data, boolean closedForm) {
        return PermutationTest.builder().permutations(PERMUTATIONS).seed(2).closedForm(closedForm)
                .parallelism(Parallelism.of(2)).build().run(validation, data.x, data.y, data.runs);
    }

    private static CrossValidation.Builder validation(RidgeClassifier ridge) {
        return CrossValidation.builder(ridge, new LeaveOneGroupOut("run"));
    }

    /** Decision values differ by rounding, so the classes answered, and with them every score, are the same. */
    private static PermutationResult assertClosedFormIsRefit(CrossValidation validation, Data data) {
        PermutationResult fast = run(validation, data, true);
        PermutationResult slow = run(validation, data, false);
        assertEquals(slow.observed(), fast.observed(), 1e-12);
        assertArrayEquals(slow.scores(), fast.scores(), 1e-12);
        assertEquals(validation.run(data.x, data.y, data.runs).score(), fast.observed(), 1e-12);
        assertTrue(fast.standardDeviation() > 0.01, fast.toString());
        return fast;
    }

    @ParameterizedTest
    @CsvSource({"2, 150", "3, 150", "8, 150", "2, 12", "3, 12", "8, 12"})
    void closedFormIsRefit(int classes, int features) {
        Data data = data(classes, features);
        assertClosedFormIsRefit(validation(new RidgeClassifier().withAlpha(5)).build(), data);
        assertClosedFormIsRefit(validation(new RidgeClassifier().withAlpha(5).withIntercept(false)).build(),
                data);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void closedFormIsRefitWithNestedPenalties(int classes) {
        Data data = data(classes, 150);
        for (PenaltySelection selection : List.of(PenaltySelection.overDefaults(),
                PenaltySelection.over(0.5, 50))) {
            assertClosedFormIsRefit(validation(new RidgeClassifier()).selection(selection).build(), data);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void weightsThatFollowTheLabelsAreRefitted(int classes) {
        Data data = data(classes, 60);
        RidgeClassifier given = new RidgeClassifier().withAlpha(20)
                .withClassWeights(ClassWeights.of(Map.of("class 0", 8.0)));
        assertFalse(given.isLabelLinear(data.y.counts()));
        PermutationResult weighted = assertClosedFormIsRefit(validation(given).build(), data);
        PermutationResult plain = run(validation(new RidgeClassifier().withAlpha(20)).build(), data, true);
        assertNotEquals(plain.mean(), weighted.mean());
        RidgeClassifier balanced = given.withClassWeights(ClassWeights.balanced());
        PermutationResult even = assertClosedFormIsRefit(validation(balanced).build(), data);
        boolean sameCounts = PER_RUN % classes == 0;
        assertEquals(sameCounts, balanced.isLabelLinear(data.y.counts()));
        assertEquals(sameCounts, plain.mean() == even.mean());
    }
}
