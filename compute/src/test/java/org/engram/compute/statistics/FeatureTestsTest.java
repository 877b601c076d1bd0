package org.engram.compute.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;

class FeatureTestsTest {
    private static final Labels TWO = Labels.of(List.of("a", "a", "b", "b"));

    private static FeatureScores classes(Matrix x, Labels y) {
        return FeatureTests.classes(x, y.codes(), y.classCount());
    }

    @Test
    void knownValueByHand() {
        // Means 1 and 4, within squares 2 + 2, between squares 4 * 1.5^2 = 9: F = 9 / (4 / 2) = 4.5 on (1,
        // 2).
        FeatureScores test = classes(Matrix.of(4, 1, new double[] {0, 2, 3, 5}), TWO);
        assertEquals(4.5, test.f()[0], 1e-14);
        assertEquals(1, test.numeratorDegrees());
        assertEquals(2, test.denominatorDegrees());
        // F with (1, 2) degrees is t^2 with 2: p = 1 - t / sqrt(2 + t^2).
        assertEquals(1 - Math.sqrt(4.5 / 6.5), test.p(0), 1e-12);
    }

    @Test
    void noVarianceWithinIsInfiniteAndNoneAtAllIsNotANumber() {
        double third = 1.0 / 3;
        FeatureScores test = classes(
                Matrix.ofRows(new double[] {1, 0.1, 5, third}, new double[] {1, 0.1, 6, third},
                        new double[] {2, 0.1, 5, third}, new double[] {2, 0.1, 6, third}),
                TWO);
        assertEquals(Double.POSITIVE_INFINITY, test.f()[0]);
        assertEquals(0, test.p(0));
        assertTrue(Double.isNaN(test.f()[1]) && Double.isNaN(test.f()[3]));
        assertEquals(0, test.f()[2]);
        assertEquals(1, test.p(2), 1e-14);
        assertArrayEquals(new int[] {0}, test.best(1));
        assertArrayEquals(new int[] {0, 2}, test.best(4));
        assertArrayEquals(new int[0], test.best(0));
    }

    @Test
    void ofEqualValuesTheLowerIndexWins() {
        FeatureScores test = classes(Matrix.ofRows(new double[] {0, 0, 9, 0}, new double[] {2, 2, 1, 2},
                new double[] {3, 3, 2, 3}, new double[] {5, 5, 4, 5}), TWO);
        assertArrayEquals(new int[] {0, 1}, test.best(2));
    }

    @Test
    void largeMeansCostNoDigits() {
        double[] small = {0, 2, 3, 5};
        double[] large = {1e9, 1e9 + 2, 1e9 + 3, 1e9 + 5};
        // Differences from a sample of the class are exact, so nothing is lost.
        assertEquals(classes(Matrix.of(4, 1, small), TWO).f()[0],
                classes(Matrix.of(4, 1, large), TWO).f()[0], 0);
    }

    @Test
    void refusesTooFewSamples() {
        Matrix two = Matrix.zeros(2, 3);
        assertThrows(EngramException.class, () -> classes(two, Labels.of(List.of("a", "b"))));
        assertThrows(EngramException.class, () -> classes(two, Labels.of(List.of("a", "a"))));
        assertThrows(EngramException.class, () -> classes(two, TWO));
    }
}
