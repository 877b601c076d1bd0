package org.engram.preprocessing.electrophysiology.spectra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.table.JsonFile;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

/** Against MNE-Python 1.3 ({@code make_spectra.py} beside the numbers) and the golden values of the specification. */
class SpectraParityTest {
    private static final double RATE = 200;
    private static final double[] FREQUENCIES = {5, 11, 30, 70};
    private static final double[] CYCLES = {3, 5, 7, 10};
    private static final Map<String, Object> REFERENCE = reference();

    private static Map<String, Object> reference() {
        try (InputStream in = SpectraParityTest.class.getResourceAsStream("spectra.json")) {
            return JsonFile.parse(Path.of("spectra.json"), in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[][] samples() {
        double[] noise = Lcg.numbers(1, 1400);
        double[][] x = new double[2][700];
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < 700; i++) {
                x[c][i] = noise[c * 700 + i] - 0.5 + Math.sin(2 * Math.PI * 11 * i / RATE);
            }
        }
        return x;
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    private static double[][] rows(String name) {
        return ((List<?>) REFERENCE.get(name)).stream().map(SpectraParityTest::numbers)
                .toArray(double[][]::new);
    }

    /** 1e-9 of the largest value, as the specification allows. */
    private static void assertClose(double[] expected, double[] actual) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(1);
        assertArrayEquals(expected, actual, 1e-9 * largest);
    }

    @Test
    void welch() {
        double[][] x = samples();
        assertClose(numbers(REFERENCE.get("plain")),
                Welch.builder().segmentSamples(128).build().of(x, RATE).density()[0]);
        assertClose(numbers(REFERENCE.get("overlap_padded")),
                Welch.builder().segmentSamples(150).overlapSamples(75)
                        .paddedSamples(200).build().of(x, RATE).density()[0]);
        assertClose(numbers(REFERENCE.get("odd")),
                Welch.builder().segmentSamples(101).overlapSamples(50).build().of(x, RATE).density()[0]);
        assertClose(numbers(REFERENCE.get("median")), Welch.builder().segmentSamples(128).overlapSamples(64)
                .average(Welch.Average.MEDIAN).build().of(x, RATE).density()[0]);
        assertClose(numbers(REFERENCE.get("hann")),
                Welch.builder().segmentSamples(128).taper(Taper.HANN).build()
                        .of(x, RATE).density()[1]);
        assertEquals(((Number) REFERENCE.get("simpson_8_13")).doubleValue(),
                BandPower.absolute(Welch.builder().segmentSamples(128).build().of(x, RATE), 8, 13)[0], 1e-12);
    }

    @Test
    void welchGoldenValues() {
        double[] x = goldenSignal();
        double[] density = Welch.builder().overlapSamples(128).build().of(new double[][] {x}, 250)
                .density()[0];
        assertEquals(2.0146416210e-04, density[0], 1e-13);
        assertEquals(3.7096160897e-01, density[3], 1e-10);
        assertEquals(7.1755012052e-02, density[17], 1e-11);
        assertEquals(1.4306175019e-02, density[51], 1e-11);
    }

    private static double[] goldenSignal() {
        double[] x = new double[2500];
        for (int k = 0; k < 2500; k++) {
            double t = k / 250.0;
            x[k] = Math.sin(2 * Math.PI * 3 * t) + 0.5 * Math.cos(2 * Math.PI * 17 * t)
                    + 0.2 * Math.sin(2 * Math.PI * 50 * t) + 0.001 * k + (7919L * k % 1000) / 1000.0 - 0.5;
        }
        return x;
    }

    @Test
    void recordingsAreReadByBlockAndBadStretchesLeftOut() throws IOException {
        double[][] x = samples();
        List<Channel> channels = List.of(Channel.of("a", ChannelType.EEG), Channel.of("b", ChannelType.EEG));
        Recording recording = Recording.of(channels, RATE, x);
        Welch welch = Welch.builder().segmentSamples(64).overlapSamples(32).build();
        Spectrum whole = welch.of(x, RATE);
        Spectrum read = welch.of(recording, new int[] {0, 1}, Progress.NONE);
        assertArrayEquals(whole.density()[1], read.density()[1], 1e-15);
        double[][] spoilt = samples();
        for (int i = 300; i < 350; i++) {
            spoilt[0][i] = 1e6;
        }
        Recording marked = Recording.of(channels, RATE, spoilt).toBuilder()
                .annotations(List.of(Annotation.of(300 / RATE, 50 / RATE, "BAD_jump"))).build();
        Spectrum without = welch.of(marked, new int[] {0}, Progress.NONE);
        // The two good stretches, each by itself.
        double[] before = welch.of(new double[][] {Arrays.copyOfRange(x[0], 0, 300)}, RATE).density()[0];
        double[] after = welch.of(new double[][] {Arrays.copyOfRange(x[0], 350, 700)}, RATE).density()[0];
        int segmentsBefore = (300 - 32) / 32;
        int segmentsAfter = (350 - 32) / 32;
        double[] expected = IntStream.range(0, before.length).mapToDouble(
                k -> (before[k] * segmentsBefore + after[k] * segmentsAfter)
                        / (segmentsBefore + segmentsAfter))
                .toArray();
        assertArrayEquals(expected, without.density()[0], 1e-12);
    }

    @Test
    void sharedGapsAreSkippedAndAChannelWithNaNOfItsOwnIsNaN() {
        double[][] x = samples();
        for (int i = 200; i < 260; i++) {
            x[0][i] = Double.NaN;
            x[1][i] = Double.NaN;
        }
        x[1][600] = Double.NaN;
        Spectrum spectrum = Welch.builder().segmentSamples(64).build().of(x, RATE);
        assertTrue(Arrays.stream(spectrum.density()[0]).allMatch(v -> v > 0));
        assertTrue(Arrays.stream(spectrum.density()[1]).allMatch(Double::isNaN));
    }

    @Test
    void morletGoldenWavelet() {
        MorletWavelet wavelet = MorletWavelet.of(10, 7, 250, true);
        assertEquals(279, wavelet.real().length);
        assertEquals(0.20127898767, wavelet.real()[139], 1e-11);
        assertEquals(0.061204413234, wavelet.real()[144], 1e-11);
        assertEquals(0.18836781501, wavelet.imaginary()[144], 1e-11);
        assertEquals(-7.3078991885e-07, wavelet.real()[0], 1e-16);
    }

    @Test
    void morletTransform() throws IOException {
        double[][] x = samples();
        MorletTransform transform = MorletTransform.builder(FREQUENCIES).cycles(CYCLES).decimation(7)
                .parallelism(Parallelism.of(2)).build();
        double[][][] complex = transform.transform(x[0], RATE);
        for (int f = 0; f < 4; f++) {
            assertClose(rows("morlet_real")[f], complex[f][0]);
            assertClose(rows("morlet_imaginary")[f], complex[f][1]);
        }
        Epochs epochs = Epochs.builder(List.of(Channel.of("Cz", ChannelType.EEG)), RATE, -100, 700)
                .trials(List.of(new Trial(0, 1, "a"), new Trial(0, 1, "a")),
                        TrialSource.of(new double[][][] {{x[0]}, {x[1]}}))
                .build();
        TimeFrequency mean = transform.of(epochs, new int[] {0}, Progress.NONE);
        for (int f = 0; f < 4; f++) {
            assertClose(rows("morlet_power")[f], mean.power()[0][f]);
            assertClose(rows("morlet_itc")[f], mean.phaseLocking()[0][f]);
        }
        assertEquals(-0.5, mean.timesSeconds()[0], 1e-12);
        assertEquals(7 / RATE, mean.timesSeconds()[1] - mean.timesSeconds()[0], 1e-12);
        double[][][] decibels = mean.decibels(0, 1).power();
        double[] part = new double[mean.timesSeconds().length];
        int used = 0;
        double sum = 0;
        for (int t = 0; t < part.length; t++) {
            if (mean.timesSeconds()[t] >= 0 && mean.timesSeconds()[t] <= 1) {
                sum += Math.pow(10, decibels[0][2][t] / 10);
                used++;
            }
        }
        assertEquals(1, sum / used, 1e-12);
    }

    @Test
    void superletsSeeAmplitudesAndSeparateNeighbours() {
        double[] high = new double[2000];
        double[] low = new double[2000];
        for (int i = 0; i < high.length; i++) {
            high[i] = 2 * Math.sin(2 * Math.PI * 40 * i / 500.0);
            low[i] = Math.cos(2 * Math.PI * 20 * i / 500.0);
        }
        // Amplitude squared in the middle, far from the ends; the mirrored line at -20 Hz leaks a little into one cycle.
        double[][] ofHigh = Superlets.DEFAULT.power(high, 500, 20, 30, 40);
        assertEquals(4, ofHigh[2][1000], 0.02);
        assertTrue(ofHigh[1][1000] < 0.04, "10 Hz beside the line: " + ofHigh[1][1000]);
        assertEquals(1, Superlets.DEFAULT.power(low, 500, 20, 30, 40)[0][1000], 0.04);
    }

    @Test
    void aperiodicGolden() {
        double[] f = IntStream.range(0, 79).mapToDouble(i -> 1 + 0.5 * i).toArray();
        double[] power = Arrays.stream(f).map(v -> Math.pow(10,
                1 - 1.5 * Math.log10(v) + 0.8 * Math.exp(-(v - 10) * (v - 10) / (2 * 1.2 * 1.2)))).toArray();
        AperiodicFit fit = AperiodicFit.of(f, power, AperiodicFit.Options.DEFAULT);
        assertEquals(1, fit.offset(), 0.02);
        assertEquals(1.5, fit.exponent(), 0.02);
        AperiodicFit.Peak peak = fit.peaks().stream().max((a, b) -> Double.compare(a.height(), b.height()))
                .orElseThrow();
        assertEquals(10, peak.centreHz(), 0.05);
        assertEquals(0.8, peak.height(), 0.03);
        assertEquals(2.4, peak.bandwidthHz(), 0.1);
        assertTrue(fit.rSquared() > 0.999);
    }

    @Test
    void aperiodicWithAKneeAndTwoPeaks() {
        double[] f = IntStream.range(0, 197).mapToDouble(i -> 2 + 0.5 * i).toArray();
        double[] power = Arrays.stream(f).map(v -> Math.pow(10, 2 - Math.log10(200 + Math.pow(v, 2.2))
                + 0.6 * Math.exp(-(v - 9) * (v - 9) / (2 * 1.5 * 1.5))
                + 0.4 * Math.exp(-(v - 22) * (v - 22) / (2 * 3.0 * 3.0)))).toArray();
        AperiodicFit fit = AperiodicFit.of(f, power, new AperiodicFit.Options(true, 0.5, 12, 6, 0.1, 2));
        assertEquals(2.2, fit.exponent(), 0.1);
        assertEquals(2, fit.peaks().size());
        assertEquals(9, fit.peaks().get(0).centreHz(), 0.1);
        assertEquals(22, fit.peaks().get(1).centreHz(), 0.2);
    }

    @Test
    void hjorthOfASine() {
        double[] x = IntStream.range(0, 10_000).mapToDouble(i -> 3 * Math.sin(2 * Math.PI * 5 * i / 1000.0))
                .toArray();
        Hjorth hjorth = Hjorth.of(x, 1000);
        assertEquals(4.5, hjorth.activity(), 1e-3);
        // The difference of neighbouring samples is slightly smaller than the slope: sin(a)/a with a = pi f / rate.
        assertEquals(2 * Math.PI * 5, hjorth.mobility(), 2 * Math.PI * 5 * 1e-3);
        assertEquals(1, hjorth.complexity(), 1e-3);
    }

    @Test
    void entropyIsOneForWhiteAndZeroForALine() {
        double[] f = {0, 1, 2, 3};
        double[] entropy = BandPower.entropy(new Spectrum(f, new double[][] {{2, 2, 2, 2}, {0, 5, 0, 0}}));
        assertEquals(1, entropy[0], 1e-15);
        assertEquals(0, entropy[1], 1e-15);
        assertEquals(0.5, BandPower.relative(new Spectrum(new double[] {0, 1, 2, 3, 4},
                new double[][] {{1, 1, 1, 1, 1}}), 0, 2)[0], 1e-12);
    }
}
