package org.engram.preprocessing.electrophysiology.rejection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.Reference;
import org.junit.jupiter.api.Test;

class RejectionTest {
    /** The 54 values of the example in section 1.3.5.17.3 of the NIST/SEMATECH e-Handbook, from Rosner's paper. */
    private static final double[] ROSNER = {-0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49,
            1.49,
            1.55, 1.56, 1.58, 1.65, 1.69, 1.70, 1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10,
            2.14,
            2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21,
            3.26,
            3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01};

    private static List<Channel> eeg(int count) {
        return IntStream.range(0, count).mapToObj(i -> Channel.of("E" + i, ChannelType.EEG)).toList();
    }

    private static double[][] noise(int channels, int count, double scale) {
        double[][] x = new double[channels][count];
        for (int i = 0; i < channels; i++) {
            RandomStream random = RandomStream.of(11, i);
            for (int t = 0; t < count; t++) {
                x[i][t] = scale * random.normal(t);
            }
        }
        return x;
    }

    @Test
    void rosnersExample() {
        GeneralizedEsd test = new GeneralizedEsd(0.05, 10.0 / 54, false);
        double[] statistics = {3.118, 2.942, 3.179, 2.810, 2.815, 2.848, 2.279, 2.310, 2.101, 2.067};
        double[] critical = {3.158, 3.151, 3.143, 3.136, 3.128, 3.120, 3.111, 3.103, 3.094, 3.085};
        List<GeneralizedEsd.Step> steps = test.steps(ROSNER);
        for (int i = 0; i < 10; i++) {
            // Published with three digits, cut rather than rounded.
            assertEquals(statistics[i], steps.get(i).statistic(), 1.1e-3);
            assertEquals(critical[i], steps.get(i).critical(), 1.1e-3);
        }
        // Only the third step is above its critical value, so the first three are outliers.
        assertArrayEquals(new int[] {51, 52, 53}, marked(test.outliers(ROSNER)));
        assertTrue(marked(new GeneralizedEsd(0.05, 10.0 / 54, true).outliers(ROSNER)).length < 3);
        assertEquals(0, marked(GeneralizedEsd.DEFAULT.outliers(new double[50])).length);
    }

    private static int[] marked(boolean[] which) {
        return IntStream.range(0, which.length).filter(i -> which[i]).toArray();
    }

    @Test
    void badSegmentsAreFoundBySamplesAndByDifferences() throws Exception {
        double[][] x = noise(5, 20_300, 1e-5);
        for (double[] row : x) {
            for (int t = 4000; t < 5000; t++) {
                row[t] *= 5;
            }
            for (int t = 9500; t < 10_000; t++) {
                row[t] = 1e-5 * Math.sin(t * 2.0);
            }
        }
        Recording recording = Recording.of(eeg(5), 250, x);
        List<Annotation> found = BadSegments.of(ChannelType.EEG, BadSegments.Metric.DEVIATION)
                .find(recording);
        assertTrue(found.contains(Annotation.of(16, 4, "BAD_segment_eeg")), found.toString());
        Recording marked = recording.toBuilder().addAnnotations(found).build();
        List<Annotation> second = BadSegments.of(ChannelType.EEG, BadSegments.Metric.DIFFERENCE_DEVIATION)
                .find(marked);
        assertTrue(second.stream().noneMatch(a -> a.onsetSeconds() == 16), second.toString());
    }

    @Test
    void localOutlierFactorsEqualScikitLearn() throws Exception {
        Map<String, Object> reference = Reference.read("outliers.json");
        double[][] x = Reference.matrix(reference.get("x"));
        double[] expected = Reference.vector(reference.get("factor"));
        Recording recording = Recording.of(eeg(x.length), 100, x);
        int[] all = IntStream.range(0, x.length).toArray();
        // Distances by way of inner products.
        assertArrayEquals(expected, LocalOutlierChannels.DEFAULT.factors(recording, all), 1e-10);
        assertEquals(List.of("E7", "E19"), LocalOutlierChannels.DEFAULT.find(recording, all));
    }

    @Test
    void amplitudeLimitsEqualMne() throws Exception {
        Map<String, Object> reference = Reference.read("amplitude.json");
        double[][] x = Reference.wave(3, 1000);
        Arrays.fill(x[1], 300, 420, x[1][300]);
        x[0][500] += 1e-3;
        for (int t = 700; t < 710; t += 2) {
            x[0][t] += 1e-3;
        }
        List<Channel> channels = List.of(Channel.of("A", ChannelType.EEG), Channel.of("B", ChannelType.EEG),
                Channel.of("C", ChannelType.EEG));
        AmplitudeLimits.Found found = AmplitudeLimits
                .of(Map.of(ChannelType.EEG, 1e-9), Map.of(ChannelType.EEG, 500e-6))
                .find(Recording.of(channels, 500, x));
        assertEquals(Reference.texts(reference.get("bads")), found.badChannels());
        double[] onsets = Reference.vector(reference.get("onset"));
        double[] durations = Reference.vector(reference.get("duration"));
        assertEquals(onsets.length, found.annotations().size());
        for (int i = 0; i < onsets.length; i++) {
            assertEquals(onsets[i], found.annotations().get(i).onsetSeconds(), 1e-9);
            assertEquals(durations[i], found.annotations().get(i).durationSeconds(), 1e-9);
            assertEquals("BAD_peak", found.annotations().get(i).text());
        }
    }

