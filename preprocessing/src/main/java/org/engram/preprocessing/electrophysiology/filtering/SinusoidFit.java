package org.engram.preprocessing.electrophysiology.filtering;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.signal.Dpss;
import org.engram.compute.signal.RealFft;

/** Fits sinusoids at frequency bins of a window of fixed length by Slepian tapers, and subtracts them. */
final class SinusoidFit {
    private final int length;
    private final int tapers;
    private final double[][] symmetric;
    private final double[][] antisymmetric;
    private final double[] sums;
    private final double energy;
    /** Sum of the symmetric tapers weighted so that one transform of it times the data is the amplitude. */
    private final double[] combined;
    private final double threshold;
    private final int[] bins;

    /** @param bins which bins to remove whatever the test says; null to remove those that pass the test */
    SinusoidFit(int length, double halfBandwidth, double level, int[] bins) {
        this.length = length;
        this.bins = bins;
        Dpss dpss = Dpss.periodic(length, halfBandwidth, (int) (2 * halfBandwidth));
        tapers = dpss.count();
        symmetric = new double[(tapers + 1) / 2][];
        antisymmetric = new double[tapers / 2][];
        sums = new double[symmetric.length];
        combined = new double[length];
        double total = 0;
        for (int k = 0; k < tapers; k++) {
            double[] taper = dpss.taper(k);
            if (k % 2 == 1) {
                antisymmetric[k / 2] = taper;
                continue;
            }
            symmetric[k / 2] = taper;
            for (double v : taper) {
                sums[k / 2] += v;
            }
            total += sums[k / 2] * sums[k / 2];
        }
        energy = total;
        for (int j = 0; j < symmetric.length; j++) {
            for (int t = 0; t < length; t++) {
                combined[t] += sums[j] / total * symmetric[j][t];
            }
        }
        // The F distribution with 2 and 2K - 2 degrees of freedom has a closed form.
        double half = tapers - 1.0;
        threshold = half * (Math.pow(level / length, -1 / half) - 1);
    }

    /** Subtracts the sinusoids from x; returns the bins. */
    int[] subtract(double[] x) {
        double mean = 0;
        for (double v : x) {
            mean += v / length;
        }
        int[] chosen = bins != null ? bins : significant(x, mean);
        double[] fit = new double[length];
        for (int bin : chosen) {
            double re = 0;
            double im = 0;
            double[] cosine = new double[length];
            double[] sine = new double[length];
            for (int t = 0; t < length; t++) {
                double angle = 2 * Math.PI * ((long) bin * t % length) / length;
                cosine[t] = Math.cos(angle);
                sine[t] = Math.sin(angle);
                double value = combined[t] * (x[t] - mean);
                re += value * cosine[t];
                im -= value * sine[t];
            }
            double scale = edge(bin) ? Math.sqrt(2) : 2;
            for (int t = 0; t < length; t++) {
                fit[t] += scale * (re * cosine[t] - im * sine[t]);
            }
        }
        for (int t = 0; t < length; t++) {
            x[t] -= fit[t];
        }
        return chosen;
    }

    /** The bins at 0 and at the Nyquist frequency have no twin of negative frequency. */
    private boolean edge(int bin) {
        return bin == 0 || 2 * bin == length;
    }

    private int[] significant(double[] x, double mean) {
        RealFft fft = RealFft.of(length);
        int count = fft.bins();
        double[][] re = new double[tapers][count];
        double[][] im = new double[tapers][count];
        double[] windowed = new double[length];
        for (int k = 0; k < tapers; k++) {
            double[] taper = k < symmetric.length ? symmetric[k] : antisymmetric[k - symmetric.length];
            for (int t = 0; t < length; t++) {
                windowed[t] = taper[t] * (x[t] - mean);
            }
            fft.forward(windowed, re[k], im[k]);
        }
        List<Integer> found = new ArrayList<>();
        for (int bin = 0; bin < count; bin++) {
            double ar = 0;
            double ai = 0;
            for (int j = 0; j < symmetric.length; j++) {
                ar += sums[j] * re[j][bin] / energy;
                ai += sums[j] * im[j][bin] / energy;
            }
            double residual = 0;
            for (int k = 0; k < tapers; k++) {
                double sum = k < symmetric.length ? sums[k] : 0;
                double dr = re[k][bin] - ar * sum;
                double di = im[k][bin] - ai * sum;
                residual += dr * dr + di * di;
            }
            double ratio = (tapers - 1) * (ar * ar + ai * ai) * energy / residual;
            if (residual > 0 && ratio > threshold) {
                found.add(bin);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
