package org.engram.preprocessing.electrophysiology.filtering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the golden values of the specification, MNE-Python 1.3, and plain sums. */
class FirFilterTest {
    private static final double[] X = Golden.signal(2500, 250);

    private static double[] reference(String name) throws IOException {
        return Golden.array(FirFilterTest.class, "filtering.npz", name);
    }

    @Test
    void testSignalIsThatOfTheSpecification() {
        assertEquals(1.1405910941, X[1], 1e-10);
        assertEquals(1.6055650135, X[100], 1e-10);
        assertEquals(2.7695148766, X[2499], 1e-10);
    }

    @ParameterizedTest
    @CsvSource({
            "1, 40, 250, 825, 5.5524910652e-05, -3.0356407955e-02, 2.8329054758e-01, 3.5558419898e-01",
            "0.1, , 250, 8251, 5.5271780160e-06, -4.0192884409e-04, -4.0194462543e-04, 9.9959805522e-01",
            ", 40, 250, 83, 4.2469979932e-04, -2.6352169156e-02, 2.8731055861e-01, 3.5960436959e-01",
            "8, 30, 160, 265, 1.9060966409e-04, 4.6493237674e-03, 2.2142516275e-01, 3.3386244293e-01",
            "0.3, 75, 200, 2201, 2.0727232388e-05, 1.1407534718e-02, 1.4720188612e-01, 8.4130302027e-01",
            "7, 35, 128, 213, 0, 3.5578381089e-03, 2.0363173256e-01, 5.2060227862e-01"})
    void tapsAreThoseOfTheSpecification(Double low, Double high, double rate, int length, double first,
            double ten,
            double one, double centre) {
        FirDesign design = low == null
                ? FirDesign.lowPass(high, rate)
                : high == null ? FirDesign.highPass(low, rate) : FirDesign.bandPass(low, high, rate);
        double[] taps = design.build().taps();
        assertEquals(length, taps.length);
        // The values are given to eleven digits.
        assertEquals(first, taps[0], 1e-11 * Math.abs(first) + 1e-15);
        assertEquals(ten, taps[length / 2 - 10], 1e-12);
        assertEquals(one, taps[length / 2 - 1], 1e-11);
        assertEquals(centre, taps[length / 2], 1e-11);
    }

    @ParameterizedTest
    @CsvSource({"ZERO, 0, 0.61693436529, 1.5092961367, 0.80225023865, 0",
            "ZERO_DOUBLE, 0, 0.60747378808, 1.5066420659, 0.80224820742, 0",
            "MINIMUM, -0.14191670055, -0.20774076210, 0.32789606141, -0.14464868152, -0.10450607429"})
    void bandPassOfTheTestSignal(FirPhase phase, double s0, double s1, double s100, double s1250,
            double s2499) {
        double[] y = FirDesign.bandPass(1, 40, 250).phase(phase).build().apply(X);
        double[] found = {y[0], y[1], y[100], y[1250], y[2499]};
        // 1e-10 relative to the standard deviation of about 1; the values are given to eleven digits. The logarithm of
        // the gain at 0 Hz, which is rounding noise, moves every minimum-phase tap by a few parts in 10^5.
        assertArrayEquals(new double[] {s0, s1, s100, s1250, s2499}, found,
                phase == FirPhase.MINIMUM ? 1e-3 : 1e-10);
    }

    @Test
    void lowPassAndNotchOfTheTestSignal() {
        double[] y = FirDesign.lowPass(30, 250).build().apply(X);
        assertArrayEquals(new double[] {0, 0.39864650622, 1.4514465781, 2.0770672556, 2.7695148766},
                new double[] {y[0], y[1], y[100], y[1250], y[2499]}, 1e-10);
        y = FirDesign.notch(new double[] {50}, 250).build().apply(X);
        assertArrayEquals(new double[] {0, 1.6044873158, 1.9986324842, 2.7695148766},
                new double[] {y[0], y[100], y[1250], y[2499]}, 1e-10);
    }

