package org.engram.preprocessing.electrophysiology.spectra;

import org.engram.core.ShapeException;

/**
 * A complex Morlet wavelet: an oscillation under a Gaussian, cut off at five standard deviations. Its conjugate is its mirror
 * image.
 *
 * @param frequencyHz of the oscillation
 * @param cycles how many periods fit into 2 pi standard deviations
 * @param real real part, odd length, centre in the middle
 * @param imaginary imaginary part
 */
public record MorletWavelet(double frequencyHz, double cycles, double[] real, double[] imaginary) {
    private static final double SUPPORT = 5;

    /** Checks the shape. */
    public MorletWavelet {
        if (real.length != imaginary.length || real.length % 2 == 0) {
            throw new ShapeException("a wavelet of " + real.length + " and " + imaginary.length
                    + " samples: expected the same odd number");
        }
    }

    /**
     * @param frequencyHz frequency, above 0 and below half the sampling rate
     * @param cycles periods in 2 pi standard deviations, above 0; more cycles see frequencies more sharply and times less
     * @param samplingRateHz samples per second
     * @param zeroMean whether the mean is taken out, so that slow shifts do not leak in
     * @return the wavelet; its L2 norm is the square root of 2, so that the power of a real oscillation of amplitude A does
     *     not depend on the frequency's sign convention (Tallon-Baudry et al., J. Neuroscience 1997)
     */
    public static MorletWavelet of(double frequencyHz, double cycles, double samplingRateHz,
            boolean zeroMean) {
        if (!(frequencyHz > 0) || !(frequencyHz < samplingRateHz / 2) || !(cycles > 0)) {
            throw new IllegalArgumentException("a wavelet of " + cycles + " cycles at " + frequencyHz
                    + " Hz: expected cycles above 0 and a frequency between 0 and " + samplingRateHz / 2
                    + " Hz");
        }
        double sigma = cycles / (2 * Math.PI * frequencyHz);
        int half = (int) Math.ceil(SUPPORT * sigma / (1.0 / samplingRateHz)) - 1;
        half = Math.max(half, 0);
        double[] real = new double[2 * half + 1];
        double[] imaginary = new double[2 * half + 1];
        double offset = zeroMean
                ? Math.exp(-2 * Math.PI * frequencyHz * sigma * Math.PI * frequencyHz * sigma)
                : 0;
        double energy = 0;
        for (int i = 0; i < real.length; i++) {
            double time = (i - half) / samplingRateHz;
            double envelope = Math.exp(-time * time / (2 * sigma * sigma));
            real[i] = envelope * (Math.cos(2 * Math.PI * frequencyHz * time) - offset);
            imaginary[i] = envelope * Math.sin(2 * Math.PI * frequencyHz * time);
            energy += real[i] * real[i] + imaginary[i] * imaginary[i];
        }
        double scale = 1 / (Math.sqrt(0.5) * Math.sqrt(energy));
        for (int i = 0; i < real.length; i++) {
            real[i] *= scale;
            imaginary[i] *= scale;
        }
        return new MorletWavelet(frequencyHz, cycles, real, imaginary);
    }

    /** @return samples on each side of the centre */
    public int half() {
        return real.length / 2;
    }
}
