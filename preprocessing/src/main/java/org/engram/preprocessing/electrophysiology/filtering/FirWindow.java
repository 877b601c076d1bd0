package org.engram.preprocessing.electrophysiology.filtering;

import java.util.function.DoubleUnaryOperator;

/** Tapers of FIR kernels, with how steep an edge of a given length is and how good the filter becomes. */
public enum FirWindow {
    /** Pass-band ripple 0.0546, stop band 44 dB down. */
    HANN(3.1, 44, x -> 0.5 - 0.5 * Math.cos(x)),
    /** Pass-band ripple 0.0194, stop band 53 dB down. */
    HAMMING(3.3, 53, x -> 0.54 - 0.46 * Math.cos(x)),
    /** Pass-band ripple 0.0017, stop band 74 dB down. */
    BLACKMAN(5.0, 74, x -> 0.42 - 0.5 * Math.cos(x) + 0.08 * Math.cos(2 * x));

    private final double lengthFactor;
    private final double attenuationDecibels;
    private final DoubleUnaryOperator shape;

    FirWindow(double lengthFactor, double attenuationDecibels, DoubleUnaryOperator shape) {
        this.lengthFactor = lengthFactor;
        this.attenuationDecibels = attenuationDecibels;
        this.shape = shape;
    }

    /** @return length of a kernel in seconds times the width of its transition in Hz */
    public double lengthFactor() {
        return lengthFactor;
    }

    /** @return how far the stop band is down, in dB */
    public double attenuationDecibels() {
        return attenuationDecibels;
    }

    /** The symmetric window of so many samples. */
    double[] values(int length) {
        double[] window = new double[length];
        for (int i = 0; i < length; i++) {
            window[i] = length == 1 ? 1 : shape.applyAsDouble(2 * Math.PI * i / (length - 1));
        }
        return window;
    }
}
