package org.engram.compute.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.complex.Complex;

/**
 * Designs digital Butterworth filters: maximally flat in the pass band, half the power at each cut-off. The analogue
 * prototype is transformed to the band and then to discrete time by the bilinear rule with pre-warped edges; poles are
 * paired with their nearest zeros, and the pair nearest the unit circle comes last.
 *
 * <h2>References</h2> A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., 2010, sections 7.2 and
 * 6.9; S. Butterworth, Experimental Wireless 7, 1930.
 *
 * @param order order of the low-pass prototype, 1 to 24; a band-pass or band-stop filter has twice as many poles
 */
public record Butterworth(int order) {
    /** Twice the internal sampling rate of 2 at which the bilinear rule is applied. */
    private static final double RATE = 4;

    /** Checks the range. */
    public Butterworth {
        if (order < 1 || order > 24) {
            throw new IllegalArgumentException("filter order is " + order + ": give 1 to 24");
        }
    }

    /**
     * @param order order of the low-pass prototype, 1 to 24
     * @return filters of that order
     */
    public static Butterworth order(int order) {
        return new Butterworth(order);
    }

    /**
     * @param cutoffHz where the power falls to half, between 0 and half the sampling rate
     * @param samplingRateHz samples per second
     * @return a filter that keeps what is slower
     */
    public SecondOrderSections lowPass(double cutoffHz, double samplingRateHz) {
        double w = warped(cutoffHz, samplingRateHz);
        List<Complex> poles = new ArrayList<>();
        for (Complex p : prototype()) {
            poles.add(p.multiply(w));
        }
        return digital(List.of(), poles, Math.pow(w, order), samplingRateHz);
    }

    /**
     * @param cutoffHz where the power falls to half, between 0 and half the sampling rate
     * @param samplingRateHz samples per second
     * @return a filter that keeps what is faster
     */
    public SecondOrderSections highPass(double cutoffHz, double samplingRateHz) {
        double w = warped(cutoffHz, samplingRateHz);
        List<Complex> poles = new ArrayList<>();
        List<Complex> zeros = new ArrayList<>();
        for (Complex p : prototype()) {
            poles.add(p.reciprocal().multiply(w));
            zeros.add(Complex.ZERO);
        }
        return digital(zeros, poles, 1, samplingRateHz);
    }

    /**
     * @param lowHz lower edge, above 0
     * @param highHz upper edge, above the lower and below half the sampling rate
     * @param samplingRateHz samples per second
     * @return a filter that keeps what lies between
     */
    public SecondOrderSections bandPass(double lowHz, double highHz, double samplingRateHz) {
        requireBand(lowHz, highHz);
        double w1 = warped(lowHz, samplingRateHz);
        double w2 = warped(highHz, samplingRateHz);
        List<Complex> poles = new ArrayList<>();
        List<Complex> zeros = new ArrayList<>();
        for (Complex p : prototype()) {
            addPair(poles, p.multiply((w2 - w1) / 2), w1 * w2);
            zeros.add(Complex.ZERO);
        }
        return digital(zeros, poles, Math.pow(w2 - w1, order), samplingRateHz);
    }

    /**
     * @param lowHz lower edge, above 0
     * @param highHz upper edge, above the lower and below half the sampling rate
     * @param samplingRateHz samples per second
     * @return a filter that removes what lies between
     */
    public SecondOrderSections bandStop(double lowHz, double highHz, double samplingRateHz) {
        requireBand(lowHz, highHz);
        double w1 = warped(lowHz, samplingRateHz);
        double w2 = warped(highHz, samplingRateHz);
        List<Complex> poles = new ArrayList<>();
        List<Complex> zeros = new ArrayList<>();
        for (Complex p : prototype()) {
            addPair(poles, p.reciprocal().multiply((w2 - w1) / 2), w1 * w2);
            zeros.add(new Complex(0, Math.sqrt(w1 * w2)));
            zeros.add(new Complex(0, -Math.sqrt(w1 * w2)));
        }
        return digital(zeros, poles, 1, samplingRateHz);
    }

    private List<Complex> prototype() {
        List<Complex> poles = new ArrayList<>();
        for (int m = 1 - order; m < order; m += 2) {
            double angle = Math.PI * m / (2 * order);
            poles.add(new Complex(-Math.cos(angle), -Math.sin(angle)));
        }
        return poles;
    }

