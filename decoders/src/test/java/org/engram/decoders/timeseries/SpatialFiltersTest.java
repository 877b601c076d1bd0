package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.spatialfilters.CommonSpatialPatterns;
import org.engram.decoders.timeseries.spatialfilters.CommonSpatialPatterns.ClassCovariance;
import org.engram.decoders.timeseries.spatialfilters.CommonSpatialPatterns.Order;
import org.engram.decoders.timeseries.spatialfilters.SourcePowerComodulation;
import org.engram.decoders.timeseries.spatialfilters.SpatialFilters;
import org.engram.decoders.timeseries.spatialfilters.SpatioSpectralDecomposition;
import org.engram.decoders.timeseries.spatialfilters.Xdawn;
import org.junit.jupiter.api.Test;

class SpatialFiltersTest {
    private final double[][][] trials = Reference.trials();
    private final double[][][] four = Arrays.copyOf(trials, 4);

    @Test
    void cspAgreesWithTheSpecifiedGoldens() {
        SpatialFilters csp = CommonSpatialPatterns.builder().build().fit(trials, Reference.labels(2));
        assertArrayEquals(new double[] {0.08280545, 0.84215304, 0.47646814, 0.50366547}, csp.values(), 5e-9);
        Matrix features = csp.logPower(trials);
        assertArrayEquals(new double[] {-2.51488918, -0.14421807, -0.69267988, -0.69350425}, features.row(0),
                5e-9);
        assertArrayEquals(new double[] {-0.14464927, -1.83613566, -0.58998138, -0.72839804}, features.row(1),
                5e-9);
    }

    @Test
    void regularisedCspAgreesWithTheSpecifiedGoldens() {
        SpatialFilters csp = CommonSpatialPatterns.builder().components(2)
                .classCovariance(ClassCovariance.MEAN_OF_TRIALS).estimator(CovarianceEstimator.LEDOIT_WOLF)
                .traceNormalised(true).build().fit(trials, Reference.labels(2));
        assertArrayEquals(new double[] {-0.57442472, -2.42332759}, csp.logPower(trials).row(0), 1e-7);
    }

    @Test
    void otherCspAgreesWithMne() {
        int[] balanced = java.util.stream.IntStream.range(0, 18).toArray();
        // Of classes of one size: the reference forgets their sizes when it scales filters.
        compare("csp3", CommonSpatialPatterns.builder().components(3).build().fit(Arrays.copyOf(trials, 18),
                Reference.labels(3).select(balanced)), 1e-6);
        compare("csp_epoch", CommonSpatialPatterns.builder().components(3)
                .classCovariance(ClassCovariance.MEAN_OF_TRIALS).traceNormalised(true).build()
                .fit(trials, Reference.labels(2)), 1e-9);
        compare("csp_alternate", CommonSpatialPatterns.builder().order(Order.ALTERNATE).build()
                .fit(trials, Reference.labels(2)), 1e-9);
    }

