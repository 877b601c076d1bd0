package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every classifier of the registry, alone and wrapped. */
class ClassifierContractTest {

    static List<Classifier> all() {
        List<Classifier> all = new ArrayList<>();
        for (String name : Classifiers.names()) {
            all.add(Classifiers.named(name));
        }
        for (Classifier plain : List.copyOf(all)) {
            all.add(StandardizedClassifier.of(ScreenedClassifier.of(plain, FeatureScreening.percentile(60))));
        }
        all.add(new LinearDiscriminant(Shrinkage.none()));
        all.add(new LinearDiscriminant(Shrinkage.fixed(0.2)));
        all.add(new NearestNeighbours(3, SampleDistance.EUCLIDEAN));
        all.add(new LinearSvm().withLoss(LinearSvm.Loss.HINGE));
        return all;
    }

    /**
     * Classes far apart compared with the noise, so that every method that learns anything gets all right.
     */
    private static Matrix separable(Labels y, int p, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix x = Matrix.zeros(y.size(), p);
        for (int i = 0; i < y.size(); i++) {
            for (int j = 0; j < p; j++) {
                x.set(i, j, random.nextDouble() + (j % y.classCount() == y.code(i) ? 3 : 0));
            }
        }
        return x;
    }

    private static Labels labels(int n, int classes) {
        int[] codes = new int[n];
        Arrays.setAll(codes, i -> i % classes);
        return Labels.of(codes, List.of("face", "house", "shoe").subList(0, classes));
    }

