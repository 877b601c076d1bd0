package org.engram.compute.signal;

import java.util.Arrays;

/**
 * Discrete prolate spheroidal sequences: the tapers of a length whose energy is most concentrated in a band, as
 * eigenvectors of a tridiagonal matrix that commutes with the concentration problem. Of unit energy; symmetric ones have
 * a positive sum, antisymmetric ones begin with a positive lobe.
 *
 * <h2>References</h2> D. Slepian, Bell System Technical Journal 57, 1978; D. B. Percival, A. T. Walden, Spectral Analysis
 * for Physical Applications, 1993, section 8.3.
 */
public final class Dpss {
    private final double[][] tapers;
    private final double[] concentrations;

    private Dpss(double[][] tapers, double[] concentrations) {
        this.tapers = tapers;
        this.concentrations = concentrations;
    }

    /**
     * @param length samples of each taper, at least 2
     * @param halfBandwidth time times half the bandwidth, NW: above 0 and below {@code length / 2}
     * @param count how many tapers, from 1 to {@code length}
     * @return the tapers
     */
    public static Dpss symmetric(int length, double halfBandwidth, int count) {
        return make(length, halfBandwidth, count, length);
    }

    /**
     * Tapers one sample longer without their last sample, as SciPy's {@code sym=False} and MNE-Python use them.
     *
     * @param length samples of each taper, at least 1
     * @param halfBandwidth time times half the bandwidth, NW
     * @param count how many tapers
     * @return the tapers
     */
    public static Dpss periodic(int length, double halfBandwidth, int count) {
        return make(length + 1, halfBandwidth, count, length);
    }

    private static Dpss make(int length, double halfBandwidth, int count, int kept) {
        if (length < 2 || !(halfBandwidth > 0 && halfBandwidth < length / 2.0) || count < 1
                || count > length) {
            throw new IllegalArgumentException(
                    count + " tapers of " + kept + " samples with NW = " + halfBandwidth
                            + ": give 1 to " + length + " tapers and NW between 0 and " + length / 2.0);
        }
        double width = halfBandwidth / length;
        double[] diagonal = new double[length];
        double[] beside = new double[length];
        for (int t = 0; t < length; t++) {
            double middle = (length - 1 - 2.0 * t) / 2;
            diagonal[t] = middle * middle * Math.cos(2 * Math.PI * width);
            beside[t] = t * (double) (length - t) / 2;
        }
        double[][] tapers = new double[count][];
        double[] concentrations = new double[count];
        for (int k = 0; k < count; k++) {
            double value = eigenvalue(diagonal, beside, k);
            double[] taper = eigenvector(diagonal, beside, value, k);
            orient(taper, k);
            concentrations[k] = concentration(taper, width);
            tapers[k] = Arrays.copyOf(taper, kept);
        }
        return new Dpss(tapers, concentrations);
    }

