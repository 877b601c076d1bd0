package org.engram.preprocessing.electrophysiology.filtering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.signal.Dpss;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;

/** Against the golden values of the specification, MNE-Python 1.3 and SciPy 1.10. */
class LineNoiseTest {
    private static final double[] X = Golden.signal(2500, 250);

    private static double[] reference(String name) throws IOException {
        return Golden.array(LineNoiseTest.class, "filtering.npz", name);
    }

    @Test
    void tapersAreThoseOfSciPy() throws IOException {
        for (int[] shape : new int[][] {{100, 2, 3}, {255, 4, 7}, {400, 4, 7}}) {
            double[] periodic = reference("dpss_" + shape[0]);
            double[] symmetric = reference("dpss_symmetric_" + shape[0]);
            for (int k = 0; k < shape[2]; k++) {
                int from = k * shape[0];
                // The eigenvectors of both are found to about 1e-12.
                assertArrayEquals(Arrays.copyOfRange(periodic, from, from + shape[0]),
                        Dpss.periodic(shape[0], shape[1], shape[2]).taper(k), 1e-10, "taper " + k);
                assertArrayEquals(Arrays.copyOfRange(symmetric, from, from + shape[0]),
                        Dpss.symmetric(shape[0], shape[1], shape[2]).taper(k), 1e-10, "taper " + k);
            }
            assertArrayEquals(reference("dpss_ratio_" + shape[0]),
                    Dpss.symmetric(shape[0], shape[1], shape[2]).concentrations(), 1e-10);
        }
        assertEquals(7, Dpss.symmetric(1000, 4, 8).concentratedAbove(0.9).count());
    }

    @Test
    void fitsOfTheTestSignal() {
        double[] y = LineNoise.at(new double[] {50}, 250).withWindowSeconds(4).apply(X);
        assertArrayEquals(new double[] {7.5896013406e-04, 1.6063239736, 2.0010326992, 2.9614350891},
                new double[] {y[0], y[100], y[1250], y[2499]}, 1e-9);
        y = LineNoise.anySinusoid(0.05, 250).withWindowSeconds(4).apply(X);
        assertArrayEquals(new double[] {-0.48859731606, 0.15852035037, 1.2369644441, 2.5157062293},
                new double[] {y[0], y[100], y[1250], y[2499]}, 1e-9);
    }

    @Test
    void otherLengthsAgreeWithMne() throws IOException {
        for (int n : new int[] {1501, 2600}) {
            Golden.near(reference("fit_" + n),
                    LineNoise.at(new double[] {50}, 250).withWindowSeconds(4).apply(Golden.signal(n, 250)),
                    1e-10,
                    "50 Hz of " + n);
        }
        Golden.near(reference("fit_auto"),
                LineNoise.anySinusoid(0.05, 250).withWindowSeconds(4).apply(Golden.signal(2600, 250)), 1e-10,
                "all");
    }

    @Test
    void aRecordingIsCleanedLikeItsChannels() throws IOException {
        Recording recording = Recording.of(List.of(Channel.of("Cz", ChannelType.EEG)), 250,
                new double[][] {X});
        LineNoise fit = LineNoise.at(LineNoise.harmonics(50, 250), 250).withWindowSeconds(4);
        assertArrayEquals(fit.apply(X), fit.apply(recording).read(0, 2500)[0], 0.0);
        assertTrue(fit.removedFrom(X).containsKey(50.0));
        assertArrayEquals(new double[] {50, 100}, LineNoise.harmonics(50, 250));
        assertTrue(LineNoise.notch(50, 250).gain(50) < 0.01);
        assertEquals(1, LineNoise.notch(50, 250).gain(45), 0.01);
        assertThrows(EngramException.class, () -> fit.apply(new double[5]));
    }

    @Test
    void movingStandardisationIsTheWeightedSums() {
        double[] x = Arrays.copyOf(X, 60);
        double[] y = new ExponentialStandardisation(0.05, 10, 1e-4).apply(x);
        double[] squares = new double[60];
        for (int t = 0; t < 60; t++) {
            double mean = weighted(x, t);
            squares[t] = (x[t] - mean) * (x[t] - mean);
            if (t >= 10) {
                assertEquals((x[t] - mean) / Math.sqrt(weighted(squares, t)), y[t], 1e-12);
            }
        }
        double sum = 0;
        double energy = 0;
        for (int t = 0; t < 10; t++) {
            sum += y[t];
            energy += y[t] * y[t];
        }
        assertEquals(0, sum, 1e-12);
        assertEquals(10, energy, 1e-12);
    }

    private static double weighted(double[] x, int t) {
        double sum = 0;
        double weight = 0;
        for (int k = 0; k <= t; k++) {
            sum += Math.pow(0.95, t - k) * x[k];
            weight += Math.pow(0.95, t - k);
        }
        return sum / weight;
    }
}
