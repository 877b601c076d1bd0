package org.engram.compute.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.Descriptive;
import org.engram.compute.statistics.RocArea;
import org.engram.core.ShapeException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

/** Scores and intervals against scikit-learn 1.2 and scipy 1.10; scores.py wrote the numbers. */
class ScoresTest {
    /** Sums of a few hundred terms in another order. */
    private static final double ROUNDING = 1e-13;

    private static List<double[]> rows(String kind) throws IOException {
        try (InputStream in = ScoresTest.class.getResourceAsStream("scores.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<double[]> rows = text.lines().filter(line -> line.startsWith(kind + "\t"))
                    .map(line -> Arrays.stream(line.split("\t")).skip(1).mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            assertTrue(rows.size() > 2);
            return rows;
        }
    }

    private static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
    }

    @Test
    void scoresAgreeWithScikitLearn() throws IOException {
        for (double[] row : rows("scores")) {
            int classes = (int) row[0];
            int n = (int) row[1];
            int[] truth = Arrays.stream(Lcg.numbers((long) row[2], n)).mapToInt(v -> (int) (v * classes))
                    .toArray();
            double[] decisions = Arrays.stream(Lcg.numbers((long) row[2] + 100, n * classes))
                    .map(v -> Math.rint(v * 20)).toArray();
            int[] predicted = new int[n];
            for (int i = 0; i < n; i++) {
                truth[i] = i < classes ? i : truth[i];
                decisions[i * classes + truth[i]] += 4;
                for (int c = 1; c < classes; c++) {
                    predicted[i] = decisions[i * classes + c] > decisions[i * classes + predicted[i]]
                            ? c
                            : predicted[i];
                }
            }
            Labels y = Labels.of(truth, names(classes));
            ConfusionMatrix confusion = ConfusionMatrix.of(y, y.withCodes(predicted));
            assertEquals(row[3], confusion.accuracy(), ROUNDING);
            assertEquals(row[4], confusion.balancedAccuracy(), ROUNDING);
            assertEquals(row[5], RocArea.macroOneVersusRest(Matrix.of(n, classes, decisions), y.codes()),
                    ROUNDING);
            for (int c = 0; c < classes; c++) {
                assertEquals(row[6 + c], confusion.recall(c), ROUNDING);
                assertEquals(row[6 + classes + c], confusion.precision(c), ROUNDING);
                assertEquals(row[6 + 2 * classes + c], confusion.f1(c), ROUNDING);
            }
        }
    }

    @Test
    void intervalsAgreeWithScipy() throws IOException {
        for (double[] row : rows("wilson")) {
            ConfidenceInterval interval = ConfidenceInterval.wilson((int) row[0], (int) row[1], row[2]);
            // the normal quantile is accurate to about 1e-9
            assertEquals(row[3], interval.lower(), 1e-9);
            assertEquals(row[4], interval.upper(), 1e-9);
        }
        for (double[] row : rows("folds")) {
            ConfidenceInterval interval = ConfidenceInterval.overFolds(Arrays.copyOfRange(row, 3, row.length),
                    row[0]);
            // the t quantile is found by bracketing to 1e-9, and with one degree of freedom is 12.7
            assertEquals(row[1], interval.lower(), 1e-7);
            assertEquals(row[2], interval.upper(), 1e-7);
        }
        for (double[] row : rows("percentile")) {
            double[] values = Arrays.copyOfRange(row, 2, row.length);
            Arrays.sort(values);
            assertEquals(row[1], Descriptive.sortedQuantile(values, row[0]), ROUNDING);
        }
    }

    @Test
    void theBootstrapOverGroupsHasTheSpreadOfItsGroups() {
        // 20 groups of 10, of which group g has g / 2 right, rounded down
        List<ConfusionMatrix> groups = IntStream.range(0, 20)
                .mapToObj(g -> ConfusionMatrix.of(names(2), new int[][] {{g / 2, 10 - g / 2}, {0, 0}}))
                .toList();
        ConfidenceInterval interval = ConfidenceInterval.overGroups(groups, ConfusionMatrix::accuracy, 0.95,
                5000, 1);
        // Mean 0.45, standard deviation of a group 0.2872, of the mean of 20 drawn 0.0642; 1.96 of these is 0.1259.
        // Percentiles of 5000 draws have a standard error of about 0.0025.
        assertEquals(0.45 - 0.1259, interval.lower(), 0.01);
        assertEquals(0.45 + 0.1259, interval.upper(), 0.01);
        assertEquals(interval,
                ConfidenceInterval.overGroups(groups, ConfusionMatrix::accuracy, 0.95, 5000, 1));
        assertNotEquals(interval,
                ConfidenceInterval.overGroups(groups, ConfusionMatrix::accuracy, 0.95, 500, 2));
    }

    @Test
    void chanceLevels() {
        Labels y = Labels.of(new int[] {0, 0, 0, 1, 2, 0}, List.of("a", "b", "c", "none"));
        ChanceLevel chance = ChanceLevel.of(y);
        assertEquals(1 / 3.0, chance.uniform(), ROUNDING);
        assertEquals(18 / 36.0, chance.proportional(), ROUNDING);
        assertEquals(4 / 6.0, chance.majority(), ROUNDING);
        assertEquals("a", chance.majorityClass());
        assertEquals(4 / 6.0, Score.ACCURACY.chance(y), ROUNDING);
        assertEquals(1 / 3.0, Score.BALANCED_ACCURACY.chance(y), ROUNDING);
        assertEquals(0.5, Score.ROC_AUC.chance(y), ROUNDING);
    }

    @Test
    void absentClassesAreNotScored() {
        Labels truth = Labels.of(new int[] {0, 0, 1}, names(3));
        ConfusionMatrix confusion = ConfusionMatrix.of(truth, truth.withCodes(new int[] {0, 1, 1}));
        assertEquals(0.75, confusion.balancedAccuracy(), ROUNDING);
        assertTrue(Double.isNaN(confusion.recall(2)) && Double.isNaN(confusion.precision(2)));
        Matrix decisions = Matrix.ofRows(new double[][] {{2, 1, 0}, {0, 1, 0}, {1, 1, 0}});
        double[] areas = RocArea.perClass(decisions, truth.codes());
        assertEquals(0.5, areas[0], 0);
        assertEquals(0.5, areas[1], 0); // all tied
        assertTrue(Double.isNaN(areas[2]));
        assertTrue(Double.isNaN(RocArea.of(new double[] {1, 2}, new boolean[] {true, true})));
        assertEquals(0.5, RocArea.of(new double[] {-0.0, 0.0}, new boolean[] {true, false}), 0);
    }

    @Test
    void confusionsAddAndPrint() {
        ConfusionMatrix a = ConfusionMatrix.of(List.of("face", "house"), new int[][] {{3, 1}, {0, 4}});
        ConfusionMatrix sum = a.plus(a);
        assertEquals(16, sum.total());
        assertEquals(6, sum.count(0, 0));
        assertEquals(14, sum.correct());
        assertTrue(a.toString().contains("75.0 %") && a.toString().contains("house"), a.toString());
        assertThrows(ShapeException.class,
                () -> ConfusionMatrix.of(names(2), new int[][] {{1, 2, 3}, {1, 2, 3}}));
        assertThrows(ShapeException.class, () -> a.plus(ConfusionMatrix.of(names(2), a.counts())));
    }

    @Test
    void senselessIntervalsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ConfidenceInterval.wilson(3, 2, 0.95));
        assertThrows(IllegalArgumentException.class, () -> ConfidenceInterval.wilson(1, 2, 95));
        assertThrows(IllegalArgumentException.class, () -> ConfidenceInterval.overFolds(new double[1], 0.95));
        assertThrows(IllegalArgumentException.class,
                () -> ConfidenceInterval.overGroups(List.of(), ConfusionMatrix::accuracy, 0.95, 1000, 0));
    }
}
