package org.engram.decoders.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.AveragedWeights;
import org.engram.compute.validation.FoldResult;
import org.engram.compute.validation.KFold;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.PenaltySelection;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.RidgeClassifier;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private static final List<String> CLASSES = List.of("face", "house", "shoe");
    private static final int SIGNAL_FEATURES = 6;

    private record Scan(Matrix x, Labels y, List<String> runs) {}

    /** 8 runs of 9 trials; the first features carry the class, the next ones the same noise without the class. */
    private static Scan scan(double signal, int features, long seed) {
        Random random = new Random(seed);
        Matrix x = Matrix.zeros(72, features);
        int[] codes = new int[72];
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 72; i++) {
            codes[i] = i % 3;
            runs.add(Integer.toString(1 + i / 9));
            for (int v = 0; v < features; v++) {
                x.set(i, v, random.nextGaussian() + (v < SIGNAL_FEATURES && v % 3 == codes[i] ? signal : 0));
            }
            for (int v = 0; v < SIGNAL_FEATURES && features >= 4 * SIGNAL_FEATURES; v++) {
                double noise = 2 * random.nextGaussian();
                x.set(i, v, x.get(i, v) + noise);
                x.set(i, SIGNAL_FEATURES + v, noise + 0.05 * random.nextGaussian());
            }
        }
        return new Scan(x, Labels.of(codes, CLASSES), runs);
    }

    @Test
    void aSignalIsDecodedWithAllThatSpeaksForAndAgainstIt() {
        Scan scan = scan(2.5, 300, 1);
        DecodingResult result = Decoder.builder(new RidgeClassifier()).permutations(500).seed(3).build()
                .decode(
                        scan.x(),
                        scan.y(), scan.runs());
        assertTrue(result.score() > 0.6, result.describe());
        assertEquals(1 / 3.0, result.chance(), 1e-15);
        assertEquals(1 / 501.0, result.pValue().orElseThrow(), 0);
        assertEquals(72, result.confusion().total());
        assertEquals(8, result.folds().size());
        assertEquals("run 1", result.folds().get(0).split().name());
        assertTrue(result.interval().orElseThrow().lower() > 1 / 3.0);
        assertEquals(List.of(), result.notices());
        String text = result.describe();
        for (String part : List.of(
                "Ridge classifier, alpha = 1, leave one run out; 72 samples of 3 classes, 300 features",
                "(95 % confidence interval", "bootstrap over 8 groups", "chance 33.3 %",
                "500 permutations of labels within groups, seed 3", "p = 0.002")) {
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void patternsShowTheSignalAndWeightsAlsoTheNoiseTheyCancel() {
        Scan scan = scan(2.5, 24, 2);
        AveragedWeights weights = Decoder.builder(new RidgeClassifier()).build()
                .decode(scan.x(), scan.y(), scan.runs())
                .weights().orElseThrow();
        assertEquals(CLASSES, weights.classNames());
        double weight = 0;
        double pattern = 0;
        double weightOfNoise = 0;
        double patternOfNoise = 0;
        for (int c = 0; c < 3; c++) {
            for (int v = c; v < SIGNAL_FEATURES; v += 3) {
                weight += weights.coefficients().get(c, v);
                pattern += weights.patterns().get(c, v);
                weightOfNoise += weights.coefficients().get(c, SIGNAL_FEATURES + v);
                patternOfNoise += weights.patterns().get(c, SIGNAL_FEATURES + v);
            }
        }
        assertTrue(weight > 0 && pattern > 0);
        // noise features are subtracted from signal features: weights alike, patterns nearly none
        assertTrue(weightOfNoise < -0.7 * weight, weightOfNoise + " against " + weight);
        assertTrue(Math.abs(patternOfNoise) < 0.3 * pattern, patternOfNoise + " against " + pattern);
    }

    @Test
    void noiseIsNotDecoded() {
        double sum = 0;
        int small = 0;
        for (int s = 0; s < 30; s++) {
            Scan noise = scan(0, 100, 100 + s);
            DecodingResult result = Decoder.builder(new RidgeClassifier().withAlpha(10)).permutations(99)
                    .seed(s).build()
                    .decode(noise.x(), noise.y(), noise.runs());
            sum += result.score();
            small += result.pValue().orElseThrow() <= 0.1 ? 1 : 0;
        }
        // 30 x 72 samples at 1/3: standard error 0.0101; samples of one scan share a model, so allow four
        assertEquals(1 / 3.0, sum / 30, 0.041);
        assertTrue(small <= 9, "of 30 scans of noise significant at 10 %: " + small); // 3 expected, sd 1.6
    }

    @Test
    void penaltiesAreChosenInsideAndTheOptimisticScoreIsNamed() {
        Scan scan = scan(1.5, 200, 5);
        DecodingResult result = Decoder.builder(new RidgeClassifier())
                .selection(PenaltySelection.over(1e-2, 1e2, 1e5))
                .build().decode(scan.x(), scan.y(), scan.runs());
        assertTrue(result.selectionScore().orElseThrow() >= result.score());
        for (FoldResult fold : result.folds()) {
            double penalty = fold.penalty().orElseThrow();
            assertTrue(penalty == 1e-2 || penalty == 1e2 || penalty == 1e5);
        }
        assertTrue(result.describe().contains("alpha was not fixed but chosen from"), result.describe());
        assertTrue(result.describe().contains("optimistic"), result.describe());
        assertFalse(result.pValue().isPresent());
    }

    @Test
    void theSameWithAnyNumberOfThreads() {
        Scan scan = scan(1, 150, 6);
        Decoder.Builder options = Decoder.builder(new RidgeClassifier()).permutations(64)
                .selection(PenaltySelection.overDefaults());
        DecodingResult one = options.build().decode(scan.x(), scan.y(), scan.runs());
        DecodingResult three = options.parallelism(Parallelism.of(3)).build().decode(scan.x(), scan.y(),
                scan.runs());
        assertEquals(one.describe(), three.describe());
        assertArrayEquals(one.permutation().orElseThrow().scores(),
                three.permutation().orElseThrow().scores(), 0);
        assertArrayEquals(one.weights().orElseThrow().coefficients().data(),
                three.weights().orElseThrow().coefficients().data(), 0);
    }

    @Test
    void withoutGroupsFoldsAreStratified() {
        Scan scan = scan(2, 30, 7);
        DecodingResult result = Decoder.builder(new RidgeClassifier()).score(Score.BALANCED_ACCURACY).build()
                .decode(scan.x(), scan.y(), List.of());
        assertEquals(10, result.folds().size());
        assertTrue(result.describe().contains("stratified 10-fold"), result.describe());
        assertEquals("t interval over 10 folds", result.interval().orElseThrow().method());
        assertEquals(result.confusion().balancedAccuracy(), result.score(), 0);
    }

    @Test
    void oneRunIsRefusedWithTheRemedyAndNotedWhenDivided() {
        Scan scan = scan(1, 20, 8);
        List<String> one = java.util.Collections.nCopies(72, "1");
        String message = assertThrows(EngramException.class, () -> Decoder.builder(new RidgeClassifier())
                .splitter(new LeaveOneGroupOut("run")).build().decode(scan.x(), scan.y(), one)).getMessage();
        assertTrue(message.contains("only one ('1')") && message.contains("5-fold"), message);
        DecodingResult result = Decoder.builder(new RidgeClassifier()).splitter(new KFold(5)).build().decode(
                scan.x(),
                scan.y(), one);
        assertEquals(List.of("single-group"), result.notices().stream().map(Notice::code).toList());
    }

    @Test
    void senselessOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> Decoder.builder(new RidgeClassifier()).permutations(-1));
        assertThrows(IllegalArgumentException.class,
                () -> Decoder.builder(new RidgeClassifier()).confidenceLevel(95));
        assertThrows(NullPointerException.class, () -> Decoder.builder(null));
    }
}
