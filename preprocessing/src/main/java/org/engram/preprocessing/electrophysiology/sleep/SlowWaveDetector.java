package org.engram.preprocessing.electrophysiology.sleep;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;

/**
 * Finds slow waves in one channel: after a band-pass, half waves between zero crossings whose length, trough, crest and peak to
 * peak lie within limits.
 *
 * <h2>References</h2> R. Vallat, M. P. Walker, eLife 10, 2021; M. Massimini et al., J. Neuroscience 24, 2004; J. Carrier et
 * al., European J. Neuroscience 33, 2011.
 *
 * @param lowHz lower edge of the band
 * @param highHz upper edge
 * @param negative length in seconds of the negative half wave
 * @param positive length in seconds of the positive half wave
 * @param trough depth of the trough, in volts
 * @param crest height of the crest, in volts
 * @param peakToPeak both together, in volts
 */
public record SlowWaveDetector(double lowHz, double highHz, Range negative, Range positive, Range trough,
        Range crest,
        Range peakToPeak) {
    /**
     * From and to, both included.
     *
     * @param low from
     * @param high to, above
     */
    public record Range(double low, double high) {
        /** Checks the order. */
        public Range {
            if (!(low < high)) {
                throw new IllegalArgumentException("a range from " + low + " to " + high);
            }
        }

        boolean holds(double value) {
            return value >= low && value <= high;
        }
    }

    /** 0.3-1.5 Hz; half waves of 0.3-1.5 and 0.1-1 s; troughs of 40-200, crests of 10-150, both of 75-350 microvolts. */
    public static final SlowWaveDetector DEFAULT = new SlowWaveDetector(0.3, 1.5, new Range(0.3, 1.5),
            new Range(0.1, 1), new Range(40e-6, 200e-6), new Range(10e-6, 150e-6), new Range(75e-6, 350e-6));

    private static final double TRANSITION_HZ = 0.2;

    /**
     * @param volts one channel, in volts, finite
     * @param samplingRateHz samples per second
     * @return slow waves in order
     */
    public List<SlowWave> detect(double[] volts, double samplingRateHz) {
        for (int i = 0; i < volts.length; i++) {
            if (!Double.isFinite(volts[i])) {
                throw new EngramException("the signal is " + volts[i] + " at sample " + i
                        + ": slow waves are looked for in finite signals");
            }
        }
        double[] x = FirDesign.bandPass(lowHz, highHz, samplingRateHz)
                .transitions(TRANSITION_HZ, TRANSITION_HZ).build()
                .apply(volts);
        List<SlowWave> found = new ArrayList<>();
        int start = crossing(x, 0, true);
        while (start >= 0) {
            int middle = crossing(x, start + 1, false);
            int end = middle < 0 ? -1 : crossing(x, middle + 1, true);
            if (end < 0) {
                break;
            }
            SlowWave wave = wave(x, start, middle, end, samplingRateHz);
            if (negative.holds((middle - start) / samplingRateHz)
                    && positive.holds((end - middle) / samplingRateHz)
                    && trough.holds(-wave.negativeAmplitude()) && crest.holds(wave.positiveAmplitude())
                    && peakToPeak.holds(wave.peakToPeak())) {
                found.add(wave);
            }
            start = end;
        }
        return found;
    }

    /** The last sample before the sign changes, from above to below zero when {@code down}. */
    private static int crossing(double[] x, int from, boolean down) {
        for (int i = from; i + 1 < x.length; i++) {
            if (down ? x[i] > 0 && x[i + 1] <= 0 : x[i] < 0 && x[i + 1] >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static SlowWave wave(double[] x, int start, int middle, int end, double rate) {
        int low = start;
        for (int i = start; i <= middle; i++) {
            low = x[i] < x[low] ? i : low;
        }
        int high = middle;
        for (int i = middle; i <= end; i++) {
            high = x[i] > x[high] ? i : high;
        }
        double slope = middle == low ? 0 : -x[low] / ((middle - low) / rate);
        return new SlowWave(start / rate, low / rate, middle / rate, high / rate, end / rate, x[low], x[high],
                slope);
    }
}