    private void compare(String key, SpatialFilters filters, double tolerance) {
        double[][] expected = Reference.matrix(key);
        Matrix found = filters.logPower(four);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(expected[i], found.row(i), tolerance, key);
        }
    }

    @Test
    void momentsGiveTheSameFilters() {
        SpatialFilters whole = CommonSpatialPatterns.builder().build().fit(trials, Reference.labels(2));
        SpatialFilters moments = CommonSpatialPatterns.builder().build().fitMoments(moments(), 100,
                Reference.labels(2));
        assertArrayEquals(whole.values(), moments.values(), 1e-12);
        double[] power = moments.power(moments().get(0));
        assertEquals(whole.logPower(four).get(0, 1), Math.log(power[1]), 1e-10);
    }

    private List<Matrix> moments() {
        List<Matrix> moments = new ArrayList<>();
        for (double[][] trial : trials) {
            moments.add(CovarianceEstimator.SCM.of(Matrix.ofRows(trial)));
        }
        return moments;
    }

    @Test
    void patternsInvertFilters() {
        SpatialFilters csp = CommonSpatialPatterns.builder().build().fit(trials, Reference.labels(2));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double product = 0;
                for (int c = 0; c < 4; c++) {
                    product += csp.filters().get(i, c) * csp.patterns().get(j, c);
                }
                assertEquals(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    @Test
    void spocAgreesWithMne() {
        SpatialFilters spoc = new SourcePowerComodulation(3).fit(moments(), Reference.vector("spoc_target"));
        double[][] expected = Reference.matrix("spoc");
        Matrix found = spoc.logPower(four);
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 3; k++) {
                // MNE's covariances have divisor 99, so its filters are shorter by the root of 99 / 100.
                assertEquals(expected[i][k] + Math.log(100 / 99.0), found.get(i, k), 1e-9);
            }
        }
    }

    @Test
    void ssdFindsAnOscillationInNoise() {
        int p = 6;
        Matrix recording = Matrix.zeros(p, 5000);
        RandomStream random = RandomStream.of(3, 0);
        for (int c = 0; c < p; c++) {
            for (int t = 0; t < 5000; t++) {
                recording.set(c, t,
                        random.normal((long) c * 5000 + t) + 0.2 * (c + 1) * Math.sin(2 * Math.PI * t / 10));
            }
        }
        SpatialFilters ssd = new SpatioSpectralDecomposition(2).fit(recording, 100, 8, 12, 2);
        double norm = 0;
        double product = 0;
        for (int c = 0; c < p; c++) {
            product += ssd.patterns().get(0, c) * (c + 1);
            norm += ssd.patterns().get(0, c) * ssd.patterns().get(0, c);
        }
        assertTrue(Math.abs(product) / Math.sqrt(norm * 91) > 0.98, "the pattern is that of the source");
        assertTrue(ssd.values()[0] > 3 * ssd.values()[1]);
    }

    @Test
    void ssdValuesAgreeWithScipy() {
        Matrix even = covarianceOf(0);
        Matrix odd = covarianceOf(1);
        assertArrayEquals(Reference.vector("ssd_values"),
                new SpatioSpectralDecomposition(4).fitCovariances(even, odd).values(), 1e-11);
    }

    private Matrix covarianceOf(int parity) {
        double[][] all = new double[4][1000];
        for (int i = parity; i < 20; i += 2) {
            for (int c = 0; c < 4; c++) {
                System.arraycopy(trials[i][c], 0, all[c], i / 2 * 100, 100);
            }
        }
        return CovarianceEstimator.COV.of(Matrix.ofRows(all));
    }

    @Test
    void xdawnAgreesWithMne() {
        Xdawn.Model model = new Xdawn(2, CovarianceEstimator.SCM).fit(TrialShape.rows(trials),
                new TrialShape(4, 100), Reference.labels(2));
        double[][] filters = Reference.matrix("xdawn_filters");
        double[][] patterns = Reference.matrix("xdawn_patterns");
        for (int k = 0; k < 4; k++) {
            SpatialFilters ofClass = model.filters().get(k / 2);
            for (int c = 0; c < 4; c++) {
                assertEquals(filters[k][c], Math.abs(ofClass.filters().get(k % 2, c)), 1e-9);
                assertEquals(patterns[k][c], Math.abs(ofClass.patterns().get(k % 2, c)), 1e-9);
            }
        }
    }

    @Test
    void overlappingResponsesAreToldApart() {
        int times = 30;
        int[] events = {0, 17, 40, 55, 90, 104, 130, 141, 170};
        int[] codes = {0, 1, 0, 0, 1, 1, 0, 1, 0};
        Matrix recording = Matrix.zeros(2, 220);
        for (int e = 0; e < events.length; e++) {
            for (int t = 0; t < times; t++) {
                double value = codes[e] == 0 ? Math.sin(t / 3.0) : Math.exp(-t / 5.0);
                recording.data()[events[e] + t] += value;
                recording.data()[220 + events[e] + t] -= 2 * value;
            }
        }
        for (int i = 0; i < recording.data().length; i++) {
            recording.data()[i] += 1e-9 * RandomStream.of(5, 0).normal(i); // so that channels are independent
        }
        Xdawn.Model model = new Xdawn(1, CovarianceEstimator.SCM).fitOverlapping(recording, events,
                Labels.of(codes, List.of("sine", "decay")), times);
        assertEquals(Math.sin(4 / 3.0), model.evoked().get(0).get(0, 4), 1e-6);
        assertEquals(-2 * Math.exp(-1), model.evoked().get(1).get(1, 5), 1e-6);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThrows(EngramException.class,
                () -> CommonSpatialPatterns.builder().order(Order.ALTERNATE).build()
                        .fit(trials, Reference.labels(3)));
        assertThrows(EngramException.class,
                () -> new SourcePowerComodulation(2).fit(moments(), new double[20]));
    }
}
