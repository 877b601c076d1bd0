package org.engram.preprocessing.electrophysiology.spectra;

import java.util.Arrays;
import org.engram.core.ShapeException;

/**
 * Power spectral densities.
 *
 * @param frequenciesHz the frequencies, rising; not copied
 * @param density channel x frequency, in the square of the channel's unit per Hz; NaN for a channel that could not be
 *     computed; not copied
 */
public record Spectrum(double[] frequenciesHz, double[][] density) {
    /** Checks the shape. */
    public Spectrum {
        for (double[] row : density) {
            if (row.length != frequenciesHz.length) {
                throw new ShapeException("a spectrum of " + row.length + " values for " + frequenciesHz.length
                        + " frequencies");
            }
        }
    }

    /**
     * @param lowHz lowest frequency to keep
     * @param highHz highest frequency to keep
     * @return the part between them, both included
     */
    public Spectrum between(double lowHz, double highHz) {
        int from = 0;
        while (from < frequenciesHz.length && frequenciesHz[from] < lowHz) {
            from++;
        }
        int to = frequenciesHz.length;
        while (to > from && frequenciesHz[to - 1] > highHz) {
            to--;
        }
        double[][] part = new double[density.length][];
        for (int channel = 0; channel < part.length; channel++) {
            part[channel] = Arrays.copyOfRange(density[channel], from, to);
        }
        return new Spectrum(Arrays.copyOfRange(frequenciesHz, from, to), part);
    }

    /** @return the mean density over channels, leaving out those that are NaN */
    public double[] mean() {
        double[] mean = new double[frequenciesHz.length];
        for (int f = 0; f < mean.length; f++) {
            int used = 0;
            for (double[] channel : density) {
                if (!Double.isNaN(channel[f])) {
                    mean[f] += channel[f];
                    used++;
                }
            }
            mean[f] /= used;
        }
        return mean;
    }
}