    @Test
    void musclesAreFoundByTheUsualDetectorAsWell() throws Exception {
        double[] x = new double[6000];
        for (int t = 0; t < x.length; t++) {
            x[t] = Math.sin(0.05 * t) + 7919L * t % 1000 / 1000.0
                    + (t >= 3000 && t < 3300 ? 4 * Math.sin(2 * Math.PI * 125 * t / 500) : 0);
        }
        Recording recording = Recording.of(eeg(1), 500, new double[][] {x});
        List<Annotation> found = MuscleArtifacts.of(500).find(recording, 0).annotations();
        assertEquals(1, found.size());
        // Smoothing at 4 Hz moves edges by a tenth of a second or so.
        assertEquals(6, found.get(0).onsetSeconds(), 0.1);
        assertEquals(6.6, found.get(0).endSeconds(), 0.1);
        assertThrows(EngramException.class, () -> MuscleArtifacts.of(250));
    }

    @Test
    void musclesAreFoundAsByTheSameStepsInScipy() throws Exception {
        Map<String, Object> reference = Reference.read("muscle.json");
        int count = 5000;
        double[][] x = new double[3][count];
        for (int c = 0; c < 3; c++) {
            for (int t = 0; t < count; t++) {
                x[c][t] = Math.sin(0.05 * (c + 1) * t) + 7919L * (t + 31 * c) % 1000 / 1000.0
                        + (t >= 2000 && t < 2300 ? 5 * Math.sin(2 * Math.PI * 125 * t / 500) : 0);
            }
        }
        Recording recording = Recording.of(eeg(3), 500, x).toBuilder()
                .annotations(List.of(Annotation.of(1, 0.4, "BAD_here"))).build();
        MuscleArtifacts.Found found = MuscleArtifacts.of(RejectionTest::envelope, 500).find(recording, 0, 1,
                2);
        double[] expected = Reference.vector(reference.get("scores"));
        for (int i = 0; i < expected.length; i++) {
            double score = found.scores()[10 * i];
            // Two filters whose sections are in another order, and a transform by its definition.
            assertEquals(expected[i], Double.isNaN(score) ? -99 : score, 1e-6);
        }
        double[] edges = Reference.vector(reference.get("mask"));
        assertEquals(1, found.annotations().size());
        assertEquals((edges[0] + 1) / 500, found.annotations().get(0).onsetSeconds(), 1e-9);
        assertEquals((edges[1] + 1) / 500, found.annotations().get(0).endSeconds(), 1e-9);
    }

    /** Band-pass, then the modulus of the analytic signal by the definition of the discrete Fourier transform. */
    private static double[] envelope(double[] x) {
        Matrix column = Matrix.of(x.length, 1, x.clone());
        new ZeroPhaseFilter(Butterworth.order(4).bandPass(110, 140, 500)).filterInPlace(column);
        int n = x.length;
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int k = 0; k < n; k++) {
            cos[k] = Math.cos(2 * Math.PI * k / n);
            sin[k] = Math.sin(2 * Math.PI * k / n);
        }
        double[] hilbert = new double[n];
        for (int f = 1; f < n / 2; f++) {
            double real = 0;
            double imaginary = 0;
            for (int t = 0, phase = 0; t < n; t++, phase = (phase + f) % n) {
                real += column.data()[t] * cos[phase];
                imaginary -= column.data()[t] * sin[phase];
            }
            // The imaginary part of twice the positive frequencies.
            for (int t = 0, phase = 0; t < n; t++, phase = (phase + f) % n) {
                hilbert[t] += 2.0 / n * (real * sin[phase] + imaginary * cos[phase]);
            }
        }
        double[] envelope = new double[n];
        Arrays.setAll(envelope, t -> Math.hypot(column.data()[t], hilbert[t]));
        return envelope;
    }

    @Test
    void wrongUnitsAreTold() throws Exception {
        assertEquals(List.of(), PlausibilityGuard.check(Recording.of(eeg(3), 250, noise(3, 5000, 2e-5))));
        Notice microvolts = PlausibilityGuard.check(Recording.of(eeg(3), 250, noise(3, 5000, 20))).get(0);
        assertEquals("implausible-unit", microvolts.code());
        assertTrue(microvolts.text().contains("multiplied by 1.0E-6"), microvolts.text());
        double[][] flat = noise(3, 5000, 2e-5);
        Arrays.fill(flat[1], 3e-5);
        Notice notice = PlausibilityGuard.check(Recording.of(eeg(3), 250, flat)).get(0);
        assertEquals("flat-channels", notice.code());
        assertTrue(notice.text().contains("E1"), notice.text());
        // The median absolute deviation of normal numbers; 50000 of them give three digits.
        assertEquals(2e-5, PlausibilityGuard.scales(Recording.of(eeg(1), 250, noise(1, 50_000, 2e-5)), 0)[0],
                4e-7);
    }

    @Test
    void noiseAndGapsAreRefusedWithTheirPlace() {
        double[][] x = noise(3, 100, 1);
        x[1][40] = Double.NaN;
        EngramException error = assertThrows(EngramException.class,
                () -> LocalOutlierChannels.DEFAULT.factors(Recording.of(eeg(3), 100, x), 0, 1, 2));
        assertTrue(error.getMessage().contains("channel E1 is NaN at sample 40"), error.getMessage());
    }
}