    /** The k-th largest eigenvalue by bisection on how many lie above a value. */
    private static double eigenvalue(double[] diagonal, double[] beside, int k) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < diagonal.length; t++) {
            double radius = beside[t] + (t + 1 < diagonal.length ? beside[t + 1] : 0);
            low = Math.min(low, diagonal[t] - radius);
            high = Math.max(high, diagonal[t] + radius);
        }
        while (true) {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (above(diagonal, beside, middle) > k) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private static int above(double[] diagonal, double[] beside, double value) {
        int above = 0;
        double pivot = 1;
        for (int t = 0; t < diagonal.length; t++) {
            pivot = diagonal[t] - value - (t == 0 ? 0 : beside[t] * beside[t] / pivot);
            if (pivot == 0) {
                pivot = 1e-300;
            }
            above += pivot > 0 ? 1 : 0;
        }
        return above;
    }

    /** Inverse iteration by Gaussian elimination with row exchanges, from a start of the taper's symmetry. */
    private static double[] eigenvector(double[] diagonal, double[] beside, double value, int k) {
        int n = diagonal.length;
        double[] x = new double[n];
        for (int t = 0; t < n; t++) {
            x[t] = Math.sin(Math.PI * (k + 1) * (t + 0.5) / n);
        }
        for (int round = 0; round < 4; round++) {
            solve(diagonal, beside, value, x);
            double norm = 0;
            double most = 0;
            for (double v : x) {
                most = Math.max(most, Math.abs(v));
            }
            for (int t = 0; t < n; t++) {
                x[t] /= most;
                norm += x[t] * x[t];
            }
            norm = Math.sqrt(norm);
            for (int t = 0; t < n; t++) {
                x[t] /= norm;
            }
            for (int t = 0; t < n / 2; t++) {
                // Exactly as symmetric or antisymmetric as the sequence is.
                double same = 0.5 * (x[t] + (k % 2 == 0 ? x[n - 1 - t] : -x[n - 1 - t]));
                x[t] = same;
                x[n - 1 - t] = k % 2 == 0 ? same : -same;
            }
        }
        return x;
    }

    private static void solve(double[] diagonal, double[] beside, double value, double[] x) {
        int n = x.length;
        double[] main = new double[n];
        double[] next = new double[n];
        double[] far = new double[n];
        double here = diagonal[0] - value;
        double right = n > 1 ? beside[1] : 0;
        for (int t = 0; t + 1 < n; t++) {
            double below = beside[t + 1];
            double belowMain = diagonal[t + 1] - value;
            double belowRight = t + 2 < n ? beside[t + 2] : 0;
            if (Math.abs(here) >= Math.abs(below)) {
                double factor = here == 0 ? 0 : below / here;
                main[t] = here == 0 ? 1e-300 : here;
                next[t] = right;
                here = belowMain - factor * right;
                right = belowRight;
                x[t + 1] -= factor * x[t];
            } else {
                double factor = here / below;
                main[t] = below;
                next[t] = belowMain;
                far[t] = belowRight;
                here = right - factor * belowMain;
                right = -factor * belowRight;
                double swap = x[t];
                x[t] = x[t + 1];
                x[t + 1] = swap - factor * x[t];
            }
        }
        main[n - 1] = here == 0 ? 1e-300 : here;
        for (int t = n - 1; t >= 0; t--) {
            double sum = x[t];
            if (t + 1 < n) {
                sum -= next[t] * x[t + 1];
            }
            if (t + 2 < n) {
                sum -= far[t] * x[t + 2];
            }
            x[t] = sum / main[t];
        }
    }

    private static void orient(double[] taper, int k) {
        double sign = 0;
        if (k % 2 == 0) {
            for (double v : taper) {
                sign += v;
            }
        } else {
            double threshold = Math.max(1e-7, 1.0 / taper.length);
            for (int t = 0; t < taper.length && sign == 0; t++) {
                sign = taper[t] * taper[t] > threshold ? taper[t] : 0;
            }
        }
        for (int t = 0; sign < 0 && t < taper.length; t++) {
            taper[t] = -taper[t];
        }
    }

    /** The share of the energy inside the band: the autocorrelation weighted with the band's transform. */
    private static double concentration(double[] taper, double width) {
        int n = taper.length;
        int padded = ComplexFft.fastLength(2 * n);
        double[] re = Arrays.copyOf(taper, padded);
        double[] im = new double[padded];
        ComplexFft fft = ComplexFft.of(padded);
        fft.forward(re, im);
        for (int k = 0; k < padded; k++) {
            re[k] = re[k] * re[k] + im[k] * im[k];
        }
        Arrays.fill(im, 0);
        fft.inverse(re, im);
        double sum = 2 * width * re[0];
        for (int lag = 1; lag < n; lag++) {
            sum += 2 * Math.sin(2 * Math.PI * width * lag) / (Math.PI * lag) * re[lag];
        }
        return sum;
    }

    /** @return how many tapers */
    public int count() {
        return tapers.length;
    }

    /**
     * @param taper from 0, the most concentrated
     * @return its samples; a copy
     */
    public double[] taper(int taper) {
        return tapers[taper].clone();
    }

    /** @return the share of each taper's energy that lies inside the band, descending; a copy */
    public double[] concentrations() {
        return concentrations.clone();
    }

    /**
     * @param least share of the energy that must lie inside the band, such as 0.9
     * @return the tapers that have more; at least the first
     */
    public Dpss concentratedAbove(double least) {
        int kept = 1;
        while (kept < tapers.length && concentrations[kept] > least) {
            kept++;
        }
        return new Dpss(Arrays.copyOf(tapers, kept), Arrays.copyOf(concentrations, kept));
    }
}
