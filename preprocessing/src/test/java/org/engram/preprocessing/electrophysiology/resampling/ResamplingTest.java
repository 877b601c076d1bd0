package org.engram.preprocessing.electrophysiology.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.TriggerEvent;
import org.engram.preprocessing.electrophysiology.filtering.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the golden values of the specification, MNE-Python 1.3 and SciPy 1.10. */
class ResamplingTest {
    private static final double[] X = Golden.signal(2500, 250);

    private static void fourier(double ratio, int padding, int length, double... placesAndValues) {
        check(new FourierResampler(ratio, padding).apply(X), length, placesAndValues);
    }

    private static void polyphase(double rate, int length, double... placesAndValues) {
        check(new PolyphaseResampler(Ratio.of(250, rate)).apply(X), length, placesAndValues);
    }

    private static void check(double[] y, int length, double... placesAndValues) {
        assertEquals(length, y.length);
        for (int i = 0; i < placesAndValues.length; i += 2) {
            assertEquals(placesAndValues[i + 1], y[(int) placesAndValues[i]], 1e-9,
                    "sample " + placesAndValues[i]);
        }
    }

    @Test
    void goldenValuesOfTheFourierMethod() {
        int auto = FourierResampler.AUTO;
        fourier(0.4, auto, 1000, 0, -0.21847523802, 1, 0.93005110929, 500, 2.0243841943, 999, 3.0981422123);
        fourier(256 / 250.0, auto, 2560, 0, -0.15254104242, 1, 1.0955101040, 1280, 2.0, 2559, 2.7555042129);
        fourier(2, auto, 5000, 1, 0.76261551680, 2500, 2.0, 4999, 2.7393271151);
        fourier(0.4, 100, 1000, 0, 0.049828281724, 1, 0.84612255051, 500, 2.0437968450, 999, 2.9647714032);
    }

    @Test
    void goldenValuesOfThePolyphaseMethod() {
        polyphase(100, 1000, 0, 0.80977737241, 1, 0.65518130839, 500, 2.0426196796, 999, 2.7941897711);
        polyphase(256, 2560, 1, 1.1157056207, 1280, 2.0013502030, 2559, 2.7712257984);
        polyphase(500, 5000, 1, 0.42392996898, 2500, 2.0010349412, 4999, 2.7538757477);
    }

    @ParameterizedTest
    @CsvSource({"2, 5", "128, 125", "3, 1", "7, 11", "1, 3", "160, 441"})
    void otherRatiosAndLengthsAgreeWithMneAndSciPy(int up, int down) throws IOException {
        for (int n : new int[] {7, 250, 1501}) {
            double[] x = Golden.signal(n, 250);
            String ratio = up + "_" + down + "_" + n;
            if (n > 7 || up != 128) {
                // There 8 padded samples stay 8, and MNE halves their Nyquist bin all the same.
                near("fft_auto_" + ratio,
                        new FourierResampler((double) up / down, FourierResampler.AUTO).apply(x));
            }
            near("fft_100_" + ratio, new FourierResampler((double) up / down, 100).apply(x));
            near("poly_" + ratio, new PolyphaseResampler(new Ratio(up, down)).apply(x));
        }
    }

    /** 1e-9 relative to the deviation; a single sample has none. */
    private static void near(String name, double[] found) throws IOException {
        double[] expected = Golden.array(ResamplingTest.class, "resampling.npz", name);
        if (expected.length < 4) {
            assertArrayEquals(expected, found, 1e-9, name);
        } else {
            Golden.near(expected, found, 1e-9, name);
        }
    }

    private static Recording recording() {
        double[] codes = new double[2500];
        codes[101] = 5;
        codes[102] = 3;
        Arrays.fill(codes, 700, 720, 9);
        return Recording
                .of(List.of(Channel.of("Cz", ChannelType.EEG), Channel.of("Trigger", ChannelType.STIM)), 250,
                        new double[][] {X, codes})
                .toBuilder().firstSample(1001).band(new Band(0.1, 100))
                .annotations(List.of(Annotation.of(5, 1, Annotation.ACQUISITION_GAP))).build();
    }

