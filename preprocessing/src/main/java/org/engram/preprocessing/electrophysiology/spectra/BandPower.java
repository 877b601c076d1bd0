package org.engram.preprocessing.electrophysiology.spectra;

/** Power in a band of frequencies, and other single numbers read off spectra. */
public final class BandPower {
    private BandPower() {}

    /**
     * Power in a band: the integral of the density over frequency by Simpson's rule, which for the whole spectrum is the
     * variance.
     *
     * @param spectrum a spectrum on evenly spaced frequencies
     * @param lowHz lower edge
     * @param highHz upper edge
     * @return power of each channel, in the square of its unit
     */
    public static double[] absolute(Spectrum spectrum, double lowHz, double highHz) {
        Spectrum part = spectrum.between(lowHz, highHz);
        if (part.frequenciesHz().length == 0) {
            throw new IllegalArgumentException("no frequency lies between " + lowHz + " and " + highHz
                    + " Hz: the spectrum has a step of " + step(spectrum) + " Hz up to "
                    + spectrum.frequenciesHz()[spectrum.frequenciesHz().length - 1] + " Hz");
        }
        double[] power = new double[part.density().length];
        for (int channel = 0; channel < power.length; channel++) {
            power[channel] = integral(part.density()[channel], step(spectrum));
        }
        return power;
    }

    /**
     * @param spectrum a spectrum on evenly spaced frequencies
     * @param lowHz lower edge
     * @param highHz upper edge
     * @return the part of each channel's power, over all frequencies of the spectrum, that lies in the band: 0 to 1
     */
    public static double[] relative(Spectrum spectrum, double lowHz, double highHz) {
        double[] power = absolute(spectrum, lowHz, highHz);
        for (int channel = 0; channel < power.length; channel++) {
            power[channel] /= integral(spectrum.density()[channel], step(spectrum));
        }
        return power;
    }

    /**
     * Spectral entropy: the Shannon entropy of the spectrum taken as a distribution over frequencies, over that of an even
     * one (Inouye et al., Electroencephalography Clin. Neurophysiology 79, 1991).
     *
     * @param spectrum a spectrum
     * @return of each channel, from 0 (one line) to 1 (white)
     */
    public static double[] entropy(Spectrum spectrum) {
        double[] entropy = new double[spectrum.density().length];
        for (int channel = 0; channel < entropy.length; channel++) {
            double[] density = spectrum.density()[channel];
            double sum = 0;
            for (double value : density) {
                sum += value;
            }
            for (double value : density) {
                double p = value / sum;
                entropy[channel] -= p > 0 ? p * Math.log(p) : 0;
            }
            entropy[channel] /= Math.log(density.length);
        }
        return entropy;
    }

    /** Simpson's rule; an even number of points ends with the correction of Cartwright (2017). */
    private static double integral(double[] y, double step) {
        int n = y.length;
        if (n == 1) {
            return y[0] * step;
        }
        if (n == 2) {
            return (y[0] + y[1]) / 2 * step;
        }
        int odd = n % 2 == 1 ? n : n - 1;
        double sum = y[0] + y[odd - 1];
        for (int i = 1; i < odd - 1; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * y[i];
        }
        double whole = sum * step / 3;
        return odd == n ? whole : whole + step * (5 * y[n - 1] + 8 * y[n - 2] - y[n - 3]) / 12;
    }

    private static double step(Spectrum spectrum) {
        double[] f = spectrum.frequenciesHz();
        return f.length < 2 ? 1 : (f[f.length - 1] - f[0]) / (f.length - 1);
    }
}
