package org.engram.preprocessing.electrophysiology.sleep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

class SleepEventsTest {
    private static final double RATE = 200;

    /** Pink-ish noise with spindles of 13.5 Hz at 5 and 12 s. */
    private static double[] sleep(double seconds, double spindle) {
        RandomStream random = RandomStream.of(3, 1);
        double[] x = new double[(int) (seconds * RATE)];
        double slow = 0;
        for (int i = 0; i < x.length; i++) {
            slow = 0.95 * slow + 3e-6 * random.normal(i);
            x[i] = slow;
            for (double centre : new double[] {5, 12}) {
                double t = i / RATE - centre;
                x[i] += spindle * Math.exp(-t * t / (2 * 0.25 * 0.25)) * Math.sin(2 * Math.PI * 13.5 * t);
            }
        }
        return x;
    }

    @Test
    void simulatedSpindlesAreFoundWhereTheyAre() {
        List<Spindle> found = SpindleDetector.DEFAULT.detect(sleep(20, 30e-6), RATE);
        assertEquals(2, found.size(), found.toString());
        assertEquals(5, (found.get(0).startSeconds() + found.get(0).endSeconds()) / 2, 0.15);
        assertEquals(12, (found.get(1).startSeconds() + found.get(1).endSeconds()) / 2, 0.15);
        assertEquals(13.5, found.get(0).frequencyHz(), 0.3);
        assertTrue(found.get(0).amplitude() > 50e-6 && found.get(0).amplitude() < 90e-6, found.toString());
        assertTrue(found.get(0).oscillations() >= 7, found.toString());
    }

    @Test
    void noiseHasNoSpindles() {
        assertEquals(List.of(), SpindleDetector.DEFAULT.detect(sleep(20, 0), RATE));
    }

    @Test
    void spindlesOfTheN2ExcerptAreFound() throws IOException {
        double[] x = Files.readAllLines(RealData.path("sleep/yasa/data_N2_spindles_15sec_200Hz.txt")).stream()
                .mapToDouble(Double::parseDouble).toArray();
        List<Spindle> found = SpindleDetector.DEFAULT.detect(x, RATE);
        // The reference finds two in these 15 s, near 3.6 and 13.3 s.
        assertEquals(2, found.size(), found.toString());
        assertEquals(3.6, found.get(0).peakSeconds(), 0.4);
        assertEquals(13.3, found.get(1).peakSeconds(), 0.4);
        assertTrue(found.stream().allMatch(s -> s.frequencyHz() > 11.5 && s.frequencyHz() < 14.5),
                found.toString());
    }

    @Test
    void slowWavesHaveTheirHalvesAndAmplitudes() {
        double[] x = new double[4000];
        for (int i = 0; i < x.length; i++) {
            double t = i / RATE;
            // 0.8 Hz, 60 uV; only between 5 and 15 s.
            x[i] = t > 5 && t < 15 ? 60e-6 * Math.sin(2 * Math.PI * 0.8 * (t - 5)) : 0;
        }
        List<SlowWave> found = SlowWaveDetector.DEFAULT.detect(x, RATE);
        assertTrue(found.size() >= 6 && found.size() <= 8, found.size() + " waves");
        SlowWave wave = found.get(3);
        assertEquals(1.25, wave.durationSeconds(), 0.02);
        assertEquals(-60e-6, wave.negativeAmplitude(), 3e-6);
        assertEquals(120e-6, wave.peakToPeak(), 6e-6);
        assertEquals(0.8, wave.frequencyHz(), 0.02);
        assertTrue(wave.negativePeakSeconds() < wave.midCrossingSeconds()
                && wave.midCrossingSeconds() < wave.positivePeakSeconds());
        assertEquals(List.of(), SlowWaveDetector.DEFAULT.detect(new double[4000], RATE));
    }

    @Test
    void badInputIsNamed() {
        double[] x = sleep(4, 0);
        x[17] = Double.NaN;
        EngramException bad = assertThrows(EngramException.class,
                () -> SpindleDetector.DEFAULT.detect(x, RATE));
        assertTrue(bad.getMessage().contains("17"), bad.getMessage());
        assertThrows(EngramException.class, () -> SlowWaveDetector.DEFAULT.detect(x, RATE));
        assertThrows(EngramException.class, () -> SpindleDetector.DEFAULT.detect(new double[1000], 50));
    }
}
