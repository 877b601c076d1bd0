package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.HaufePatterns;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class ClassicalTest {

    @Test
    void unknownNameListsThoseThereAre() {
        String message = assertThrows(EngramException.class, () -> Classifiers.named("rigde")).getMessage();
        assertTrue(message.contains("'rigde'") && message.contains("nearest-centroid, pca-lda, ridge, svm"),
                message);
        assertEquals("ridge classifier, alpha = 1", Classifiers.named("ridge").describe());
        assertEquals("linear SVM, squared hinge loss, C = 0.5, balanced classes",
                new LinearSvm().withC(0.5).withClassWeights(ClassWeights.balanced()).describe());
    }

    @Test
    void ridgeWithoutPenaltyIsTheShortestLeastSquaresSolution() {
        Matrix x = Matrix.of(4, 9, Lcg.numbers(3, 36));
        Matrix y = Matrix.of(4, 2, Lcg.numbers(4, 8));
        RidgeRegression.Model model = new RidgeRegression(0, true).fit(x, y);
        // Fewer samples than features: the data are met exactly, by weights in the span of the centred
        // samples.
        assertArrayEquals(y.data(), model.predict(x).data(), 1e-10);
        Matrix tall = x.transpose();
        Matrix doubled = Matrix.zeros(9, 8);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 8; j++) {
                doubled.set(i, j, tall.get(i, j % 4));
            }
        }
        Matrix target = Matrix.of(9, 1, Lcg.numbers(5, 9));
        Matrix single = new RidgeRegression(0, true).fit(tall, target).coefficients();
        Matrix both = new RidgeRegression(0, true).fit(doubled, target).coefficients();
        for (int j = 0; j < 8; j++) {
            // Of two equal columns each takes half, which is what makes the weights shortest.
            assertEquals(single.get(0, j % 4) / 2, both.get(0, j), 1e-10);
        }
    }

    @Test
    void ridgeSmootherGivesTheDecisionsForAnyLabels() {
        Fixtures f = Fixtures.of("wide5");
        Matrix gram = DenseAlgebra.multiplyTransposed(f.x, f.x);
        Matrix cross = DenseAlgebra.multiplyTransposed(f.test, f.x);
        for (boolean intercept : new boolean[] {true, false}) {
            RidgeClassifier ridge = new RidgeClassifier().withAlpha(3).withIntercept(intercept);
            Matrix smoother = ridge.smoother(gram, cross);
            int[] rotated = f.y.codes();
            for (int i = 0; i < rotated.length; i++) {
                rotated[i] = f.y.code((i + 7) % rotated.length);
            }
            Labels other = f.y.withCodes(rotated);
            Matrix targets = Training.signedTargets(other);
            // The same linear map, summed in another order.
            assertArrayEquals(ridge.fitGram(gram, other).decisionValues(cross).data(),
                    DenseAlgebra.multiply(smoother, targets).data(), 1e-10);
        }
        assertTrue(new RidgeClassifier().isLabelLinear(new int[] {3, 9}));
        RidgeClassifier balanced = new RidgeClassifier().withClassWeights(ClassWeights.balanced());
        assertTrue(balanced.isLabelLinear(new int[] {4, 4}));
        assertFalse(balanced.isLabelLinear(new int[] {3, 9}));
    }

    @Test
    void aLargeMeanDoesNotSpoilTheDualForm() {
        Fixtures f = Fixtures.of("wide5");
        Matrix far = ColumnMoments.shifted(f.x, constant(f.x.columns(), -1e6));
        Matrix farTest = ColumnMoments.shifted(f.test, constant(f.x.columns(), -1e6));
        for (GramClassifier classifier : new GramClassifier[] {new RidgeClassifier(),
                new LogisticRegression(),
                new NearestCentroid()}) {
            Matrix near = classifier.fit(f.x, f.y).decisionValues(f.test);
            // Adding 1e6 leaves features 1e-10 of their digits; weights of order 1 on 60 features keep 1e-7.
            assertArrayEquals(near.data(), classifier.fit(far, f.y).decisionValues(farTest).data(), 1e-6,
                    classifier.describe());
        }
    }

    private static double[] constant(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void svmSolutionMeetsTheOptimalityConditions() {
        Fixtures f = Fixtures.of("wide5");
        double c = 0.5;
        LinearModel model = (LinearModel) new LinearSvm().withC(c).withLimits(1e-9, 1_000_000).fit(f.x, f.y);
        Matrix decisions = model.decisionValues(f.x);
        for (int m = 0; m < 5; m++) {
            double[] gradient = model.coefficients().row(m);
            double bias = model.intercepts()[m];
            for (int i = 0; i < f.x.rows(); i++) {
                double sign = f.y.code(i) == m ? 1 : -1;
                double pull = 2 * c * sign * Math.max(0, 1 - sign * decisions.get(i, m));
                bias -= pull;
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] -= pull * f.x.get(i, j);
                }
            }
            // The gradient of 0.5 |w|^2 + 0.5 b^2 + C sum of squared hinges, 30 samples of size 3 away from
            // 1e-9.
            assertEquals(0, bias, 1e-6);
            assertArrayEquals(new double[gradient.length], gradient, 1e-6);
        }
    }

    @Test
    void whatDoesNotConvergeSaysSo() {
        Fixtures f = Fixtures.of("tall5");
        ClassifierModel svm = new LinearSvm().withC(100).withLimits(1e-12, 2).fit(f.x, f.y);
        assertEquals("svm-not-converged", svm.notices().get(0).code());
        assertTrue(svm.notices().get(0).text().contains("class 'class0' stopped after 2 passes"));
        ClassifierModel sparse = SparseLinearClassifier.svm().withC(10).withLimits(1e-12, 2).fit(f.x, f.y);
        assertEquals("l1-not-converged", sparse.notices().get(0).code());
        ClassifierModel logistic = new LogisticRegression().withC(100).withLimits(1e-12, 1).fit(f.x, f.y);
        assertEquals("logistic-not-converged", logistic.notices().get(0).code());
    }

    @Test
    void screeningIsCorrectedForTheVolumeOfTheMask() {
        // 20 % of 1882989 mm^3, of a mask of half that: 40 %.
        FeatureScreening half = FeatureScreening.percentileOfStandardBrain(20, 1882989 / 2.0);
        assertEquals(40, half.percentile(), 1e-12);
        assertEquals(400, half.keptOf(1000));
        assertEquals(99, half.keptOf(99));
        assertEquals(40, half.keptOf(100));
        assertEquals(100, FeatureScreening.percentileOfStandardBrain(20, 1000).percentile());
        assertEquals(5, FeatureScreening.best(5).keptOf(8));
        assertThrows(IllegalArgumentException.class, () -> FeatureScreening.percentile(0));
        assertThrows(IllegalArgumentException.class, () -> FeatureScreening.percentileOfStandardBrain(20, 0));
    }

    @Test
    void screenedWeightsReturnToTheirFeatures() {
        Fixtures f = Fixtures.of("wide5");
        ScreenedClassifier screened = ScreenedClassifier.of(new RidgeClassifier(), FeatureScreening.best(7));
        ScreenedClassifier.Model model = screened.fit(f.x, f.y);
        int[] kept = model.keptFeatures();
        assertEquals(7, kept.length);
        Matrix weights = ((LinearModel) model).coefficients();
        Matrix few = ((LinearModel) new RidgeClassifier().fit(f.x.selectColumns(kept), f.y)).coefficients();
        for (int c = 0; c < 5; c++) {
            for (int j = 0; j < f.x.columns(); j++) {
                int at = Arrays.binarySearch(kept, j);
                assertEquals(at < 0 ? 0 : few.get(c, at), weights.get(c, j));
            }
        }
        assertTrue(screened instanceof Tunable);
        assertFalse(
                ScreenedClassifier.of(new NearestCentroid(), FeatureScreening.best(7)) instanceof Tunable);
        Matrix flat = Matrix.zeros(f.x.rows(), 200);
        assertTrue(assertThrows(EngramException.class, () -> screened.fit(flat, f.y)).getMessage()
                .contains("screening left none of 200 features"));
    }

    @Test
    void constantFeaturesCountAsZeroAndAreCounted() {
        Fixtures f = Fixtures.of("tall2");
        Matrix x = f.x.copy();
        Matrix test = f.test.copy();
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 2, 0.1);
            x.set(i, 4, -7);
        }
        for (int i = 0; i < test.rows(); i++) {
            test.set(i, 4, 1000 * i);
        }
        StandardizedClassifier.Model model = StandardizedClassifier.of(new RidgeClassifier()).fit(x, f.y);
        assertEquals(2, model.constantFeatures());
        assertEquals("constant-features", model.notices().get(0).code());
        assertTrue(model.notices().get(0).text().startsWith("2 of 6 features"));
        assertTrue(model.notices().get(0).text().contains("the first is 2,"));
        int[] others = {0, 1, 3, 5};
        Matrix without = StandardizedClassifier.of(new RidgeClassifier()).fit(x.selectColumns(others), f.y)
                .decisionValues(test.selectColumns(others));
        // Features of zero add nothing but rounding.
        assertArrayEquals(without.data(), model.decisionValues(test).data(), 1e-10);
        assertEquals(0, ((LinearModel) model).coefficients().get(1, 4));
    }

    @Test
    void discriminantsIgnoreConstantFeatures() {
        for (String name : new String[] {"tall2", "wide5"}) {
            Fixtures f = Fixtures.of(name);
            int p = f.x.columns();
            Matrix x = withColumns(f.x, 0.1, 1234.567);
            Matrix test = withColumns(f.test, 0.1, 1234.567);
            LinearDiscriminant lda = new LinearDiscriminant(Shrinkage.none());
            LinearModel model = (LinearModel) lda.fit(x, f.y);
            // Rounding of the grand mean of 1234.567 alone.
            assertArrayEquals(lda.fit(f.x, f.y).decisionValues(f.test).data(),
                    model.decisionValues(test).data(),
                    1e-7);
            assertEquals(0, model.coefficients().get(1, p), 1e-12);
        }
    }

    private static Matrix withColumns(Matrix x, double... values) {
        Matrix wider = Matrix.zeros(x.rows(), x.columns() + values.length);
        for (int i = 0; i < x.rows(); i++) {
            System.arraycopy(x.data(), i * x.columns(), wider.data(), i * wider.columns(), x.columns());
            System.arraycopy(values, 0, wider.data(), i * wider.columns() + x.columns(), values.length);
        }
        return wider;
    }

    @Test
    void patternsAreTheCovarianceTimesTheWeights() {
        Fixtures f = Fixtures.of("tall5");
        LinearModel model = (LinearModel) new RidgeClassifier().fit(f.x, f.y);
        Matrix patterns = HaufePatterns.of(f.x, model);
        int n = f.x.rows();
        int p = f.x.columns();
        Matrix centred = ColumnMoments.shifted(f.x, ColumnMoments.means(f.x));
        Matrix covariance = DenseAlgebra.transposedMultiply(centred, centred);
        for (int c = 0; c < 5; c++) {
            Matrix w = Matrix.of(p, 1, model.coefficients().row(c));
            Matrix times = DenseAlgebra.multiply(covariance, w);
            double variance = DenseAlgebra.transposedMultiply(w, times).get(0, 0);
            for (int j = 0; j < p; j++) {
                // By the definition, with the same n - 1 in both covariances.
                assertEquals(times.get(j, 0) / variance, patterns.get(c, j), 1e-10);
            }
        }
        LinearModel silent = new LinearClassifierModel(f.y.names(), Matrix.zeros(5, p),
                new double[] {0.1, 0.2, 0.3, 0.4, 0.7}, List.of());
        assertArrayEquals(new double[5 * p], HaufePatterns.of(f.x, silent).data());
        assertTrue(n > p);
    }

    @Test
    void aPatternFindsTheSignalThatAWeightHides() {
        // Feature 0 is signal plus a distractor, feature 1 the distractor alone: the weight of feature 1 is
        // large to
        // take the distractor out, its pattern is nearly zero.
        int n = 400;
        double[] noise = Lcg.numbers(21, n);
        Matrix x = Matrix.zeros(n, 2);
        int[] codes = new int[n];
        for (int i = 0; i < n; i++) {
            codes[i] = i % 2;
            x.set(i, 0, codes[i] + 5 * noise[i]);
            x.set(i, 1, 5 * noise[i]);
        }
        LinearModel model = (LinearModel) new RidgeClassifier(0.01, true, ClassWeights.none()).fit(x,
                Labels.of(codes, List.of("a", "b")));
        double[] w = model.coefficients().row(1);
        double[] pattern = HaufePatterns.of(x, model).row(1);
        assertEquals(-1, w[1] / w[0], 0.01);
        // The distractor correlates with the class by chance only, 1 / sqrt(400) or so of its size 5.
        assertTrue(Math.abs(pattern[1]) < 0.3 * pattern[0], Arrays.toString(pattern));
    }

    @Test
    void dummiesFollowTheirFrequencies() {
        int n = 3000;
        int[] codes = new int[n];
        Arrays.setAll(codes, i -> i % 10 == 0 ? 1 : 0);
        Labels y = Labels.of(codes, List.of("common", "rare"));
        Matrix x = Matrix.zeros(n, 1);
        DummyClassifier stratified = new DummyClassifier(DummyClassifier.Strategy.STRATIFIED, 5);
        int[] drawn = stratified.fit(x, y).predict(x);
        // Binomial counts within four standard deviations: sqrt(3000 x 0.1 x 0.9) = 16.4 and sqrt(750) =
        // 27.4.
        assertEquals(300, Arrays.stream(drawn).sum(), 66);
        assertArrayEquals(drawn, stratified.fit(x, y).predict(x));
        DummyClassifier uniform = new DummyClassifier(DummyClassifier.Strategy.UNIFORM, 5);
        assertEquals(1500, Arrays.stream(uniform.fit(x, y).predict(x)).sum(), 110);
        assertEquals(0, Arrays.stream(new DummyClassifier().fit(x, y).predict(x)).sum());
    }

    @Test
    void correlationIgnoresTheScaleAndLevelOfASample() {
        Fixtures f = Fixtures.of("wide5");
        ClassifierModel model = new CorrelationClassifier().fit(f.x, f.y);
        Matrix scaled = f.test.copy();
        for (int e = 0; e < scaled.data().length; e++) {
            scaled.data()[e] = 40 * scaled.data()[e] - 17;
        }
        // Scaling rounds once more.
        assertArrayEquals(model.decisionValues(f.test).data(), model.decisionValues(scaled).data(), 1e-12);
        assertArrayEquals(new double[5], model.decisionValues(Matrix.of(1, 60, constant(60, 0.3))).data());
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RidgeClassifier().withAlpha(-1));
        assertThrows(IllegalArgumentException.class, () -> new LinearSvm().withC(0));
        assertThrows(IllegalArgumentException.class, () -> new LogisticRegression().withC(Double.NaN));
        assertThrows(IllegalArgumentException.class,
                () -> new NearestNeighbours(0, SampleDistance.EUCLIDEAN));
        assertThrows(IllegalArgumentException.class, () -> Shrinkage.fixed(1.1));
        assertThrows(IllegalArgumentException.class, () -> ClassWeights.of(Map.of("a", -1.0)));
        Fixtures f = Fixtures.of("tall2");
        RidgeClassifier misnamed = new RidgeClassifier()
                .withClassWeights(ClassWeights.of(Map.of("dog", 2.0)));
        assertTrue(assertThrows(EngramException.class, () -> misnamed.fit(f.x, f.y)).getMessage()
                .contains("'dog'"));
        NearestNeighbours many = new NearestNeighbours(41, SampleDistance.EUCLIDEAN);
        assertThrows(EngramException.class, () -> many.fit(f.x, f.y));
    }
}
