package org.engram.compute.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.compute.Fixture;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** Sums of 24 numbers below 1, then a few divisions. */
    private static final double ROUNDING = 1e-13;

    private final Fixture reference = Fixture.read(StatisticsTest.class, "scores_and_tails.txt");
    private final Matrix x = Matrix.of(24, 7, Lcg.numbers(11, 24 * 7));
    private final double[] y = Lcg.numbers(12, 24);
    private final int[] codes = new int[24];
    private final double[] tied = x.column(1);

    StatisticsTest() {
        for (int i = 0; i < 24; i++) {
            codes[i] = i * 7 % 3;
            tied[i] = Math.floor(tied[i] * 6);
        }
    }

    @Test
    void momentsAndQuantilesMatchNumpy() {
        assertArrayEquals(reference.numbers("variance"), Descriptive.columnVariances(x, 1), ROUNDING);
        assertEquals(reference.numbers("variance")[2], Descriptive.variance(x.column(2), 1), ROUNDING);
        double[] p = {0, .05, .3, .5, .977, 1};
        for (int i = 0; i < p.length; i++) {
            assertEquals(reference.numbers("quantiles")[i], Descriptive.quantile(x.column(0), p[i]), 1e-15);
        }
        assertEquals(reference.numbers("quantiles")[3], Descriptive.median(x.column(0)), 1e-15);
        assertEquals(Double.NaN, Descriptive.median(new double[] {1, Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> Descriptive.quantile(new double[0], 0.5));
    }

    @Test
    void varianceSurvivesALargeMean() {
        // 1e9 + {0, 1, 2}: a formula by sums of squares loses all 16 digits here.
        assertEquals(1, Descriptive.variance(new double[] {1e9, 1e9 + 1, 1e9 + 2}, 1), 0.0);
        assertEquals(1,
                Descriptive.columnVariances(Matrix.of(3, 1, new double[] {1e9, 1e9 + 1, 1e9 + 2}), 1)[0],
                0.0);
        assertEquals(Double.NaN, Descriptive.variance(new double[] {1}, 1));
    }

    @Test
    void ranksAndCorrelationsMatchScipy() {
        assertArrayEquals(reference.numbers("midranks"), Ranks.midRanks(tied), 0.0);
        for (int c = 0; c < 7; c++) {
            assertEquals(reference.numbers("pearson")[c], Correlation.pearson(x.column(c), y), ROUNDING);
        }
        assertEquals(reference.numbers("spearman")[0], Correlation.spearman(tied, y), ROUNDING);
        assertEquals(Double.NaN, Correlation.pearson(new double[] {.1, .1, .1}, new double[] {1, 2, 3}));
        assertArrayEquals(new int[] {1, 3, 0, 2}, Ranks.order(new double[] {0.0, -1, 5, -0.0 - 1e-9}));
        assertArrayEquals(new double[] {1.5, 1.5}, Ranks.midRanks(new double[] {0.0, -0.0}));
        assertThrows(IllegalArgumentException.class, () -> Ranks.midRanks(new double[] {Double.NaN}));
    }

    @Test
    void rocAreaMatchesScikitLearn() {
        boolean[] positive = new boolean[24];
        for (int i = 0; i < 24; i++) {
            positive[i] = codes[i] == 1;
        }
        assertEquals(reference.numbers("auc")[0], RocArea.of(tied, positive), ROUNDING);
        assertEquals(reference.numbers("auc_macro")[0],
                RocArea.macroOneVersusRest(x.selectColumns(0, 1, 2), codes), ROUNDING);
        assertEquals(Double.NaN, RocArea.of(new double[] {1, 2}, new boolean[2]));
    }

    @Test
    void featureTestsMatchScikitLearn() {
        FeatureScores classes = FeatureTests.classes(x, codes, 3);
        FeatureScores line = FeatureTests.regression(x, y);
        for (int c = 0; c < 7; c++) {
            assertEquals(reference.matrix("f_classif").get(0, c), classes.f()[c], ROUNDING * 10);
            assertEquals(reference.matrix("f_classif").get(1, c), classes.p(c), ROUNDING * 10);
            assertEquals(reference.matrix("f_regression").get(0, c), line.f()[c], ROUNDING * 10);
            assertEquals(reference.matrix("f_regression").get(1, c), line.p(c), ROUNDING * 10);
        }
        assertEquals(21, classes.denominatorDegrees());
        assertArrayEquals(classes.f(), FeatureTests.classes(x, codes, 5).f(), 0.0,
                "empty classes change nothing");
    }

    @Test
    void degenerateFeaturesRankWhereTheyBelong() {
        Matrix odd = Matrix.zeros(6, 4);
        int[] twoClasses = {0, 1, 0, 1, 0, 1};
        for (int r = 0; r < 6; r++) {
            odd.set(r, 0, 0.1); // constant, and its mean over six is not exactly 0.1
            odd.set(r, 1, r); // weak
            odd.set(r, 2, twoClasses[r] == 0 ? 0.1 : 0.7); // separates exactly
            odd.set(r, 3, 1e9 + twoClasses[r] + r * 0.25); // large mean
        }
        FeatureScores scores = FeatureTests.classes(odd, twoClasses, 2);
        assertEquals(Double.NaN, scores.f()[0]);
        assertEquals(Double.POSITIVE_INFINITY, scores.f()[2]);
        assertEquals(0, scores.p(2));
        assertArrayEquals(new int[] {2}, scores.best(1));
        assertArrayEquals(new int[] {1, 2, 3}, scores.best(3));
        double[] step = {0, 1, 0, 1, 0, 1};
        FeatureScores line = FeatureTests.regression(odd, step);
        assertEquals(Double.NaN, line.f()[0]);
        // By hand: deviations -.5 -.5, -.5 +.. give r^2 = 2.25 / (17.5 * 1.5), F = 4 r^2 / (1 - r^2).
        assertEquals(4 * (2.25 / 26.25) / (1 - 2.25 / 26.25), line.f()[1], ROUNDING);
        assertEquals(Double.NaN, FeatureTests.regression(odd, new double[6]).f()[1]);
        assertThrows(EngramException.class, () -> FeatureTests.classes(odd, new int[6], 1));
    }

    @Test
    void proportionIntervalsMatchScipy() {
        int[][] cases = {{0, 10}, {7, 10}, {119, 171}, {40, 40}};
        double[] levels = {.95, .95, .99, .9};
        for (int i = 0; i < cases.length; i++) {
            Interval wilson = BinomialInterval.wilson(cases[i][0], cases[i][1], levels[i]);
            Interval exact = BinomialInterval.clopperPearson(cases[i][0], cases[i][1], levels[i]);
            // scipy finds the quantiles of the exact interval by root search, to about 1e-12.
            assertEquals(reference.matrix("wilson").get(i, 0), wilson.lower(), ROUNDING);
            assertEquals(reference.matrix("wilson").get(i, 1), wilson.upper(), ROUNDING);
            assertEquals(reference.matrix("exact").get(i, 0), exact.lower(), 1e-10);
            assertEquals(reference.matrix("exact").get(i, 1), exact.upper(), 1e-10);
        }
        assertThrows(IllegalArgumentException.class, () -> BinomialInterval.wilson(3, 2, 0.95));
    }

    @Test
    void ledoitWolfMatchesScikitLearnTallAndWide() {
        assertEquals(reference.numbers("lw_tall")[0], LedoitWolf.of(x).shrinkage(), ROUNDING);
        Matrix wide = x.selectRows(0, 1, 2, 3, 4);
        assertEquals(reference.numbers("lw_wide")[0], LedoitWolf.of(wide).shrinkage(), ROUNDING);
        assertArrayEquals(reference.numbers("lw_covariance"), LedoitWolf.covariance(x).data(), ROUNDING);
        assertEquals(1, LedoitWolf.of(Matrix.zeros(4, 3)).shrinkage());
    }

    @Test
    void bootstrapCoversTheMeanAndIgnoresThreads() {
        int covered = 0;
        GroupBootstrap bootstrap = new GroupBootstrap(400, 0.95, 3);
        for (int s = 0; s < 300; s++) {
            double[] values = new double[25];
            for (int i = 0; i < 25; i++) {
                values[i] = RandomStream.of(9, s).normal(i);
            }
            covered += bootstrap.ofMean(values).contains(0) ? 1 : 0;
        }
        // A percentile interval of 25 normal values covers about 93 %: 279 of 300, give or take 4 * 4.4.
        assertEquals(279, covered, 18);
        double[] groups = Lcg.numbers(8, 12);
        Interval one = bootstrap.interval(12, d -> groups[d[0]] + groups[d[1]], Parallelism.single());
        assertEquals(one, bootstrap.interval(12, d -> groups[d[0]] + groups[d[1]], Parallelism.of(4)));
        assertTrue(one.lower() < one.upper());
        EngramException undefined = assertThrows(EngramException.class,
                () -> bootstrap.interval(3, d -> Double.NaN, Parallelism.single()));
        assertTrue(undefined.getMessage().contains("400 of 400"), undefined.getMessage());
        assertThrows(EngramException.class, () -> bootstrap.ofMean(new double[1]));
    }
}
