package org.engram.compute.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;
import org.engram.compute.Fixture;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    private final Fixture scipy = Fixture.read(SignalTest.class, "filters.txt");
    private final Matrix x = Matrix.of(60, 3, Lcg.numbers(42, 180));

    private static SecondOrderSections design(String name) {
        return switch (name) {
            case "low5" -> Butterworth.order(5).lowPass(.08, .5);
            case "high5" -> Butterworth.order(5).highPass(.01, .5);
            case "band5" -> Butterworth.order(5).bandPass(.01, .1, .5);
            case "stop5" -> Butterworth.order(5).bandStop(.05, .12, .5);
            case "low2" -> Butterworth.order(2).lowPass(40, 250);
            case "high4" -> Butterworth.order(4).highPass(.5, 250);
            case "band3wide" -> Butterworth.order(3).bandPass(1, 120, 250);
            case "stop2" -> Butterworth.order(2).bandStop(49, 51, 250);
            case "low1" -> Butterworth.order(1).lowPass(.1, .5);
            case "low8" -> Butterworth.order(8).lowPass(.01, .5);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"low5", "high5", "band5", "stop5", "low2", "high4", "band3wide", "stop2", "low1",
            "low8"})
    void designsMatchScipy(String name) {
        SecondOrderSections filter = design(name);
        Matrix expected = scipy.matrix(name);
        for (int i = 0; i < 512; i++) {
            Complex h = filter.response(filter.samplingRateHz() / 2 * i / 511);
            // Poles next to the unit circle magnify the rounding of coefficients; 1e-10 is the stated bound.
            assertEquals(expected.get(0, i), h.getReal(), 1e-10, name + " at " + i);
            assertEquals(expected.get(1, i), h.getImaginary(), 1e-10, name + " at " + i);
        }
        Matrix filtered = new ZeroPhaseFilter(filter).apply(x, Parallelism.of(2));
        assertArrayEquals(scipy.numbers(name + "_filtered"), filtered.data(), 1e-9);
    }

    @Test
    void goldenFilteredSeries() {
        Matrix filtered = new ZeroPhaseFilter(design("band5")).apply(x.selectColumns(0),
                Parallelism.single());
        // Ten digits are given.
        assertEquals(0.0102998799, filtered.get(0, 0), 6e-11);
        assertEquals(0.0632300439, filtered.get(1, 0), 6e-11);
        assertEquals(0.0987569259, filtered.get(30, 0), 6e-11);
        assertEquals(-0.0216940474, filtered.get(59, 0), 6e-11);
    }

    @Test
    void paddingIsThatOfTheLongestForm() {
        assertEquals(18, design("low5").paddingSamples());
        assertEquals(33, design("band5").paddingSamples());
        assertEquals(9, design("low2").paddingSamples());
    }

    @Test
    void blocksAndThreadsChangeNothing() {
        Matrix wide = Matrix.of(60, 700, Lcg.numbers(9, 60 * 700));
        ZeroPhaseFilter filter = new ZeroPhaseFilter(design("band5"));
        Matrix all = filter.apply(wide, Parallelism.of(3));
        for (int c : new int[] {0, 255, 256, 511, 512, 699}) {
            assertArrayEquals(filter.apply(wide.selectColumns(c), Parallelism.single()).data(), all.column(c),
                    0.0);
        }
    }

    @Test
    void shortSeriesNameTheMinimum() {
        ZeroPhaseFilter filter = new ZeroPhaseFilter(design("band5"));
        EngramException refused = assertThrows(EngramException.class,
                () -> filter.apply(Matrix.zeros(33, 2), Parallelism.single()));
        assertTrue(refused.getMessage().contains("33 samples") && refused.getMessage().contains("34"),
                refused.getMessage());
        filter.apply(Matrix.zeros(34, 2), Parallelism.single());
    }

    @Test
    void impossibleBandsAreRefused() {
        Butterworth five = Butterworth.order(5);
        assertThrows(IllegalArgumentException.class, () -> five.lowPass(.25, .5));
        assertThrows(IllegalArgumentException.class, () -> five.highPass(0, .5));
        assertThrows(IllegalArgumentException.class, () -> five.bandPass(.1, .1, .5));
        assertThrows(IllegalArgumentException.class, () -> Butterworth.order(0));
    }

    @Test
    void linesAreRemovedWhole() {
        Matrix y = x.copy();
        double[] means = Trends.removeLineInPlace(y);
        // Sums of 60 numbers below 1.
        assertArrayEquals(scipy.numbers("detrended"), y.data(), 1e-13);
        assertEquals(Arrays.stream(x.column(1)).average().orElseThrow(), means[1], 1e-14);
        Matrix line = Matrix.zeros(50, 1);
        for (int t = 0; t < 50; t++) {
            line.set(t, 0, 1e4 - 3.7 * t);
        }
        Trends.removeLineInPlace(line);
        for (double rest : line.data()) {
            assertEquals(0, rest, 1e-10);
        }
        Matrix single = Matrix.of(1, 2, new double[] {3, 4});
        Trends.removeLineInPlace(single);
        assertArrayEquals(new double[] {3, 4}, single.data());
    }

    @Test
    void driftIsOrthonormalAndOfTheStatedOrder() {
        // floor(2 * 60 * 0.01 * 2) = 2 columns.
        Matrix drift = CosineDrift.basis(60, 0.01, 2);
        assertEquals(2, drift.columns());
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double product = 0;
                double sum = 0;
                for (int t = 0; t < 60; t++) {
                    product += drift.get(t, i) * drift.get(t, j);
                    sum += drift.get(t, i);
                }
                assertEquals(i == j ? 1 : 0, product, 1e-14);
                assertEquals(0, sum, 1e-14);
            }
        }
        assertEquals(Math.sqrt(2.0 / 60) * Math.cos(Math.PI / 60 * 3.5 * 2), drift.get(3, 1), 1e-15);
        assertEquals(0, CosineDrift.basis(60, 0.004, 2).columns());
        assertEquals(9, CosineDrift.basis(10, 10, 2).columns());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8})
    void splinesMatchScipyAlsoOutsideTheKnots(int n) {
        double[] knots = Arrays.copyOf(new double[] {0, 1, 2, 4, 5, 7.5, 8, 11}, n);
        double[] places = {-1, 0, .3, 3, 4, 6, 7.9, 10, 11, 12.5};
        Matrix values = Matrix.of(n, 4, Arrays.copyOf(Lcg.numbers(5, 32), 4 * n));
        Matrix found = new NotAKnotSpline(knots, places).interpolate(values);
        double[] expected = scipy.numbers("spline" + n);
        for (int i = 0; i < expected.length; i++) {
            // Continued far outside, cubics grow to thousands: relative rounding.
            assertEquals(expected[i], found.data()[i], 1e-11 * Math.max(1, Math.abs(expected[i])));
        }
    }

    @Test
    void goldenSpline() {
        Matrix values = Matrix.of(6, 1, new double[] {0, 1, 4, 2, 5, 3});
        Matrix found = new NotAKnotSpline(new double[] {0, 1, 2, 4, 5, 7}, new double[] {3, 6})
                .interpolate(values);
        assertEquals(3.048507462687, found.get(0, 0), 1e-12);
        assertEquals(7.55223880597, found.get(1, 0), 1e-11);
        assertArrayEquals(new double[] {2, 2},
                new NotAKnotSpline(new double[] {1}, new double[] {0, 5})
                        .interpolate(Matrix.of(1, 1, new double[] {2}))
                        .data());
        assertThrows(IllegalArgumentException.class,
                () -> new NotAKnotSpline(new double[] {1, 1}, new double[0]));
    }
}