    @Test
    void signalsShorterAndLongerThanTheKernelAgreeWithMne() throws IOException {
        for (int n : new int[] {5, 60, 823, 2001}) {
            for (FirPhase phase : List.of(FirPhase.ZERO, FirPhase.ZERO_DOUBLE, FirPhase.LINEAR)) {
                String name = "bp_" + phase.name().toLowerCase().replace('_', '-') + "_" + n;
                double[] y = FirDesign.bandPass(1, 40, 250).phase(phase).build().apply(Golden.signal(n, 250));
                Golden.near(reference(name), y, 1e-10, name);
            }
        }
    }

    @Test
    void otherKindsAgreeWithMne() throws IOException {
        double[] x = Golden.signal(1501, 250);
        Golden.near(reference("hp"), FirDesign.highPass(0.5, 250).build().apply(x), 1e-10, "high-pass");
        Golden.near(reference("lp_blackman"),
                FirDesign.lowPass(30, 250).window(FirWindow.BLACKMAN).build().apply(x),
                1e-10, "Blackman");
        Golden.near(reference("stop"), FirDesign.bandStop(15, 40, 250).build().apply(x), 1e-10, "band-stop");
        Golden.near(reference("notches"), FirDesign.notch(new double[] {100, 50}, 250).build().apply(x),
                1e-10,
                "notches");
        assertArrayEquals(reference("hann_taps"),
                FirDesign.bandPass(2, 45, 200).window(FirWindow.HANN).build().taps(), 1e-12);
        assertArrayEquals(reference("firwin2_taps"),
                FirDesign.bandPass(2, 45, 200).method(FirMethod.FREQUENCY_SAMPLING).build().taps(), 1e-12);
    }

    @Test
    void halfMinimumPhaseHasTheRootOfTheGainAndItsEnergyFirst() throws IOException {
        FirFilter half = FirDesign.lowPass(40, 250).phase(FirPhase.MINIMUM_HALF).build();
        FirFilter whole = FirDesign.lowPass(40, 250).length(2 * half.taps().length - 1).build();
        assertArrayEquals(reference("half_taps"), half.taps(), 1e-12);
        assertArrayEquals(reference("minimum_taps"),
                FirDesign.lowPass(40, 250).phase(FirPhase.MINIMUM).build().taps(), 1e-12);
        for (double f = 0; f < 40; f += 1) {
            // The cut of the cepstrum's tail leaves a few parts in a thousand.
            assertEquals(Math.sqrt(whole.gain(f)), half.gain(f), 5e-3, "gain at " + f);
        }
        double early = 0;
        double late = 0;
        double[] taps = half.taps();
        for (int k = 0; k < taps.length; k++) {
            if (k < taps.length / 2) {
                early += taps[k] * taps[k];
            } else {
                late += taps[k] * taps[k];
            }
        }
        assertTrue(early > 20 * late);
    }

    @ParameterizedTest
    @EnumSource(FirPhase.class)
    void blocksOfARecordingAreTheWholeSignalFiltered(FirPhase phase) throws IOException {
        int count = 21_000;
        double[][] samples = {noise(count, 1), noise(count, 2), noise(count, 3)};
        List<Channel> channels = List.of(Channel.of("Fz", ChannelType.EEG),
                Channel.of("Trigger", ChannelType.STIM),
                Channel.of("Cz", ChannelType.EEG));
        double rate = 250;
        Recording recording = Recording.of(channels, rate, samples).toBuilder().annotations(List.of(
                Annotation.of(5000 / rate, 1000 / rate, Annotation.ACQUISITION_GAP),
                Annotation.of(19_970 / rate, 0, "EDGE boundary"), Annotation.of(3, 4, "bad muscle"))).build();
        FirFilter filter = FirDesign.bandPass(2, 40, rate).phase(phase).build();
        Recording filtered = filter.apply(recording);
        double[][] expected = {samples[0].clone(), samples[1], samples[2].clone()};
        for (int[] span : new int[][] {{0, 5000}, {6000, 19_970}, {19_970, count}}) {
            for (int c : new int[] {0, 2}) {
                double[] piece = filter.apply(Arrays.copyOfRange(samples[c], span[0], span[1]));
                System.arraycopy(piece, 0, expected[c], span[0], piece.length);
            }
        }
        RandomStream random = RandomStream.of(9, 0);
        for (int round = 0; round < 60; round++) {
            int first = random.bounded(3 * round, count);
            int length = 1 + random.bounded(3 * round + 1, Math.min(count - first, 1 + 100 * round));
            int[] which = {2, 1, 0};
            double[][] block = filtered.read(which, first, length);
            for (int i = 0; i < 3; i++) {
                for (int t = 0; t < length; t++) {
                    // Blocks lie elsewhere than in the whole signal, so sums are rounded otherwise; the deviation is 1.
                    assertEquals(expected[which[i]][first + t], block[i][t], 1e-12, "sample " + (first + t));
                }
            }
        }
        double[] once = filtered.read(new int[] {0}, 7000, 500)[0];
        assertArrayEquals(once, filter.apply(recording).read(new int[] {0}, 6900, 700)[0].length == 700
                ? Arrays.copyOfRange(filter.apply(recording).read(new int[] {0}, 6900, 700)[0], 100, 600)
                : null, 0.0, "the same to the last bit whatever is asked for");
        assertEquals(new Band(2, 40), filtered.channels().get(0).band());
        assertEquals(Band.UNKNOWN, filtered.channels().get(1).band());
        assertEquals(new Band(2, 40), filtered.band());
    }

