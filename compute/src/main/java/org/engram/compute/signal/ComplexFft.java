package org.engram.compute.signal;

import org.engram.core.ShapeException;

/**
 * Discrete Fourier transforms of complex series of one length: X[k] = sum over t of x[t] exp(-2 pi i k t / n). Real and
 * imaginary parts lie in arrays of their own, so that the inner loops run over neighbouring doubles. Lengths whose only
 * prime factors are 2, 3 and 5 are fast; any other takes about four times as long (chirp transform). Immutable and
 * thread-safe; make one and keep it.
 *
 * <h2>References</h2> C. Van Loan, Computational Frameworks for the Fast Fourier Transform, 1992, section 1.7 (Stockham
 * autosort); L. I. Bluestein, IEEE Trans. Audio Electroacoustics 18, 1970.
 */
public final class ComplexFft {
    private final int length;
    private final FftPass[] passes;
    private final ChirpTransform chirp;

    private ComplexFft(int length) {
        this.length = length;
        int[] radices = FftPass.radices(length);
        if (radices == null) {
            passes = null;
            chirp = new ChirpTransform(length);
            return;
        }
        chirp = null;
        passes = new FftPass[radices.length];
        int stride = 1;
        for (int i = 0; i < radices.length; i++) {
            passes[i] = new FftPass(length, radices[i], stride);
            stride *= radices[i];
        }
    }

    /**
     * @param length samples, at least 1
     * @return transforms of that length
     */
    public static ComplexFft of(int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    "a Fourier transform of " + length + " samples: give 1 or more");
        }
        return new ComplexFft(length);
    }

    /**
     * @param atLeast samples that must fit, from 1 to 2^30
     * @return the smallest length from there on without a prime factor above 5
     */
    public static int fastLength(int atLeast) {
        if (atLeast < 1 || atLeast > 1 << 30) {
            throw new IllegalArgumentException("a length of " + atLeast + ": give 1 to " + (1 << 30));
        }
        long best = Long.MAX_VALUE;
        for (long five = 1; five < best; five *= 5) {
            for (long odd = five; odd < best; odd *= 3) {
                long value = odd;
                while (value < atLeast) {
                    value *= 2;
                }
                best = Math.min(best, value);
            }
        }
        return (int) best;
    }

    /** @return samples of each transform */
    public int length() {
        return length;
    }

    /**
     * Transforms in place.
     *
     * @param real real parts, {@link #length()} of them or more; overwritten
     * @param imaginary imaginary parts; overwritten
     */
    public void forward(double[] real, double[] imaginary) {
        forward(real, imaginary, new double[length], new double[length]);
    }

    /**
     * Transforms in place with memory of the caller's, for loops of many transforms.
     *
     * @param real real parts, {@link #length()} of them or more; overwritten
     * @param imaginary imaginary parts; overwritten
     * @param scratchReal as long; what it holds afterwards is undefined
     * @param scratchImaginary another
     */
    public void forward(double[] real, double[] imaginary, double[] scratchReal, double[] scratchImaginary) {
        if (Math.min(Math.min(real.length, imaginary.length),
                Math.min(scratchReal.length, scratchImaginary.length)) < length) {
            throw new ShapeException("a transform of " + length + " samples was given arrays of "
                    + real.length + ", " + imaginary.length + ", " + scratchReal.length + " and "
                    + scratchImaginary.length);
        }
        if (chirp != null) {
            chirp.forward(real, imaginary);
            return;
        }
        double[] fromReal = real;
        double[] fromImaginary = imaginary;
        double[] toReal = scratchReal;
        double[] toImaginary = scratchImaginary;
        for (FftPass pass : passes) {
            pass.apply(fromReal, fromImaginary, toReal, toImaginary);
            double[] swap = fromReal;
            fromReal = toReal;
            toReal = swap;
            swap = fromImaginary;
            fromImaginary = toImaginary;
            toImaginary = swap;
        }
        if (passes.length % 2 == 1) {
            System.arraycopy(fromReal, 0, real, 0, length);
            System.arraycopy(fromImaginary, 0, imaginary, 0, length);
        }
    }

    /**
     * Transforms back in place, with the factor 1 / n, so that it undoes {@link #forward(double[], double[])}.
     *
     * @param real real parts; overwritten
     * @param imaginary imaginary parts; overwritten
     */
    public void inverse(double[] real, double[] imaginary) {
        inverse(real, imaginary, new double[length], new double[length]);
    }

    /**
     * Transforms back in place with memory of the caller's.
     *
     * @param real real parts; overwritten
     * @param imaginary imaginary parts; overwritten
     * @param scratchReal {@link #length()} or more; what it holds afterwards is undefined
     * @param scratchImaginary another
     */
    public void inverse(double[] real, double[] imaginary, double[] scratchReal, double[] scratchImaginary) {
        // Swapping the parts conjugates up to a factor i on the way in and out.
        forward(imaginary, real, scratchImaginary, scratchReal);
        double scale = 1.0 / length;
        for (int i = 0; i < length; i++) {
            real[i] *= scale;
        }
        for (int i = 0; i < length; i++) {
            imaginary[i] *= scale;
        }
    }
}
