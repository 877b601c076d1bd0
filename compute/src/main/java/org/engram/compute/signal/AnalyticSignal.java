package org.engram.compute.signal;

import java.util.Arrays;

/**
 * Analytic signals: a real series with its Hilbert transform as imaginary part, by leaving out the negative frequencies
 * of the whole series. Immutable and thread-safe.
 *
 * <h2>References</h2> S. L. Marple, IEEE Trans. Signal Processing 47(9), 1999.
 */
public final class AnalyticSignal {
    private final ComplexFft fft;

    /** @param length samples of each series, zero padding included if there is any; at least 1 */
    public AnalyticSignal(int length) {
        fft = ComplexFft.of(length);
    }

    /** @return samples of each series */
    public int length() {
        return fft.length();
    }

    /**
     * @param real the series, {@link #length()} samples; kept up to rounding
     * @param imaginary receives its Hilbert transform
     */
    public void transform(double[] real, double[] imaginary) {
        int n = fft.length();
        Arrays.fill(imaginary, 0, n, 0);
        fft.forward(real, imaginary);
        for (int k = 1; k < (n + 1) / 2; k++) {
            real[k] *= 2;
            imaginary[k] *= 2;
        }
        for (int k = n / 2 + 1; k < n; k++) {
            real[k] = 0;
            imaginary[k] = 0;
        }
        fft.inverse(real, imaginary);
    }

    /**
     * @param x {@link #length()} samples; not changed
     * @return the modulus of the analytic signal: the instantaneous amplitude, fresh
     */
    public double[] envelope(double[] x) {
        double[] real = Arrays.copyOf(x, fft.length());
        double[] imaginary = new double[fft.length()];
        transform(real, imaginary);
        for (int i = 0; i < real.length; i++) {
            real[i] = Math.hypot(real[i], imaginary[i]);
        }
        return real;
    }
}
