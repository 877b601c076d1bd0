package org.engram.preprocessing.electrophysiology.spectra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

/** Against the golden values of the specification, which MNE-Python computed. */
class MultitaperTest {
    private static double[] goldenSignal() {
        double[] x = new double[2500];
        for (int k = 0; k < 2500; k++) {
            double t = k / 250.0;
            x[k] = Math.sin(2 * Math.PI * 3 * t) + 0.5 * Math.cos(2 * Math.PI * 17 * t)
                    + 0.2 * Math.sin(2 * Math.PI * 50 * t) + 0.001 * k + (7919L * k % 1000) / 1000.0 - 0.5;
        }
        return x;
    }

    private static void assertBins(double[] expected, Multitaper multitaper) {
        double[] density = multitaper.of(new double[][] {goldenSignal()}, 250, Parallelism.single())
                .density()[0];
        int[] bins = {0, 30, 170, 500};
        for (int i = 0; i < 4; i++) {
            // The printed digits.
            assertEquals(expected[i], density[bins[i]], 2e-8 * expected[i]);
        }
    }

    @Test
    void fixedWeights() {
        assertBins(new double[] {148.96818419, 170.72661560, 43.641807173, 7.0494307151},
                new Multitaper(Double.NaN, false, false));
    }

    @Test
    void adaptiveWeights() {
        assertBins(new double[] {0.13196243397, 0.12891737630, 0.032224617400, 0.0052515932885},
                new Multitaper(4, true, true));
    }

    @Test
    void densitiesIntegrateToTheVariance() {
        double[] noise = Lcg.numbers(8, 1001);
        Spectrum spectrum = Multitaper.DEFAULT.of(new double[][] {noise}, 100, Parallelism.single());
        double sum = 0;
        for (double d : spectrum.density()[0]) {
            sum += d * 100 / 1001;
        }
        // Uniform numbers have the variance 1/12; the estimate of 1,001 has a standard error of about 3 %.
        assertEquals(1 / 12.0, sum, 0.1 / 12);
    }

    @Test
    void badInputIsNamed() {
        double[][] x = {Lcg.numbers(1, 100)};
        assertThrows(EngramException.class,
                () -> new Multitaper(0.1, false, true).of(x, 100, Parallelism.single()));
        assertThrows(EngramException.class,
                () -> new Multitaper(2, true, true).of(x, 100, Parallelism.single()));
        x[0][5] = Double.NaN;
        assertThrows(EngramException.class, () -> Multitaper.DEFAULT.of(x, 100, Parallelism.single()));
    }
}