    @Test
    void wideConvolutionsAreTheSum() {
        double[] x = noise(3000, 4);
        double[] h = noise(501, 5);
        double[] y = new FirFilter(h, FirPhase.LINEAR, 100).apply(x);
        for (int t = 500; t < 3000; t += 83) {
            double sum = 0;
            for (int k = 0; k < 501; k++) {
                sum += h[k] * x[t - k];
            }
            // Sums of 500 products of size 1.
            assertEquals(sum, y[t], 1e-12 * Math.sqrt(501));
        }
    }

    @Test
    void threadsChangeNothing() {
        FirFilter filter = FirDesign.bandPass(1, 40, 250).build();
        double[][] one = {noise(4000, 1), noise(4000, 2), noise(4000, 3)};
        double[][] two = {one[0].clone(), one[1].clone(), one[2].clone()};
        filter.applyInPlace(one, Parallelism.single());
        filter.applyInPlace(two, Parallelism.of(3));
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(one[c], two[c], 0.0);
        }
    }

    @Test
    void wrongEdgesAreRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FirDesign.highPass(0, 250)).getMessage()
                .contains("above 0"));
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> FirDesign.lowPass(125, 250)).getMessage()
                        .contains("125.0 Hz"));
        assertThrows(EngramException.class, () -> FirDesign.highPass(1, 250).transitions(2, 2).build());
        assertThrows(EngramException.class, () -> FirDesign.lowPass(120, 250).transitions(2, 10).build());
        assertTrue(
                assertThrows(EngramException.class, () -> FirDesign.bandPass(1, 40, 250).length(101).build())
                        .getMessage().contains("needs 825"));
        assertTrue(assertThrows(EngramException.class, () -> FirDesign.bandStop(20, 30, 250).build())
                .getMessage()
                .contains("cross"));
        assertThrows(EngramException.class, () -> FirDesign.notch(new double[] {50, 50.5}, 250).build());
        double[] gap = X.clone();
        gap[77] = Double.NaN;
        assertTrue(assertThrows(EngramException.class, () -> FirDesign.lowPass(30, 250).build().apply(gap))
                .getMessage()
                .contains("sample 77"));
        Recording other = Recording.of(List.of(Channel.of("Cz", ChannelType.EEG)), 200, new double[1][10]);
        assertThrows(EngramException.class, () -> FirDesign.lowPass(30, 250).build().apply(other));
    }

    @Test
    void weakFiltersAndShortSignalsGiveNotices() {
        FirFilter filter = FirDesign.bandPass(1, 40, 250).build();
        assertEquals(List.of(), filter.notices());
        assertEquals("filter-longer-than-signal", filter.noticesFor(824).get(0).code());
        assertEquals(List.of(), filter.noticesFor(825));
        FirFilter weak = FirDesign.lowPass(40, 250).method(FirMethod.FREQUENCY_SAMPLING).length(21).build();
        assertEquals("filter-attenuation-low", weak.notices().get(0).code());
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
