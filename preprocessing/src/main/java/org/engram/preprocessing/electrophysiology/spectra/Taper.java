package org.engram.preprocessing.electrophysiology.spectra;

import java.util.Arrays;

/** Windows that fade a segment out towards its ends before it is transformed; periodic, as spectra want them. */
public enum Taper {
    /** All ones. */
    BOXCAR,
    /** Raised cosine. */
    HANN,
    /** Raised cosine on a pedestal: the nearest side lobe is small. */
    HAMMING,
    /** Two cosines: all side lobes are small, the main lobe is wide. */
    BLACKMAN;

    /**
     * @param length samples
     * @return the window
     */
    public double[] samples(int length) {
        double[] window = new double[length];
        Arrays.fill(window, 1);
        for (int n = 0; n < length && this != BOXCAR && length > 1; n++) {
            double phase = 2 * Math.PI * n / length;
            window[n] = this == HANN
                    ? 0.5 - 0.5 * Math.cos(phase)
                    : this == HAMMING
                            ? 0.54 - 0.46 * Math.cos(phase)
                            : 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
        }
        return window;
    }
}
