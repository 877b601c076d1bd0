package org.engram.compute.signal;

import org.apache.commons.math3.complex.Complex;

/**
 * A digital filter as a cascade of sections H(z) = (b0 + b1 / z + b2 / z^2) / (1 + a1 / z + a2 / z^2). Immutable.
 */
public final class SecondOrderSections {
    private final double[][] coefficients;
    private final double samplingRateHz;

    /**
     * @param coefficients one row (b0, b1, b2, a1, a2) per section in the order they are applied; copied
     * @param samplingRateHz samples per second the filter was designed for
     */
    public SecondOrderSections(double[][] coefficients, double samplingRateHz) {
        this.coefficients = new double[coefficients.length][];
        for (int s = 0; s < coefficients.length; s++) {
            if (coefficients[s].length != 5) {
                throw new IllegalArgumentException("section " + s + " has " + coefficients[s].length
                        + " coefficients: give b0, b1, b2, a1, a2");
            }
            this.coefficients[s] = coefficients[s].clone();
        }
        this.samplingRateHz = samplingRateHz;
    }

    /** @return number of sections */
    public int count() {
        return coefficients.length;
    }

    /**
     * @param section from 0
     * @return its b0, b1, b2, a1, a2; a copy
     */
    public double[] section(int section) {
        return coefficients[section].clone();
    }

    /** @return samples per second the filter was designed for */
    public double samplingRateHz() {
        return samplingRateHz;
    }

    /**
     * @param frequencyHz from 0 to half the sampling rate
     * @return the frequency response there; its modulus is the gain
     */
    public Complex response(double frequencyHz) {
        double angle = 2 * Math.PI * frequencyHz / samplingRateHz;
        Complex delay = new Complex(Math.cos(angle), -Math.sin(angle));
        Complex product = Complex.ONE;
        for (double[] c : coefficients) {
            Complex top = delay.multiply(c[2]).add(c[1]).multiply(delay).add(c[0]);
            Complex bottom = delay.multiply(c[4]).add(c[3]).multiply(delay).add(1);
            product = product.multiply(top).divide(bottom);
        }
        return product;
    }

    /**
     * Samples by which a series should be extended at each end before filtering: three times the length of the
     * equivalent numerator.
     *
     * @return 3 (2 sections + 1 - m), m the smaller of the numbers of sections whose b2 is 0 and whose a2 is 0
     */
    public int paddingSamples() {
        int shortNumerators = 0;
        int shortDenominators = 0;
        for (double[] c : coefficients) {
            shortNumerators += c[2] == 0 ? 1 : 0;
            shortDenominators += c[4] == 0 ? 1 : 0;
        }
        return 3 * (2 * coefficients.length + 1 - Math.min(shortNumerators, shortDenominators));
    }

    @Override
    public String toString() {
        return "SecondOrderSections[" + coefficients.length + " at " + samplingRateHz + " Hz]";
    }
}
