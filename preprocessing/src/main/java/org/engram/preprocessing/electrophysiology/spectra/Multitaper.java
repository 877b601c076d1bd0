package org.engram.preprocessing.electrophysiology.spectra;

import java.util.Arrays;
import org.engram.compute.signal.Dpss;
import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;

/**
 * Power spectral density of a whole series by discrete prolate spheroidal tapers, one-sided, after the mean is taken out.
 * Tapers are weighted by the share of their energy inside the band, or adaptively: where power is low, tapers that leak from
 * where it is high count less. Tapers whose share is 0.9 or less are left out. Immutable and thread-safe.
 *
 * <h2>References</h2> D. J. Thomson, Proc. IEEE 70, 1982; D. B. Percival, A. T. Walden, Spectral Analysis for Physical
 * Applications, 1993, for the adaptive weights.
 *
 * @param bandwidthHz full width of the smoothing; NaN for a time-half-bandwidth product of 4
 * @param adaptive whether tapers are weighted adaptively
 * @param perHertz whether values are divided by the sampling rate, which makes them densities whose integral is the variance;
 *     without, they are as MNE-Python gives them by default
 */
public record Multitaper(double bandwidthHz, boolean adaptive, boolean perHertz) {
    /** A time-half-bandwidth product of 4, fixed weights, densities. */
    public static final Multitaper DEFAULT = new Multitaper(Double.NaN, false, true);

    private static final double USUAL_PRODUCT = 4;
    private static final double LEAST_CONCENTRATION = 0.9;
    private static final int FEWEST_ADAPTIVE = 3;
    private static final int MOST_ITERATIONS = 250;
    private static final double CONVERGED = 1e-10;

    /**
     * @param samples channel x sample, finite; not changed
     * @param samplingRateHz samples per second
     * @param parallelism threads
     * @return the spectrum of each channel at k times rate / samples
     * @throws EngramException if the bandwidth leaves too few tapers, or a sample is not finite
     */
    public Spectrum of(double[][] samples, double samplingRateHz, Parallelism parallelism) {
        int n = samples[0].length;
        double product = Double.isNaN(bandwidthHz) ? USUAL_PRODUCT : bandwidthHz * n / (2 * samplingRateHz);
        int most = (int) Math.floor(2 * product);
        if (product < 0.5 || product >= n / 2.0) {
            throw new EngramException("a bandwidth of " + bandwidthHz + " Hz of " + n + " samples at "
                    + samplingRateHz
                    + " Hz is a time-half-bandwidth product of " + product + ": choose a bandwidth between "
                    + samplingRateHz / n + " and " + samplingRateHz + " Hz");
        }
        Dpss tapers = Dpss.periodic(n, product, most).concentratedAbove(LEAST_CONCENTRATION);
        if (adaptive && tapers.count() < FEWEST_ADAPTIVE) {
            throw new EngramException(
                    tapers.count() + " tapers are too few for adaptive weights: choose a bandwidth of"
                            + " 3 Hz times the rate over the samples or more");
        }
        RealFft fft = RealFft.of(n);
        double[] frequencies = new double[fft.bins()];
        Arrays.setAll(frequencies, k -> k * samplingRateHz / n);
        double[][] density = new double[samples.length][];
        parallelism.forEach(samples.length, channel -> {
            double[][] periodograms = periodograms(samples[channel], channel, tapers, fft);
            double[] power = adaptive
                    ? adaptive(periodograms, tapers.concentrations())
                    : weighted(periodograms, tapers.concentrations(), tapers.count());
            double scale = perHertz ? 1 / samplingRateHz : 1;
            density[channel] = Arrays.stream(power).map(p -> p * scale).toArray();
        });
        return new Spectrum(frequencies, density);
    }

    /** Taper x bin: squared moduli, those of the first bin and an even length's last halved as they stand once only. */
    private static double[][] periodograms(double[] x, int channel, Dpss tapers, RealFft fft) {
        double mean = Arrays.stream(x).average().orElse(0);
        if (!Double.isFinite(mean)) {
            throw new EngramException(
                    "channel " + channel + " holds samples that are not finite: leave out the stretch,"
                            + " or use Welch's method, which skips gaps");
        }
        double[] tapered = new double[x.length];
        double[] real = new double[fft.bins()];
        double[] imaginary = new double[fft.bins()];
        double[][] power = new double[tapers.count()][fft.bins()];
        for (int k = 0; k < power.length; k++) {
            double[] taper = tapers.taper(k);
            for (int i = 0; i < x.length; i++) {
                tapered[i] = (x[i] - mean) * taper[i];
            }
            fft.forward(tapered, real, imaginary);
            for (int b = 0; b < fft.bins(); b++) {
                power[k][b] = real[b] * real[b] + imaginary[b] * imaginary[b];
            }
            power[k][0] /= 2;
            if (x.length % 2 == 0) {
                power[k][fft.bins() - 1] /= 2;
            }
        }
        return power;
    }

    private static double[] weighted(double[][] periodograms, double[] weights, int count) {
        double total = 0;
        double[] sum = new double[periodograms[0].length];
        for (int k = 0; k < count; k++) {
            total += weights[k];
            for (int b = 0; b < sum.length; b++) {
                sum[b] += weights[k] * periodograms[k][b];
            }
        }
        for (int b = 0; b < sum.length; b++) {
            sum[b] *= 2 / total;
        }
        return sum;
    }

    private static double[] adaptive(double[][] periodograms, double[] concentrations) {
        double variance = variance(weighted(periodograms, concentrations, concentrations.length));
        double[] estimate = weighted(periodograms, concentrations, 2);
        double[][] before = new double[concentrations.length][estimate.length];
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double change = 0;
            double[] next = new double[estimate.length];
            for (int b = 0; b < estimate.length; b++) {
                double squares = 0;
                double sum = 0;
                double total = 0;
                for (int k = 0; k < concentrations.length; k++) {
                    double share = concentrations[k];
                    double weight = estimate[b] / (share * estimate[b] + (1 - share) * variance)
                            * Math.sqrt(share);
                    double difference = weight - before[k][b];
                    squares += difference * difference / concentrations.length;
                    before[k][b] = weight;
                    sum += weight * weight * periodograms[k][b];
                    total += weight * weight;
                }
                change = Math.max(change, squares);
                next[b] = 2 * sum / total;
            }
            if (change < CONVERGED) {
                break;
            }
            estimate = next;
        }
        return estimate;
    }

    /** By the trapezoidal rule over the half circle, as the reference estimates it. */
    private static double variance(double[] power) {
        double sum = (power[0] + power[power.length - 1]) / 2;
        for (int b = 1; b < power.length - 1; b++) {
            sum += power[b];
        }
        return sum * (Math.PI / power.length) / (2 * Math.PI);
    }
}