    @ParameterizedTest
    @MethodSource("all")
    void learnsWhatIsThereWithFewAndWithManyFeatures(Classifier classifier) {
        for (int classes : new int[] {2, 3}) {
            for (int p : new int[] {6, 90}) {
                Labels y = labels(30, classes);
                Labels yTest = labels(12, classes);
                int[] predicted = classifier.fit(separable(y, p, 1), y).predict(separable(yTest, p, 2));
                if (classifier.describe().contains("dummy")) {
                    assertArrayEquals(new int[12], predicted);
                } else {
                    assertArrayEquals(yTest.codes(), predicted, classifier.describe());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void sameAnswerTwiceAndForFeaturesInAnotherOrder(Classifier classifier) {
        Labels y = labels(30, 3);
        for (int p : new int[] {9, 60}) {
            Matrix x = separable(y, p, 3);
            Matrix test = separable(labels(9, 3), p, 4);
            int[] order = new int[p];
            // 7 shares no factor with 9 or 60, so this visits every feature once.
            Arrays.setAll(order, j -> 7 * j % p);
            Matrix first = classifier.fit(x, y).decisionValues(test);
            Matrix again = classifier.fit(x, y).decisionValues(test);
            Matrix shuffled = classifier.fit(x.selectColumns(order), y)
                    .decisionValues(test.selectColumns(order));
            assertArrayEquals(first.data(), again.data(), 0);
            // Iterative solvers may stop elsewhere within their tolerance; screening may break exact ties
            // otherwise.
            assertArrayEquals(first.data(), shuffled.data(), 2e-3 * largest(first), classifier.describe());
        }
    }

    private static double largest(Matrix m) {
        return Math.max(1, Arrays.stream(m.data()).map(Math::abs).max().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesBadData(Classifier classifier) {
        Labels y = labels(12, 3);
        Matrix x = separable(y, 8, 5);
        Matrix holes = x.copy();
        holes.set(2, 5, Double.NaN);
        holes.set(4, 1, Double.POSITIVE_INFINITY);
        assertSays(() -> classifier.fit(holes, y), "2 of 96", "sample 2, feature 5");
        assertSays(() -> classifier.fit(x, Labels.of(y.codes(), List.of("a", "b", "c", "d"))), "class 'd'");
        assertSays(() -> classifier.fit(x, Labels.of(new int[12], List.of("a"))), "all 12", "'a'");
        assertSays(() -> classifier.fit(Matrix.zeros(12, 0), y), "no feature");
        assertThrows(ShapeException.class, () -> classifier.fit(x, labels(11, 3)));
        ClassifierModel model = classifier.fit(x, y);
        assertSays(() -> model.decisionValues(Matrix.zeros(2, 7)), "7 features", "with 8");
        assertSays(() -> model.decisionValues(holes), "2 of 96", "sample 2, feature 5");
        assertEquals(y.names(), model.classNames());
    }

    private static void assertSays(Executable body, String... parts) {
        String message = assertThrows(EngramException.class, body).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void weightsGiveTheDecisionsAndTwoClassesGiveBothSigns(Classifier classifier) {
        Labels y = labels(20, 2);
        Matrix x = separable(y, 40, 6);
        Matrix test = separable(labels(7, 2), 40, 7);
        ClassifierModel model = classifier.fit(x, y);
        Matrix decisions = model.decisionValues(test);
        if (model instanceof LinearModel linear) {
            Matrix byHand = DenseAlgebra.multiplyTransposed(test, linear.coefficients());
            for (int i = 0; i < decisions.rows(); i++) {
                for (int c = 0; c < 2; c++) {
                    // The same sum in another order.
                    assertEquals(byHand.get(i, c) + linear.intercepts()[c], decisions.get(i, c), 1e-9);
                }
                assertEquals(-decisions.get(i, 1), decisions.get(i, 0), 1e-12);
            }
        } else {
            assertEquals(2, decisions.columns());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void penaltiesVaryOneAtATimeOrTogether(Classifier classifier) {
        if (!(classifier instanceof Tunable tunable)) {
            assertFalse(classifier.describe().contains("C = "));
            return;
        }
        Labels y = labels(30, 3);
        Matrix x = separable(y, 60, 8);
        double[] grid = tunable.defaultPenalties(x, y);
        assertTrue(grid.length >= 3, tunable.describe());
        List<ClassifierModel> models = tunable.fitEach(x, y, grid);
        for (int k = 0; k < grid.length; k++) {
            assertTrue(k == 0 || grid[k] > grid[k - 1]);
            assertEquals(grid[k], tunable.withPenalty(grid[k]).penalty());
            Matrix one = tunable.withPenalty(grid[k]).fit(x, y).decisionValues(x);
            // Sharing a decomposition changes rounding only.
            assertArrayEquals(one.data(), models.get(k).decisionValues(x).data(), 1e-6 * largest(one));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void innerProductsAreEnoughForThoseThatSaySo(Classifier classifier) {
        if (!(classifier instanceof GramClassifier gramClassifier)) {
            return;
        }
        Labels y = labels(24, 3);
        for (int p : new int[] {12, 70}) {
            Matrix x = separable(y, p, 9);
            Matrix test = separable(labels(9, 3), p, 10);
            Matrix gram = DenseAlgebra.multiplyTransposed(x, x);
            Matrix cross = DenseAlgebra.multiplyTransposed(test, x);
            var dual = gramClassifier.fitGram(gram, y);
            Matrix expected = classifier.fit(x, y).decisionValues(test);
            // Closed forms differ by rounding, iterative solvers by their tolerance of 1e-4.
            assertArrayEquals(expected.data(), dual.decisionValues(cross).data(), 1e-3,
                    classifier.describe());
            Matrix weights = DenseAlgebra.transposedMultiply(dual.dualCoefficients(), x);
            Matrix byWeights = DenseAlgebra.multiplyTransposed(test, weights);
            for (int i = 0; i < byWeights.rows(); i++) {
                for (int c = 0; c < 3; c++) {
                    // The same sum in another order.
                    assertEquals(dual.decisionValues(cross).get(i, c),
                            byWeights.get(i, c) + dual.intercepts()[c], 1e-9);
                }
            }
            if (classifier instanceof TunableGramClassifier tunable) {
                double[] grid = tunable.defaultPenalties();
                var each = tunable.fitGramEach(gram, y, grid);
                Matrix last = tunable.withPenalty(grid[grid.length - 1]).fitGram(gram, y)
                        .decisionValues(cross);
                // Sharing a decomposition changes rounding only.
                assertArrayEquals(last.data(), each.get(grid.length - 1).decisionValues(cross).data(), 1e-6);
            }
            assertThrows(ShapeException.class, () -> dual.decisionValues(gram.selectColumns(0, 1)));
            assertThrows(ShapeException.class, () -> gramClassifier.fitGram(cross, y));
        }
    }
}
