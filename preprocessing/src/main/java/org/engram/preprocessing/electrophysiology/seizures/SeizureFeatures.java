package org.engram.preprocessing.electrophysiology.seizures;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.preprocessing.electrophysiology.spectra.BandPower;
import org.engram.preprocessing.electrophysiology.spectra.Welch;

/** Simple features of contacts around the onset of a seizure. */
public final class SeizureFeatures {
    private SeizureFeatures() {}

    /**
     * Line length: the mean absolute difference of neighbouring samples, which grows with both amplitude and frequency
     * (Esteller et al., Proc. IEEE EMBS 2001).
     *
     * @param samples contact x sample
     * @return of each contact, in its unit per sample
     */
    public static double[] lineLength(double[][] samples) {
        double[] length = new double[samples.length];
        for (int c = 0; c < samples.length; c++) {
            for (int i = 1; i < samples[c].length; i++) {
                length[c] += Math.abs(samples[c][i] - samples[c][i - 1]);
            }
            length[c] /= Math.max(1, samples[c].length - 1);
        }
        return length;
    }

    /**
     * How power in a band changes at the onset. The sign matters: a negative value is a loss, and onset contacts may lose.
     *
     * @param samples contact x sample
     * @param samplingRateHz samples per second
     * @param onsetSeconds when the seizure begins, after the first sample
     * @param lowHz lower edge of the band
     * @param highHz its upper edge
     * @return decimal logarithm of power after the onset over power before it, for each contact
     */
    public static double[] powerRatio(double[][] samples, double samplingRateHz, double onsetSeconds,
            double lowHz,
            double highHz) {
        int onset = (int) Math.rint(onsetSeconds * samplingRateHz);
        int length = samples.length == 0 ? 0 : samples[0].length;
        if (onset < 4 || length - onset < 4) {
            throw new EngramException(
                    "the onset at " + onsetSeconds + " s leaves " + onset + " samples before and "
                            + (length - onset) + " after it: expected at least 4 on each side");
        }
        double[] before = power(samples, 0, onset, samplingRateHz, lowHz, highHz);
        double[] after = power(samples, onset, length, samplingRateHz, lowHz, highHz);
        double[] ratio = new double[samples.length];
        for (int c = 0; c < ratio.length; c++) {
            ratio[c] = Math.log10(after[c] / before[c]);
        }
        return ratio;
    }

    private static double[] power(double[][] samples, int from, int to, double rate, double low,
            double high) {
        double[][] part = new double[samples.length][];
        for (int c = 0; c < part.length; c++) {
            part[c] = Arrays.copyOfRange(samples[c], from, to);
        }
        int segment = (int) Math.min(to - from, Math.max(8, Math.rint(rate)));
        return BandPower.absolute(Welch.builder().segmentSamples(segment).overlapSamples(segment / 2).build()
                .of(part, rate), low, high);
    }
}
