package org.engram.preprocessing.electrophysiology.filtering;

import java.util.Arrays;
import org.engram.compute.signal.ComplexFft;
import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;

/** Taps of FIR filters from gains (0 or 1) at frequencies from 0 to 1, the Nyquist frequency. */
final class FirTaps {
    private FirTaps() {}

    /** Starts from the gain at the Nyquist frequency and adds or takes away a low-pass at every change of gain. */
    static double[] windowedSinc(int length, double[] frequency, double[] gain, FirWindow window,
            double nyquistHz) {
        double[] taps = new double[length];
        int last = gain.length - 1;
        taps[length / 2] = gain[last];
        for (int i = last; i > 0; i--) {
            if (gain[i] == gain[i - 1]) {
                continue;
            }
            double transition = (frequency[i] - frequency[i - 1]) / 2;
            int needed = (int) Math.rint(window.lengthFactor() / transition);
            needed += 1 - needed % 2;
            if (needed > length) {
                throw new EngramException("a filter of " + length + " taps is too short for a transition of "
                        + transition * 2 * nyquistHz + " Hz, which needs " + needed
                        + ": give that length or a wider transition");
            }
            double[] low = lowPass(needed, (frequency[i] + frequency[i - 1]) / 2, window);
            int offset = (length - needed) / 2;
            double sign = gain[i - 1] == 0 ? -1 : 1;
            for (int k = 0; k < needed; k++) {
                taps[offset + k] += sign * low[k];
            }
        }
        return taps;
    }

    private static double[] lowPass(int length, double cutoff, FirWindow window) {
        double[] taps = window.values(length);
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double x = Math.PI * cutoff * (k - 0.5 * (length - 1));
            taps[k] *= x == 0 ? cutoff : cutoff * Math.sin(x) / x;
            sum += taps[k];
        }
        for (int k = 0; k < length; k++) {
            taps[k] /= sum;
        }
        return taps;
    }

    /** Gain between the points by straight lines, sampled finely, transformed back and windowed. */
    static double[] frequencySampling(int length, double[] frequency, double[] gain, FirWindow window) {
        int half = Math.max(1, Integer.highestOneBit(length - 1) * 2);
        if (length == 1) {
            half = 1;
        }
        double[] re = new double[half + 1];
        double[] im = new double[half + 1];
        int piece = 0;
        for (int k = 0; k <= half; k++) {
            double x = (double) k / half;
            while (piece < frequency.length - 2 && x > frequency[piece + 1]) {
                piece++;
            }
            double width = frequency[piece + 1] - frequency[piece];
            double here = width == 0
                    ? gain[piece + 1]
                    : gain[piece] + (gain[piece + 1] - gain[piece]) * (x - frequency[piece]) / width;
            double angle = -0.5 * (length - 1) * Math.PI * x;
            re[k] = here * Math.cos(angle);
            im[k] = here * Math.sin(angle);
        }
        double[] all = new double[2 * half];
        RealFft.of(2 * half).inverse(re, im, all);
        double[] taps = window.values(length);
        for (int k = 0; k < length; k++) {
            taps[k] *= all[k];
        }
        return taps;
    }

    /**
     * The minimum-phase kernel of the same gain (or, for {@code half}, of its square root and half the length) by folding
     * the cepstrum. A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 2010, section 13.
     */
    static double[] minimumPhase(double[] taps, boolean half) {
        int size = Integer.highestOneBit(Math.max(1, (int) Math.ceil(2 * (taps.length - 1) / 0.01) - 1)) * 2;
        double[] re = new double[size];
        double[] im = new double[size];
        System.arraycopy(taps, 0, re, 0, taps.length);
        ComplexFft fft = ComplexFft.of(size);
        fft.forward(re, im);
        double least = Double.MAX_VALUE;
        for (int k = 0; k < size; k++) {
            re[k] = Math.hypot(re[k], im[k]);
            least = re[k] > 0 ? Math.min(least, re[k]) : least;
        }
        for (int k = 0; k < size; k++) {
            re[k] = (half ? 0.5 : 1) * Math.log(re[k] + 1e-7 * least);
            im[k] = 0;
        }
        fft.inverse(re, im);
        for (int k = 1; k < size; k++) {
            re[k] *= k < size / 2 ? 2 : 0;
        }
        Arrays.fill(im, 0);
        fft.forward(re, im);
        for (int k = 0; k < size; k++) {
            double modulus = Math.exp(re[k]);
            re[k] = modulus * Math.cos(im[k]);
            im[k] = modulus * Math.sin(im[k]);
        }
        fft.inverse(re, im);
        return Arrays.copyOf(re, half ? (taps.length + 1) / 2 : taps.length);
    }

    /** The gain of a kernel at a frequency in units of the Nyquist frequency. */
    static double gain(double[] taps, double frequency) {
        double re = 0;
        double im = 0;
        for (int k = 0; k < taps.length; k++) {
            re += taps[k] * Math.cos(Math.PI * frequency * k);
            im -= taps[k] * Math.sin(Math.PI * frequency * k);
        }
        return Math.hypot(re, im);
    }
}
