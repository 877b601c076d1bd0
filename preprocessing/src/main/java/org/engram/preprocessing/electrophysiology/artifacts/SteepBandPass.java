package org.engram.preprocessing.electrophysiology.artifacts;

import java.util.Arrays;
import org.engram.compute.signal.RealFft;

/**
 * The band-pass that artefact detectors use: at least 10 s of FIR, designed in the frequency domain with edges of 0.5 Hz
 * and a Hann window, applied forwards and backwards. Ends are continued by point reflection.
 */
public final class SteepBandPass {
    private static final double SECONDS = 10;
    private static final double EDGE_HZ = 0.5;

    private final int length;
    private final double[] twice;

    private SteepBandPass(int length, double[] twice) {
        this.length = length;
        this.twice = twice;
    }

    /**
     * @param lowHz lower end of the pass band, above 0.5 Hz
     * @param highHz upper end, at least 0.5 Hz below half the sampling rate
     * @param samplingRateHz samples per second
     * @return that filter
     */
    public static SteepBandPass of(double lowHz, double highHz, double samplingRateHz) {
        double nyquist = samplingRateHz / 2;
        if (!(lowHz >= EDGE_HZ && highHz > lowHz && highHz + EDGE_HZ <= nyquist)) {
            throw new IllegalArgumentException("a band-pass from " + lowHz + " to " + highHz + " Hz at "
                    + samplingRateHz + " samples per second: expected " + EDGE_HZ + " Hz <= low < high <= "
                    + (nyquist - EDGE_HZ) + " Hz");
        }
        int least = Math.max((int) Math.ceil(SECONDS * samplingRateHz), 4);
        int length = Integer.highestOneBit(least - 1) * 2;
        double[] taps = design(length, lowHz, highHz, nyquist);
        // Forwards and backwards is one filter: the taps convolved with their mirror image.
        RealFft fft = RealFft.of(2 * length);
        double[] padded = new double[2 * length];
        System.arraycopy(taps, 0, padded, 0, length);
        double[] real = new double[fft.bins()];
        double[] imaginary = new double[fft.bins()];
        fft.forward(padded, real, imaginary);
        for (int k = 0; k < real.length; k++) {
            real[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
            imaginary[k] = 0;
        }
        fft.inverse(real, imaginary, padded);
        double[] twice = new double[2 * length - 1];
        for (int lag = 1 - length; lag < length; lag++) {
            twice[lag + length - 1] = padded[Math.floorMod(lag, 2 * length)];
        }
        return new SteepBandPass(length, twice);
    }

    private static double[] design(int length, double low, double high, double nyquist) {
        int bins = length + 1;
        double[] real = new double[bins];
        double[] imaginary = new double[bins];
        for (int k = 0; k < bins; k++) {
            double frequency = nyquist * k / (bins - 1);
            double gain = Math.max(0, Math.min(1, Math.min((frequency - (low - EDGE_HZ)) / EDGE_HZ,
                    (high + EDGE_HZ - frequency) / EDGE_HZ)));
            double phase = -Math.PI * (length - 1) / 2 * k / (bins - 1);
            real[k] = gain * Math.cos(phase);
            imaginary[k] = gain * Math.sin(phase);
        }
        double[] response = new double[2 * length];
        RealFft.of(2 * length).inverse(real, imaginary, response);
        double[] taps = new double[length];
        for (int n = 0; n < length; n++) {
            taps[n] = response[n] * (0.5 - 0.5 * Math.cos(2 * Math.PI * n / (length - 1)));
        }
        return taps;
    }

    /**
     * @param x samples, at least 2; not changed
     * @return them filtered, without delay
     */
    public double[] apply(double[] x) {
        int n = x.length;
        int edge = Math.max(Math.min(length, n) - 1, 0);
        int filled = n + 2 * edge;
        int size = Math.max(2, Integer.highestOneBit(filled + twice.length - 2) * 2);
        RealFft fft = RealFft.of(size);
        double[] real = new double[fft.bins()];
        double[] imaginary = new double[fft.bins()];
        double[] kernel = new double[size];
        for (int k = 0; k < twice.length; k++) {
            kernel[Math.floorMod(k - (length - 1), size)] = twice[k];
        }
        fft.forward(kernel, real, imaginary);
        double[] gain = real.clone(); // symmetric about 0, so real
        double[] extended = kernel;
        Arrays.fill(extended, 0);
        for (int i = 0; i < edge; i++) {
            extended[i] = 2 * x[0] - x[edge - i];
            extended[edge + n + i] = 2 * x[n - 1] - x[n - 2 - i];
        }
        System.arraycopy(x, 0, extended, edge, n);
        fft.forward(extended, real, imaginary);
        for (int k = 0; k < real.length; k++) {
            real[k] *= gain[k];
            imaginary[k] *= gain[k];
        }
        fft.inverse(real, imaginary, extended);
        double[] filtered = new double[n];
        System.arraycopy(extended, edge, filtered, 0, n);
        return filtered;
    }
}
