package org.engram.preprocessing.volume.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class CubicSplineTest {
    private static double[][] coefficients() {
        double[][] rows = {{0}, {1}, {4}, {2}, {5}, {3}};
        CubicSpline.prefilter(rows, 6, 1);
        return rows;
    }

    @Test
    void coefficientsMatchGoldenValues() {
        double[] expected = {.014354066986, -.028708133971, 6.1004784689, -.373205741627, 7.392344497608,
                .803827751196};
        double[][] rows = coefficients();
        for (int k = 0; k < 6; k++) {
            // The golden values carry 12 decimals.
            assertEquals(expected[k], rows[k][0], 1e-11);
        }
    }

    @Test
    void valuesMatchGoldenValues() {
        double[] at = {.5, 1.25, 4.9, 5.0, 5.1, -.1};
        double[] expected = {.11961722488, 1.904754784689, 3.061296650718, 3, 0, 0};
        double[][] rows = coefficients();
        for (int i = 0; i < at.length; i++) {
            AxisTaps taps = AxisTaps.of(1, at[i], 1, 6, Interpolation.CUBIC);
            double[] out = new double[1];
            if (taps.inside()[0]) {
                RowWork.combine(rows, taps, 0, out, 1);
            }
            assertEquals(expected[i], out[0], 1e-11);
        }
        assertFalse(AxisTaps.of(1, 5.1, 1, 6, Interpolation.CUBIC).inside()[0]);
    }

    @Test
    void interpolatesItsSamplesAndCopiesSingleOnes() {
        double[][] one = {{4, 5}};
        CubicSpline.prefilter(one, 1, 2);
        assertArrayEquals(new double[] {4, 5}, one[0]);
        double[] samples = org.engram.testdata.Lcg.numbers(3, 60);
        double[][] rows = new double[60][1];
        for (int k = 0; k < 60; k++) {
            rows[k][0] = samples[k];
        }
        CubicSpline.prefilter(rows, 60, 1);
        AxisTaps taps = AxisTaps.of(1, 0, 60, 60, Interpolation.CUBIC);
        for (int k = 0; k < 60; k++) {
            double[] out = new double[1];
            RowWork.combine(rows, taps, k, out, 1);
            // Only rounding in double separates the spline from the samples it goes through.
            assertEquals(samples[k], out[0], 1e-14);
        }
    }
}