    @Test
    void stretchesOfARecordingAreResampledByThemselves() throws IOException {
        for (Resampling resampling : List.of(Resampling.to(100), Resampling.to(100).byFourier(),
                Resampling.to(256))) {
            Recording slow = resampling.apply(recording());
            double rate = resampling.rateHz();
            assertEquals(10 * rate, slow.sampleCount());
            assertEquals(rate, slow.samplingRateHz());
            assertEquals(Math.rint(1001 * rate / 250), slow.firstSample());
            assertEquals(Math.min(100, rate / 2), slow.band().lowPassHz());
            assertEquals(5, slow.annotations().get(0).onsetSeconds());
            double[] all = slow.read(new int[] {0}, 0, (int) slow.sampleCount())[0];
            for (int[] span : new int[][] {{0, 1250}, {1250, 1500}, {1500, 2500}}) {
                double[] piece = Arrays.copyOfRange(X, span[0], span[1]);
                double[] expected = resampling.method() == Resampling.Method.POLYPHASE
                        ? new PolyphaseResampler(Ratio.of(250, rate)).apply(piece)
                        : new FourierResampler(rate / 250, FourierResampler.AUTO).apply(piece);
                int from = (int) (span[0] * rate / 250);
                assertArrayEquals(expected, Arrays.copyOfRange(all, from, from + expected.length), 1e-12);
            }
            for (int first = 0; first < all.length - 40; first += 37) {
                assertArrayEquals(Arrays.copyOfRange(all, first, first + 40),
                        slow.read(new int[] {0}, first, 40)[0], 1e-13);
            }
        }
    }

    @Test
    void codesAreNeverInterpolated() throws IOException {
        double[] slow = Resampling.to(100).apply(recording()).read(new int[] {1}, 0, 1000)[0];
        // Samples 101 and 102 lie at 40.4 and 40.8 of the new rate; 700 to 719 at 280 to 287.6.
        assertEquals(5, slow[40]);
        assertEquals(3, slow[41]);
        assertEquals(0, slow[42]);
        for (int t = 280; t <= 288; t++) {
            assertEquals(9, slow[t], "sample " + t);
        }
        assertEquals(0, slow[279]);
        assertEquals(0, slow[289]);
        double[] fast = Resampling.to(1000).apply(recording()).read(new int[] {1}, 0, 10_000)[0];
        assertEquals(5, fast[404]);
        assertEquals(5, fast[407]);
        assertEquals(3, fast[408]);
        assertEquals(80, Arrays.stream(fast).filter(code -> code == 9).count());
    }

    @Test
    void eventsFallOnTheNearestSampleAndCollisionsAreTold() {
        ResampledEvents events = Resampling.to(100).events(recording(),
                List.of(new TriggerEvent(1001 + 101, 0, 5), new TriggerEvent(1001 + 102, 5, 3),
                        new TriggerEvent(1001 + 700, 0, 9), new TriggerEvent(1001 + 701, 9, 1)));
        assertEquals(List.of(400L + 40, 400L + 41, 400L + 280, 400L + 280),
                events.events().stream().map(TriggerEvent::sample).toList());
        assertEquals(1, events.notices().size());
        assertTrue(events.notices().get(0).text().contains("codes 9 and 1"));
    }

    @Test
    void epochsKeepTimeZero() throws IOException {
        double[][][] trials = {{Golden.signal(176, 250)}};
        Epochs epochs = Epochs.builder(List.of(Channel.of("Cz", ChannelType.EEG)), 250, -50, 176)
                .trials(List.of(new Trial(0, 1, "a")), TrialSource.of(trials)).band(new Band(0, 20)).build();
        Epochs third = EpochRates.decimate(epochs, 3);
        assertEquals(-16, third.firstTime());
        assertEquals(58, third.timeCount());
        assertEquals(trials[0][0][50], third.read(0)[0][16]);
        assertTrue(assertThrows(EngramException.class, () -> EpochRates.decimate(epochs, 5)).getMessage()
                .contains("50.0 Hz"));
        assertEquals(-10, EpochRates.decimateRegardless(epochs, 5).firstTime());
        assertThrows(EngramException.class,
                () -> EpochRates.decimate(epochs.toBuilder().band(Band.UNKNOWN).build(), 2));
        double[][][] slow = {{new double[176]}};
        for (int t = 0; t < 176; t++) {
            slow[0][0][t] = Math.cos(2 * Math.PI * 4 * (t - 50) / 250.0);
        }
        Epochs resampled = EpochRates.resample(
                epochs.toBuilder().trials(epochs.trials(), TrialSource.of(slow)).build(),
                90);
        assertEquals(-18, resampled.firstTime());
        assertEquals(64, resampled.timeCount());
        for (int t = 15; t < 50; t++) {
            // Ripple of the Kaiser window of beta 5: about 0.3 %.
            assertEquals(Math.cos(2 * Math.PI * 4 * (t - 18) / 90.0), resampled.read(0)[0][t], 3e-3);
        }
    }

    @Test
    void awkwardRatesAreRefusedOrReduced() {
        assertEquals(new Ratio(128, 125), Ratio.of(250, 256));
        assertEquals(new Ratio(1, 3), Ratio.of(300, 100));
        assertThrows(EngramException.class, () -> Ratio.of(250, 250 * Math.PI));
        assertThrows(IllegalArgumentException.class, () -> Resampling.to(0));
    }
}
