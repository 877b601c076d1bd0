package org.engram.compute.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.engram.compute.random.RandomStream;
import org.engram.core.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the sum that defines the transform. */
class FourierTransformTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 24, 25, 32, 40, 48, 60, 64, 77, 97,
            100, 120, 125,
            128, 135, 240, 243, 256, 360, 512, 600, 625, 719, 720})
    void transformsAreTheSumsThatDefineThem(int n) {
        double[] re = noise(n, 1);
        double[] im = noise(n, 2);
        double[] outR = re.clone();
        double[] outI = im.clone();
        ComplexFft fft = ComplexFft.of(n);
        fft.forward(outR, outI);
        double[] x = re.clone();
        double[] halfR = new double[n / 2 + 1];
        double[] halfI = new double[n / 2 + 1];
        RealFft real = RealFft.of(n);
        real.forward(x, halfR, halfI);
        // Rounding grows with log n; values are of the order of sqrt n.
        double tolerance = 1e-14 * Math.sqrt(n) * (3 + Math.log(n));
        for (int k = 0; k < n; k++) {
            double sumR = 0;
            double sumI = 0;
            double onlyR = 0;
            double onlyI = 0;
            for (int t = 0; t < n; t++) {
                double angle = -2 * Math.PI * ((long) k * t % n) / n;
                sumR += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
                sumI += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
                onlyR += re[t] * Math.cos(angle);
                onlyI += re[t] * Math.sin(angle);
            }
            assertEquals(sumR, outR[k], tolerance, "real part of bin " + k);
            assertEquals(sumI, outI[k], tolerance, "imaginary part of bin " + k);
            if (k <= n / 2) {
                assertEquals(onlyR, halfR[k], tolerance, "real series, real part of bin " + k);
                assertEquals(onlyI, halfI[k], tolerance, "real series, imaginary part of bin " + k);
            }
        }
        fft.inverse(outR, outI);
        real.inverse(halfR, halfI, x);
        for (int t = 0; t < n; t++) {
            assertEquals(re[t], outR[t], 1e-13, "back, real " + t);
            assertEquals(im[t], outI[t], 1e-13, "back, imaginary " + t);
            assertEquals(re[t], x[t], 1e-13, "back, real series " + t);
        }
    }

    @Test
    void analyticSignalOfACosineIsAnExponential() {
        for (int n : new int[] {1000, 999, 1001}) {
            double[] real = new double[n];
            double[] imaginary = new double[n];
            for (int t = 0; t < n; t++) {
                real[t] = 3 * Math.cos(2 * Math.PI * 37 * t / n);
            }
            double[] envelope = new AnalyticSignal(n).envelope(real);
            new AnalyticSignal(n).transform(real, imaginary);
            for (int t = 0; t < n; t++) {
                assertEquals(3 * Math.sin(2 * Math.PI * 37 * t / n), imaginary[t], 1e-12);
                assertEquals(3, envelope[t], 1e-12);
            }
        }
    }

    @Test
    void fastLengthsHaveNoFactorAboveFive() {
        assertEquals(1, ComplexFft.fastLength(1));
        assertEquals(8, ComplexFft.fastLength(7));
        assertEquals(1000, ComplexFft.fastLength(997));
        assertEquals(1024, ComplexFft.fastLength(1001));
        assertEquals(65610, ComplexFft.fastLength(65537));
        assertThrows(IllegalArgumentException.class, () -> ComplexFft.fastLength(0));
    }

    @Test
    void shortArraysAreRefused() {
        assertThrows(ShapeException.class, () -> ComplexFft.of(8).forward(new double[8], new double[7]));
        assertThrows(ShapeException.class,
                () -> RealFft.of(8).forward(new double[8], new double[4], new double[5]));
    }

    private static double[] noise(int n, int seed) {
        RandomStream random = RandomStream.of(seed, 0);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.normal(i);
        }
        return x;
    }
}
