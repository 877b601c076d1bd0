package org.engram.compute.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.engram.compute.random.RandomStream;
import org.engram.core.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the sum that defines the convolution. */
class CircularConvolutionTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048})
    void bothSeriesAreConvolved(int n) {
        RandomStream random = RandomStream.of(n, 0);
        double[] kernel = new double[n / 2 + 1];
        double[] series = new double[2 * n + 3];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = random.normal(i);
        }
        for (int i = 0; i < series.length; i++) {
            series[i] = random.normal(10_000 + i);
        }
        CircularConvolution convolution = new CircularConvolution(kernel, n);
        CircularConvolution.Workspace space = convolution.workspace();
        convolution.apply(series, 0, n, 5, n / 2, space);
        // A second use of the same memory must not see the first.
        convolution.apply(series, 1, n, n + 2, n - 1, space);
        double[] first = new double[n];
        double[] second = new double[n];
        space.copyFirst(0, n, first, 0);
        space.copySecond(1, n - 1, second, 1);
        space.copySecond(0, 1, second, 0);
        double tolerance = 1e-14 * n;
        for (int t = 0; t < n; t++) {
            double a = 0;
            double b = 0;
            for (int k = 0; k < kernel.length; k++) {
                int place = Math.floorMod(t - k, n);
                a += kernel[k] * series[1 + place];
                b += place < n - 1 ? kernel[k] * series[n + 2 + place] : 0;
            }
            assertEquals(a, first[t], tolerance, "first series, sample " + t);
            assertEquals(b, second[t], tolerance, "second series, sample " + t);
        }
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CircularConvolution(new double[3], 12));
        assertThrows(IllegalArgumentException.class, () -> new CircularConvolution(new double[9], 8));
        CircularConvolution convolution = new CircularConvolution(new double[3], 8);
        assertThrows(ShapeException.class,
                () -> convolution.apply(new double[20], 0, 9, 0, 0, convolution.workspace()));
    }
}
