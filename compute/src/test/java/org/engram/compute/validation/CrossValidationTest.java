package org.engram.compute.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.ShapeException;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
    private static final Splitter RUNS = new LeaveOneGroupOut("run");

    /** Two ways of solving a system of 40 equations with a condition number below 100. */
    private static final double ALGEBRA = 1e-10;

    private static double[] expected(String name) throws IOException {
        try (InputStream in = CrossValidationTest.class.getResourceAsStream("crossvalidation.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String line = text.lines().filter(l -> l.startsWith(name + "\t")).findFirst().orElseThrow();
            return Arrays.stream(line.split("\t")).skip(1).mapToDouble(Double::parseDouble).toArray();
        }
    }

    private static CrossValidationResult run(CrossValidation.Builder validation, Simulated data) {
        return validation.build().run(data.x(), data.y(), data.groups());
    }

    private static String message(CrossValidation.Builder validation, Matrix x, Labels y,
            List<String> groups) {
        return assertThrows(EngramException.class, () -> validation.build().run(x, y, groups)).getMessage();
    }

    @Test
    void foldsAgreeWithScikitLearn() throws IOException {
        Simulated data = Simulated.fixture();
        CrossValidationResult result = run(CrossValidation.builder(new DualRidge(2), RUNS).keepWeights(true),
                data);
        double[] decisions = expected("decisions");
        double[] predicted = expected("predicted");
        for (FoldResult fold : result.folds()) {
            int[] test = fold.split().test();
            for (int i = 0; i < test.length; i++) {
                assertEquals((int) predicted[test[i]], fold.predicted().code(i));
                for (int c = 0; c < 3; c++) {
                    assertEquals(decisions[3 * test[i] + c], fold.decisionValues().get(i, c), ALGEBRA);
                }
            }
        }
        assertArrayEquals(expected("fold accuracies"), result.foldScores(), 1e-15);
        AveragedWeights weights = result.weights().orElseThrow();
        assertArrayEquals(expected("coefficients"), weights.coefficients().data(), ALGEBRA);
        assertArrayEquals(expected("intercepts"), weights.intercepts(), ALGEBRA);
        assertArrayEquals(expected("patterns"), weights.patterns().data(), ALGEBRA);
        assertArrayEquals(expected("fold balanced"),
                run(CrossValidation.builder(new DualRidge(2), RUNS).score(Score.BALANCED_ACCURACY), data)
                        .foldScores(),
                1e-14);
        CrossValidationResult areas = run(
                CrossValidation.builder(new DualRidge(2), RUNS).score(Score.ROC_AUC), data);
        assertArrayEquals(expected("fold areas"), areas.foldScores(), 1e-14);
        assertEquals(Arrays.stream(expected("fold areas")).average().orElseThrow(), areas.score(), 1e-14);
        CrossValidationResult stratified = CrossValidation.builder(new DualRidge(2), new StratifiedKFold(6))
                .build()
                .run(data.x(), data.y(), List.of());
        assertArrayEquals(expected("stratified accuracies"), stratified.foldScores(), 1e-15);
    }

    @Test
    void twoClassesHaveOppositeMargins() throws IOException {
        Simulated all = Simulated.fixture();
        int[] two = java.util.stream.IntStream.range(0, 48).filter(i -> i % 3 < 2).toArray();
        Labels y = Labels.of(all.y().select(two).toList());
        List<String> groups = Arrays.stream(two).mapToObj(i -> all.groups().get(i)).toList();
        CrossValidationResult result = CrossValidation.builder(new DualRidge(2), RUNS).build()
                .run(all.x().selectRows(two), y, groups);
        double[] margins = expected("two classes");
        for (FoldResult fold : result.folds()) {
            for (int i = 0; i < fold.split().test().length; i++) {
                assertEquals(margins[fold.split().test()[i]], fold.decisionValues().get(i, 1), ALGEBRA);
                assertEquals(-margins[fold.split().test()[i]], fold.decisionValues().get(i, 0), ALGEBRA);
            }
        }
    }

    @Test
    void nestedSelectionAgreesWithScikitLearnsGridSearch() throws IOException {
        Simulated data = Simulated.fixture();
        CrossValidationResult result = run(CrossValidation.builder(new DualRidge(2), RUNS)
                .selection(PenaltySelection.over(1e-3, 1e-1, 1e1, 1e3)), data);
        assertArrayEquals(expected("nested penalties"),
                result.folds().stream().mapToDouble(f -> f.penalty().orElseThrow()).toArray(), 0);
        assertArrayEquals(expected("nested accuracies"), result.foldScores(), 1e-15);
        assertEquals(expected("selection score")[0], result.selectionScore().orElseThrow(), 1e-15);
        assertTrue(result.selectionScore().orElseThrow() >= result.meanFoldScore());
    }

    @Test
    void innerProductsAndFeaturesGiveTheSame() {
        Simulated data = Simulated.fixture();
        // a classifier that hides that inner products would do
        Classifier plain = new Classifier() {
            @Override
            public org.engram.compute.estimation.ClassifierModel fit(Matrix x, Labels y) {
                return new DualRidge(2).fit(x, y);
            }

            @Override
            public String describe() {
                return "plain";
            }
        };
        AveragedWeights dual = run(CrossValidation.builder(new DualRidge(2), RUNS).keepWeights(true), data)
                .weights()
                .orElseThrow();
        AveragedWeights primal = run(CrossValidation.builder(plain, RUNS).keepWeights(true), data).weights()
                .orElseThrow();
        assertArrayEquals(dual.coefficients().data(), primal.coefficients().data(), 1e-13);
        assertArrayEquals(dual.patterns().data(), primal.patterns().data(), 1e-13);
        assertArrayEquals(dual.intercepts(), primal.intercepts(), 1e-13);
        assertFalse(
                run(CrossValidation.builder(new NearestCentroid(), RUNS).keepWeights(true), data).weights()
                        .isPresent());
    }

    @Test
    void threadsDoNotMatter() {
        Simulated data = Simulated.of(8, 8, 4, 50, 0.5, 3);
        for (Classifier classifier : List.of(new DualRidge(1), new NearestCentroid())) {
            CrossValidationResult one = run(CrossValidation.builder(classifier, RUNS).keepWeights(true),
                    data);
            CrossValidationResult four = run(
                    CrossValidation.builder(classifier, RUNS).keepWeights(true)
                            .parallelism(Parallelism.of(4)),
                    data);
            for (int f = 0; f < 8; f++) {
                assertArrayEquals(one.folds().get(f).decisionValues().data(),
                        four.folds().get(f).decisionValues().data(), 0);
            }
            assertEquals(one.confusion(), four.confusion());
            one.weights().ifPresent(w -> assertArrayEquals(w.patterns().data(),
                    four.weights().orElseThrow().patterns().data(), 0));
        }
    }

    @Test
    void aPlantedSignalIsFoundAndNoiseIsNot() {
        CrossValidationResult signal = run(CrossValidation.builder(new NearestCentroid(), RUNS),
                Simulated.of(8, 16, 4, 100, 1.5, 1));
        assertTrue(signal.score() > 0.9, signal.toString());
        assertTrue(signal.interval(0.95, 0).orElseThrow().lower() > 0.8);
        CrossValidationResult noise = run(CrossValidation.builder(new NearestCentroid(), RUNS),
                Simulated.of(20, 40, 4, 100, 0, 2));
        // 800 independent samples at chance 1/4: standard error 0.0153, three of them
        assertEquals(0.25, noise.score(), 0.046);
    }

    @Test
    void selectingFeaturesOutsideTheFoldsLeaksAndInsideDoesNot() {
        double inside = 0;
        double outside = 0;
        int repeats = 10;
        for (int r = 0; r < repeats; r++) {
            Simulated noise = Simulated.of(5, 8, 2, 1000, 0, 40 + r);
            inside += run(CrossValidation.builder(new Screened(new NearestCentroid(), 10), RUNS), noise)
                    .score();
            Matrix chosen = noise.x().selectColumns(Screened.best(noise.x(), noise.y(), 10));
            outside += run(CrossValidation.builder(new NearestCentroid(), RUNS),
                    new Simulated(chosen, noise.y(), noise.groups())).score();
        }
        // 400 tested samples at chance 1/2: standard error 0.025, and somewhat more as folds share training samples
        assertEquals(0.5, inside / repeats, 0.1);
        assertTrue(outside / repeats > 0.8, "leak of " + outside / repeats);
    }

    @Test
    void groupsOnBothSidesAreRefusedUnlessAllowed() {
        Simulated data = Simulated.of(6, 8, 2, 10, 0, 1);
        CrossValidation.Builder folds = CrossValidation.builder(new NearestCentroid(),
                new StratifiedKFold(5));
        String message = message(folds, data.x(), data.y(), data.groups());
        assertTrue(message.contains("(run-2)") && message.contains("leave-one-group-out"), message);
        List<Notice> notices = run(folds.groupLeakage(GroupLeakage.ALLOW), data).notices();
        assertEquals("group-leakage", notices.get(0).code());
        assertEquals(List.of(), run(CrossValidation.builder(new NearestCentroid(), RUNS), data).notices());
    }

    @Test
    void oneRunIsDividedWithAWarningOnly() {
        Simulated data = Simulated.of(1, 40, 2, 10, 0, 1);
        CrossValidationResult result = run(CrossValidation.builder(new NearestCentroid(), new KFold(5)),
                data);
        assertEquals("single-group", result.notices().get(0).code());
        String message = message(CrossValidation.builder(new NearestCentroid(), RUNS), data.x(), data.y(),
                data.groups());
        assertTrue(message.contains("only one ('run-1')"), message);
    }

    @Test
    void badSamplesAreRefused() {
        Simulated data = Simulated.of(4, 8, 2, 10, 0, 1);
        CrossValidation.Builder validation = CrossValidation.builder(new NearestCentroid(), RUNS);
        Matrix bad = data.x().copy();
        bad.set(3, 7, Double.NaN);
        bad.set(5, 0, Double.POSITIVE_INFINITY);
        String message = message(validation, bad, data.y(), data.groups());
        assertTrue(message.contains("2 values") && message.contains("sample 3, feature 7"), message);
        assertThrows(ShapeException.class,
                () -> validation.build().run(data.x(), data.y().select(0, 1), data.groups()));
        assertThrows(ShapeException.class, () -> validation.build().run(data.x(), data.y(), List.of("1")));
        assertTrue(message(validation, Matrix.zeros(32, 0), data.y(), data.groups()).contains("no features"));
        Labels one = Labels.of(new int[32], List.of("rest"));
        assertTrue(message(validation, data.x(), one, data.groups()).contains("one class [rest]"));
        Labels unused = Labels.of(data.y().codes(), List.of("a", "b", "c"));
        assertTrue(message(validation, data.x(), unused, data.groups())
                .contains("'c' is named but has no sample"));
    }

    @Test
    void aClassWithoutTrainingSamplesIsNamedWithItsFold() {
        Simulated data = Simulated.of(4, 4, 2, 10, 0, 1);
        Labels y = Labels.of(new int[] {0, 1, 2, 2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
                List.of("a", "b", "rare"));
        String message = message(CrossValidation.builder(new DualRidge(1), RUNS), data.x(), y, data.groups());
        assertTrue(message.contains("class 'rare'") && message.contains("'run-1'"), message);
        Labels twice = Labels.of(new int[] {0, 1, 2, 2, 0, 1, 2, 1, 0, 1, 0, 1, 0, 1, 0, 1},
                List.of("a", "b", "rare"));
        message = message(
                CrossValidation.builder(new DualRidge(1), RUNS).selection(PenaltySelection.overDefaults()),
                data.x(), twice, data.groups());
        assertTrue(message.contains("class 'rare'") && message.contains("within fold 'run-1'"), message);
    }

    @Test
    void splitsThatContradictThemselvesAreRefused() {
        Simulated data = Simulated.of(2, 4, 2, 10, 0, 1);
        for (Split split : List.of(new Split("x", new int[] {0, 1}, new int[0]),
                new Split("x", new int[] {0, 1, 2}, new int[] {2}),
                new Split("x", new int[] {0, 1}, new int[] {8}))) {
            Splitter splitter = new Splitter() {
                @Override
                public List<Split> split(Labels y, List<String> groups) {
                    return List.of(split);
                }

                @Override
                public String describe() {
                    return "odd";
                }
            };
            String message = message(CrossValidation.builder(new NearestCentroid(), splitter), data.x(),
                    data.y(),
                    List.of());
            assertTrue(message.startsWith("fold 'x' of odd"), message);
        }
    }

    @Test
    void intervalsTakeTheUnitThatIsIndependent() {
        Simulated many = Simulated.of(8, 8, 2, 30, 1, 1);
        CrossValidationResult result = run(CrossValidation.builder(new NearestCentroid(), RUNS), many);
        assertEquals("bootstrap over 8 groups", result.interval(0.95, 0).orElseThrow().method());
        assertEquals(8, result.confusionByGroup().size());
        assertEquals(result.confusion(),
                result.confusionByGroup().stream().reduce(ConfusionMatrix::plus).orElseThrow());
        // All groups perfect: the bootstrap would claim certainty, so samples are counted instead.
        CrossValidationResult perfect = run(CrossValidation.builder(new NearestCentroid(), RUNS),
                Simulated.of(8, 8, 2, 30, 20, 1));
        assertEquals(1, perfect.score());
        assertEquals(ConfidenceInterval.wilson(64, 64, 0.95), perfect.interval(0.95, 0).orElseThrow());
        Simulated few = Simulated.of(4, 8, 2, 30, 1, 1);
        result = run(CrossValidation.builder(new NearestCentroid(), RUNS), few);
        assertEquals(ConfidenceInterval.wilson(result.confusion().correct(), 32, 0.95),
                result.interval(0.95, 0).orElseThrow());
        // tested three times each, but still 32 samples
        result = run(CrossValidation.builder(new NearestCentroid(), new LeavePGroupsOut(2, "run")), few);
        assertEquals(96, result.confusion().total());
        assertEquals(ConfidenceInterval.wilson((int) Math.round(result.score() * 32), 32, 0.95),
                result.interval(0.95, 0).orElseThrow());
        result = run(CrossValidation.builder(new NearestCentroid(), RUNS).score(Score.ROC_AUC), many);
        assertEquals("t interval over 8 folds", result.interval(0.95, 0).orElseThrow().method());
        result = run(CrossValidation.builder(new NearestCentroid(), TrainTestGroups.parse("1-3", "4", "run"))
                .score(Score.ROC_AUC), few);
        assertFalse(result.interval(0.95, 0).isPresent());
    }

    @Test
    void selectionNeedsAPenalty() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> CrossValidation.builder(new NearestCentroid(), RUNS)
                        .selection(PenaltySelection.overDefaults())
                        .build());
        assertTrue(e.getMessage().contains("nearest centroid has no penalty"), e.getMessage());
        assertThrows(IllegalArgumentException.class, PenaltySelection::over);
        CrossValidation chosen = CrossValidation.builder(new DualRidge(1), RUNS)
                .selection(PenaltySelection.overDefaults()).build();
        assertTrue(chosen.describe().contains("leave one run out; alpha was not fixed but chosen"),
                chosen.describe());
        assertSame(RUNS, chosen.splitter());
    }

    @Test
    void equalScoresTakeTheSimplerPenalty() {
        double[] penalties = {1, 10, 100};
        assertEquals(2, PenaltySelection.best(new double[] {0.5, 0.7, 0.7}, penalties, true));
        assertEquals(1, PenaltySelection.best(new double[] {0.5, 0.7, 0.7}, penalties, false));
        assertEquals(0, PenaltySelection.best(new double[] {0.5, Double.NaN, 0.4}, penalties, true));
        assertEquals(-1,
                PenaltySelection.best(new double[] {Double.NaN, Double.NaN, Double.NaN}, penalties, true));
    }

    @Test
    void foldsOfOneClassHaveNoArea() {
        Simulated data = Simulated.of(1, 8, 2, 10, 0, 1);
        int[] codes = {0, 0, 0, 1, 0, 1, 1, 1}; // folds of two: only the middle ones test both classes
        CrossValidationResult result = CrossValidation.builder(new NearestCentroid(), new KFold(4))
                .score(Score.ROC_AUC).build().run(data.x(), data.y().withCodes(codes), List.of());
        assertEquals("undefined-fold-scores", result.notices().get(0).code());
        assertTrue(result.notices().get(0).text().contains("2 of 4"), result.notices().toString());
        double[] scores = result.foldScores();
        assertTrue(Double.isNaN(scores[0]) && Double.isNaN(scores[3]));
        assertEquals((scores[1] + scores[2]) / 2, result.score(), 0);
    }

    @Test
    void cancellingStops() {
        Progress cancelled = new Progress() {
            @Override
            public Task begin(String name, long total) {
                return steps -> {};
            }

            @Override
            public boolean isCancelled() { return true; }
        };
        Simulated data = Simulated.of(4, 8, 2, 10, 0, 1);
        assertThrows(CancelledException.class,
                () -> run(CrossValidation.builder(new NearestCentroid(), RUNS).progress(cancelled), data));
    }
}
