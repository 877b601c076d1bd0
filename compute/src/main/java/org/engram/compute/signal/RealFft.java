package org.engram.compute.signal;

import java.util.Arrays;

import org.engram.core.ShapeException;

/**
 * Discrete Fourier transforms of real series of one length, as the half spectrum from bin 0 to the Nyquist bin. An even
 * length costs a {@linkplain ComplexFft complex} transform of half of it. Immutable and thread-safe; make one and keep it.
 */
public final class RealFft {
    private final int length;
    private final ComplexFft complex;
    /** exp(-2 pi i k / n) for k up to n / 4; empty for an odd length. */
    private final double[] cosine;
    private final double[] sine;

    private RealFft(int length) {
        this.length = length;
        boolean even = length % 2 == 0;
        complex = ComplexFft.of(even ? length / 2 : length);
        int half = even ? length / 2 : 0;
        cosine = new double[half / 2 + 1];
        sine = new double[half / 2 + 1];
        for (int k = 0; k < cosine.length; k++) {
            cosine[k] = Math.cos(2 * Math.PI * k / length);
            sine[k] = -Math.sin(2 * Math.PI * k / length);
        }
    }

    /**
     * @param length samples, at least 1
     * @return transforms of that length
     */
    public static RealFft of(int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    "a Fourier transform of " + length + " samples: give 1 or more");
        }
        return new RealFft(length);
    }

    /** @return samples of each series */
    public int length() {
        return length;
    }

    /** @return bins of the half spectrum: n / 2 + 1 */
    public int bins() {
        return length / 2 + 1;
    }

    /**
     * @param x {@link #length()} samples or more; not changed
     * @param real receives the real parts of {@link #bins()} bins; not the same array as {@code x}
     * @param imaginary receives the imaginary parts; that of bin 0, and of the last for an even length, is 0
     */
    public void forward(double[] x, double[] real, double[] imaginary) {
        forward(x, real, imaginary, new double[bins()], new double[bins()]);
    }

    /**
     * The same with memory of the caller's, for loops of many transforms. An odd length takes memory of its own all the
     * same.
     *
     * @param x {@link #length()} samples or more; not changed
     * @param real receives the real parts of {@link #bins()} bins
     * @param imaginary receives the imaginary parts
     * @param scratchReal {@link #bins()} or more; what it holds afterwards is undefined
     * @param scratchImaginary another
     */
    public void forward(double[] x, double[] real, double[] imaginary, double[] scratchReal,
            double[] scratchImaginary) {
        require(x, real, imaginary);
        if (length % 2 == 1) {
            double[] re = Arrays.copyOf(x, length);
            double[] im = new double[length];
            complex.forward(re, im);
            System.arraycopy(re, 0, real, 0, bins());
            System.arraycopy(im, 0, imaginary, 0, bins());
            imaginary[0] = 0;
            return;
        }
        int half = length / 2;
        for (int k = 0; k < half; k++) {
            real[k] = x[2 * k];
            imaginary[k] = x[2 * k + 1];
        }
        complex.forward(real, imaginary, scratchReal, scratchImaginary);
        double first = real[0];
        double second = imaginary[0];
        for (int k = 1; k <= half / 2; k++) {
            int m = half - k;
            double evenR = 0.5 * (real[k] + real[m]);
            double evenI = 0.5 * (imaginary[k] - imaginary[m]);
            double oddR = 0.5 * (imaginary[k] + imaginary[m]);
            double oddI = 0.5 * (real[m] - real[k]);
            double turnedR = oddR * cosine[k] - oddI * sine[k];
            double turnedI = oddR * sine[k] + oddI * cosine[k];
            real[k] = evenR + turnedR;
            imaginary[k] = evenI + turnedI;
            real[m] = evenR - turnedR;
            imaginary[m] = turnedI - evenI;
        }
        real[0] = first + second;
        imaginary[0] = 0;
        real[half] = first - second;
        imaginary[half] = 0;
    }

    /**
     * Undoes {@link #forward}, with the factor 1 / n.
     *
     * @param real real parts of {@link #bins()} bins; overwritten
     * @param imaginary imaginary parts; that of bin 0, and of the last for an even length, is taken to be 0; overwritten
     * @param x receives {@link #length()} samples
     */
    public void inverse(double[] real, double[] imaginary, double[] x) {
        inverse(real, imaginary, x, new double[bins()], new double[bins()]);
    }

    /**
     * The same with memory of the caller's.
     *
     * @param real real parts of {@link #bins()} bins; overwritten
     * @param imaginary imaginary parts; overwritten
     * @param x receives {@link #length()} samples
     * @param scratchReal {@link #bins()} or more; what it holds afterwards is undefined
     * @param scratchImaginary another
     */
    public void inverse(double[] real, double[] imaginary, double[] x, double[] scratchReal,
            double[] scratchImaginary) {
        require(x, real, imaginary);
        if (length % 2 == 1) {
            double[] re = Arrays.copyOf(real, length);
            double[] im = Arrays.copyOf(imaginary, length);
            im[0] = 0;
            for (int k = 1; k < bins(); k++) {
                re[length - k] = re[k];
                im[length - k] = -im[k];
            }
            complex.inverse(re, im);
            System.arraycopy(re, 0, x, 0, length);
            return;
        }
        int half = length / 2;
        double first = real[0];
        double last = real[half];
        for (int k = 1; k <= half / 2; k++) {
            int m = half - k;
            double evenR = 0.5 * (real[k] + real[m]);
            double evenI = 0.5 * (imaginary[k] - imaginary[m]);
            double turnedR = 0.5 * (real[k] - real[m]);
            double turnedI = 0.5 * (imaginary[k] + imaginary[m]);
            double oddR = turnedR * cosine[k] + turnedI * sine[k];
            double oddI = turnedI * cosine[k] - turnedR * sine[k];
            real[k] = evenR - oddI;
            imaginary[k] = evenI + oddR;
            real[m] = evenR + oddI;
            imaginary[m] = oddR - evenI;
        }
        real[0] = 0.5 * (first + last);
        imaginary[0] = 0.5 * (first - last);
        complex.inverse(real, imaginary, scratchReal, scratchImaginary);
        for (int k = 0; k < half; k++) {
            x[2 * k] = real[k];
            x[2 * k + 1] = imaginary[k];
        }
    }

    private void require(double[] x, double[] real, double[] imaginary) {
        if (x.length < length || real.length < bins() || imaginary.length < bins()) {
            throw new ShapeException("a real transform of " + length + " samples and " + bins()
                    + " bins was given arrays of " + x.length + ", " + real.length + " and "
                    + imaginary.length);
        }
    }
}
