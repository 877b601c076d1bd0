package org.engram.preprocessing.electrophysiology.filtering;

import org.engram.compute.signal.SecondOrderSections;

/**
 * Second-order sections with their state, in the transposed direct form II, for one channel. Not thread-safe: one for each
 * channel and direction.
 */
public final class SectionCascade {
    private final double[][] sections;
    private final double[] first;
    private final double[] second;

    /** @param design the sections; the state is rest */
    public SectionCascade(SecondOrderSections design) {
        sections = new double[design.count()][];
        for (int s = 0; s < sections.length; s++) {
            sections[s] = design.section(s);
        }
        first = new double[sections.length];
        second = new double[sections.length];
    }

    /**
     * Sets the state as if a value had lasted for ever.
     *
     * @param value the value
     */
    public void settle(double value) {
        double level = value;
        for (int s = 0; s < sections.length; s++) {
            double[] c = sections[s];
            double gain = (c[0] + c[1] + c[2]) / (1 + c[3] + c[4]);
            second[s] = (c[2] - c[4] * gain) * level;
            first[s] = (c[1] - c[3] * gain) * level + second[s];
            level *= gain;
        }
    }

    /**
     * Filters the next samples in place.
     *
     * @param x samples; overwritten
     * @param from the first
     * @param to one past the last
     */
    public void forward(double[] x, int from, int to) {
        for (int s = 0; s < sections.length; s++) {
            double[] c = sections[s];
            double b0 = c[0];
            double b1 = c[1];
            double b2 = c[2];
            double a1 = c[3];
            double a2 = c[4];
            double z1 = first[s];
            double z2 = second[s];
            for (int t = from; t < to; t++) {
                double in = x[t];
                double out = b0 * in + z1;
                z1 = b1 * in - a1 * out + z2;
                z2 = b2 * in - a2 * out;
                x[t] = out;
            }
            first[s] = z1;
            second[s] = z2;
        }
    }

    /**
     * Filters samples in place from the last to the first.
     *
     * @param x samples; overwritten
     * @param from the first in time
     * @param to one past the last
     */
    public void backward(double[] x, int from, int to) {
        for (int s = 0; s < sections.length; s++) {
            double[] c = sections[s];
            double b0 = c[0];
            double b1 = c[1];
            double b2 = c[2];
            double a1 = c[3];
            double a2 = c[4];
            double z1 = first[s];
            double z2 = second[s];
            for (int t = to - 1; t >= from; t--) {
                double in = x[t];
                double out = b0 * in + z1;
                z1 = b1 * in - a1 * out + z2;
                z2 = b2 * in - a2 * out;
                x[t] = out;
            }
            first[s] = z1;
            second[s] = z2;
        }
    }
}
