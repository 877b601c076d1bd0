package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Locale;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.FeatureScores;
import org.engram.compute.statistics.FeatureTests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The other classifiers, screening and standardising against scikit-learn 1.2 (classical.py). */
class OtherAgreementTest {
    static final String[] CASES = Fixtures.CASES;

    @ParameterizedTest
    @FieldSource("CASES")
    void discriminantAgrees(String name) {
        Fixtures f = Fixtures.of(name);
        // Closed forms: rounding alone, which inverting a covariance multiplies.
        assertDifferences(f, "lda.auto", new LinearDiscriminant(), 1e-8);
        assertDifferences(f, "lda.0.3", new LinearDiscriminant(Shrinkage.fixed(0.3)), 1e-8);
        assertDifferences(f, "lda.none", new LinearDiscriminant(Shrinkage.none()), 1e-8);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void discriminantOfComponentsAgrees(String name) {
        Fixtures f = Fixtures.of(name);
        for (int components : new int[] {3, 5}) {
            // Closed forms: rounding alone, which the eigenvectors and the covariance multiply.
            assertDifferences(f, "pca-lda." + components, new PcaDiscriminant().withComponents(components),
                    1e-8);
        }
        int chosen = (int) f.golden("pca.components").get(0, 0);
        Matrix byShare = new PcaDiscriminant().withVarianceShare(0.6).fit(f.x, f.y).decisionValues(f.test);
        Matrix byNumber = new PcaDiscriminant().withComponents(chosen).fit(f.x, f.y).decisionValues(f.test);
        // The same computation.
        assertArrayEquals(byNumber.data(), byShare.data(), 0);
    }

    /**
     * Decisions up to what all classes of a sample share: scikit-learn's depend on the origin of the
     * features.
     */
    private static void assertDifferences(Fixtures f, String what, Classifier classifier, double tolerance) {
        Matrix actual = classifier.fit(f.x, f.y).decisionValues(f.test);
        Matrix expected = f.golden(what);
        if (f.classes == 2) {
            f.assertDecisions(what, actual, tolerance);
            return;
        }
        double scale = Arrays.stream(expected.data()).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.rows(); i++) {
            for (int c = 1; c < f.classes; c++) {
                assertEquals(expected.get(i, c) - expected.get(i, 0), actual.get(i, c) - actual.get(i, 0),
                        tolerance * scale, f.name + "." + what + " at sample " + i + ", class " + c);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void naiveBayesAgrees(String name) {
        Fixtures f = Fixtures.of(name);
        ClassifierModel model = new GaussianNaiveBayes().fit(f.x, f.y);
        Matrix actual = model.decisionValues(f.test);
        Matrix expected = f.golden("gnb");
        for (int e = 0; e < actual.data().length; e++) {
            // Closed form; a class with a single sample has variances near 1e-9 and decisions near 1e9.
            assertEquals(expected.data()[e], actual.data()[e],
                    1e-8 * Math.max(1, Math.abs(expected.data()[e])));
        }
        assertLabels(f.golden("gnb.labels"), model.predict(f.test));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void neighboursAgree(String name) {
        Fixtures f = Fixtures.of(name);
        for (SampleDistance distance : SampleDistance.values()) {
            for (int neighbours : new int[] {1, 5}) {
                ClassifierModel model = new NearestNeighbours(neighbours, distance).fit(f.x, f.y);
                String what = "knn." + distance.name().toLowerCase(Locale.ROOT) + "." + neighbours;
                // Shares are counts over k.
                assertArrayEquals(f.golden(what).data(), model.decisionValues(f.test).data(), 1e-12, what);
                assertLabels(f.golden(what + ".labels"), model.predict(f.test));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void centroidsAgree(String name) {
        Fixtures f = Fixtures.of(name);
        assertLabels(f.golden("centroid.labels"), new NearestCentroid().fit(f.x, f.y).predict(f.test));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void varianceTestAndScreeningAgree(String name) {
        Fixtures f = Fixtures.of(name);
        FeatureScores test = FeatureTests.classes(f.x, f.y.codes(), f.y.classCount());
        for (int j = 0; j < f.x.columns(); j++) {
            // The reference subtracts large sums of squares; features have mean 3 and deviation 0.3.
            assertEquals(f.golden("f").get(0, j), test.f()[j], 1e-9 * (1 + test.f()[j]));
            assertEquals(f.golden("f.p").get(0, j), test.p(j), 1e-9);
        }
        for (int percentile : new int[] {20, 35, 50}) {
            assertLabels(f.golden("percentile." + percentile),
                    FeatureScreening.percentile(percentile).select(f.x, f.y));
        }
        assertLabels(f.golden("kbest.3"), FeatureScreening.best(3).select(f.x, f.y));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void standardizingAgreesAndGivesWeightsForFeaturesAsTheyWere(String name) {
        Fixtures f = Fixtures.of(name);
        Classifier svm = StandardizedClassifier.of(new LinearSvm().withC(0.5).withLimits(1e-7, 1_000_000));
        ClassifierModel model = svm.fit(f.x, f.y);
        // Both solvers stop at a projected gradient of 1e-7 or less.
        f.assertDecisions("standardized.svm", model.decisionValues(f.test), 1e-5);
        LinearModel linear = (LinearModel) model;
        LinearClassifierModel plain = new LinearClassifierModel(f.y.names(), linear.coefficients(),
                linear.intercepts(), model.notices());
        // The same numbers summed in another order.
        assertArrayEquals(model.decisionValues(f.test).data(), plain.decisionValues(f.test).data(), 1e-10);
    }

    private static void assertLabels(Matrix expected, int[] actual) {
        int[] codes = new int[expected.columns()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (int) expected.get(0, i);
        }
        assertArrayEquals(codes, actual);
    }
}
