package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every classifier with class weights; LinearAgreementTest has their numbers. */
class ClassWeightedTest {
    private static final int SAMPLES = 60;

    private static Matrix overlapping(Labels y) {
        Matrix x = Matrix.zeros(SAMPLES, 4);
        for (int i = 0; i < SAMPLES; i++) {
            for (int j = 0; j < 4; j++) {
                x.set(i, j, RandomStream.of(1, i).normal(j) + y.code(i));
            }
        }
        return x;
    }

    private static Labels oneInFive() {
        int[] codes = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i += 5) {
            codes[i] = 1;
        }
        return Labels.of(codes, List.of("common", "rare"));
    }

    private static int rareAnswers(ClassWeighted classifier, ClassWeights weights, Matrix x, Labels y) {
        int count = 0;
        for (int code : classifier.withClassWeights(weights).fit(x, y).predict(x)) {
            count += code;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "svm", "logistic", "logistic-l1", "svm-l1"})
    void aHeavierClassIsAnsweredMore(String name) {
        ClassWeighted plain = (ClassWeighted) Classifiers.named(name);
        Labels y = oneInFive();
        Matrix x = overlapping(y);
        int unweighted = rareAnswers(plain, ClassWeights.none(), x, y);
        int balanced = rareAnswers(plain, ClassWeights.balanced(), x, y);
        int heavy = rareAnswers(plain, ClassWeights.of(Map.of("rare", 1000.0)), x, y);
        // The classes overlap by two standard deviations, so each weight moves the border over some samples.
        assertTrue(unweighted < balanced && balanced < heavy, unweighted + " " + balanced + " " + heavy);
        assertTrue(heavy > SAMPLES / 2, "heavy " + heavy);
        assertArrayEquals(plain.fit(x, y).decisionValues(x).data(),
                plain.withClassWeights(ClassWeights.none()).fit(x, y).decisionValues(x).data(), 0);
        Labels even = y.withCodes(y.codes().clone());
        int[] codes = even.codes();
        for (int i = 0; i < SAMPLES; i++) {
            codes[i] = i % 2;
        }
        // Of classes of one size every weight is 1, and multiplying by 1 changes no bit.
        assertArrayEquals(plain.fit(x, y.withCodes(codes)).decisionValues(x).data(),
                plain.withClassWeights(ClassWeights.balanced()).fit(x, y.withCodes(codes)).decisionValues(x)
                        .data(),
                0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "svm", "logistic", "logistic-l1", "svm-l1"})
    void weightsAreInTheDescriptionAndNothingElseChanges(String name) {
        ClassWeighted plain = (ClassWeighted) Classifiers.named(name);
        ClassWeighted balanced = (ClassWeighted) plain.withClassWeights(ClassWeights.balanced());
        assertEquals(plain.describe() + ", balanced classes", balanced.describe());
        assertSame(plain.getClass(), balanced.getClass());
        assertEquals(plain, balanced.withClassWeights(ClassWeights.none()));
    }
}