    private static void addPair(List<Complex> poles, Complex half, double product) {
        Complex root = half.multiply(half).subtract(product).sqrt();
        poles.add(half.add(root));
        poles.add(half.subtract(root));
    }

    private static double warped(double frequencyHz, double samplingRateHz) {
        if (!(samplingRateHz > 0 && frequencyHz > 0 && frequencyHz < samplingRateHz / 2)) {
            throw new IllegalArgumentException("cut-off is " + frequencyHz + " Hz at " + samplingRateHz
                    + " samples per second: it must lie between 0 and " + samplingRateHz / 2 + " Hz");
        }
        return RATE * Math.tan(Math.PI * frequencyHz / samplingRateHz);
    }

    private static void requireBand(double lowHz, double highHz) {
        if (!(lowHz < highHz)) {
            throw new IllegalArgumentException(
                    "band is " + lowHz + " to " + highHz + " Hz: the first edge must be below the second");
        }
    }

    /** Bilinear transform of an analogue filter, then pairing. Zeros at infinity come to rest at -1. */
    private static SecondOrderSections digital(List<Complex> zeros, List<Complex> poles, double gain,
            double samplingRateHz) {
        Complex scale = Complex.ONE;
        List<Complex> digitalPoles = new ArrayList<>();
        List<Complex> digitalZeros = new ArrayList<>();
        for (int i = 0; i < poles.size(); i++) {
            Complex p = poles.get(i);
            digitalPoles.add(p.add(RATE).divide(p.negate().add(RATE)));
            scale = scale.divide(p.negate().add(RATE));
            if (i < zeros.size()) {
                Complex z = zeros.get(i);
                digitalZeros.add(z.add(RATE).divide(z.negate().add(RATE)));
                scale = scale.multiply(z.negate().add(RATE));
            } else {
                digitalZeros.add(Complex.ONE.negate());
            }
        }
        return new SecondOrderSections(sections(digitalZeros, digitalPoles, gain * scale.getReal()),
                samplingRateHz);
    }

    private static double[][] sections(List<Complex> zeros, List<Complex> poles, double gain) {
        List<Complex> zerosLeft = new ArrayList<>(zeros);
        List<Complex[]> pairs = polePairs(poles);
        pairs.sort(Comparator.comparingDouble(pair -> 1 - pair[0].abs()));
        double[][] rows = new double[pairs.size()][];
        for (int i = 0; i < rows.length; i++) {
            Complex[] p = pairs.get(i);
            Complex z1 = takeNearest(zerosLeft, p[0]);
            double[] row = new double[5];
            row[0] = 1;
            if (p.length == 1) {
                row[1] = -z1.getReal();
                row[3] = -p[0].getReal();
            } else {
                boolean complex = Math.abs(z1.getImaginary()) > 1e-10;
                Complex z2 = takeNearest(zerosLeft, complex ? z1.conjugate() : p[0]);
                row[1] = -z1.add(z2).getReal();
                row[2] = z1.multiply(z2).getReal();
                row[3] = -p[0].add(p[1]).getReal();
                row[4] = p[0].multiply(p[1]).getReal();
            }
            rows[rows.length - 1 - i] = row;
        }
        for (int k = 0; k < 3; k++) {
            rows[0][k] *= gain;
        }
        return rows;
    }

    /** Conjugate pairs, real poles two by two, and at most one real pole alone. */
    private static List<Complex[]> polePairs(List<Complex> poles) {
        List<Complex[]> pairs = new ArrayList<>();
        List<Complex> real = new ArrayList<>();
        for (Complex p : poles) {
            if (Math.abs(p.getImaginary()) <= 1e-12 * p.abs()) {
                real.add(new Complex(p.getReal()));
            } else if (p.getImaginary() > 0) {
                pairs.add(new Complex[] {p, p.conjugate()});
            }
        }
        real.sort(Comparator.comparingDouble(p -> 1 - p.abs()));
        for (int i = 0; i + 1 < real.size(); i += 2) {
            pairs.add(new Complex[] {real.get(i), real.get(i + 1)});
        }
        if (real.size() % 2 == 1) {
            pairs.add(new Complex[] {real.get(real.size() - 1)});
        }
        return pairs;
    }

    private static Complex takeNearest(List<Complex> zeros, Complex to) {
        int nearest = 0;
        for (int i = 1; i < zeros.size(); i++) {
            if (zeros.get(i).subtract(to).abs() < zeros.get(nearest).subtract(to).abs()) {
                nearest = i;
            }
        }
        return zeros.remove(nearest);
    }
}
