package org.engram.preprocessing.electrophysiology.spectra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.EngramException;

/**
 * Divides a power spectrum into a part that falls with frequency and peaks on it: log10 P = offset - log10(knee + f^exponent)
 * plus Gaussians.
 *
 * <p>The aperiodic part is fitted to the lowest points of the flattened spectrum, peaks are found on the rest one after the
 * other from the highest down, all peaks are fitted together within bounds, and the aperiodic part once more to what they
 * leave. A first guess that is too wide starts at the upper limit of widths; the reference implementation starts it at the
 * lower one.
 *
 * <h2>References</h2> T. Donoghue et al., Nature Neuroscience 23, 2020.
 *
 * @param offset decimal logarithm of power at 1 Hz without a knee
 * @param knee 0 in the fixed mode
 * @param exponent how steeply power falls
 * @param peaks peaks by frequency
 * @param rSquared of the model over the logarithmic spectrum
 * @param meanAbsoluteError of the model, in decades
 */
public record AperiodicFit(double offset, double knee, double exponent, List<Peak> peaks, double rSquared,
        double meanAbsoluteError) {
    /**
     * A peak.
     *
     * @param centreHz where it is highest
     * @param height above the aperiodic part, in decades
     * @param bandwidthHz twice the standard deviation of the Gaussian
     */
    public record Peak(double centreHz, double height, double bandwidthHz) {}

    /**
     * How to fit.
     *
     * @param knee whether the aperiodic part may bend
     * @param lowestBandwidthHz peaks are not narrower
     * @param highestBandwidthHz nor wider
     * @param mostPeaks how many peaks at most
     * @param leastHeight of a peak, in decades
     * @param threshold of a peak, in standard deviations of the flattened spectrum
     */
    public record Options(boolean knee, double lowestBandwidthHz, double highestBandwidthHz, int mostPeaks,
            double leastHeight, double threshold) {
        /** No knee, bandwidths from 0.5 to 12 Hz, any number of peaks, no least height, two standard deviations. */
        public static final Options DEFAULT = new Options(false, 0.5, 12, Integer.MAX_VALUE, 0, 2);

        /** Checks the ranges. */
        public Options {
            if (!(lowestBandwidthHz > 0) || !(highestBandwidthHz > lowestBandwidthHz) || mostPeaks < 0
                    || !(leastHeight >= 0) || !(threshold >= 0)) {
                throw new IllegalArgumentException("bandwidths from " + lowestBandwidthHz + " to "
                        + highestBandwidthHz + " Hz, " + mostPeaks + " peaks, least height " + leastHeight
                        + ", threshold " + threshold
                        + ": expected rising positive bandwidths and no negative number");
            }
        }
    }

    private static final double LOWEST_PART = 0.025;
    private static final double EDGE_DEVIATIONS = 1;
    private static final double OVERLAP_DEVIATIONS = 0.75;
    private static final double CENTRE_DEVIATIONS = 3;

    /** Copies. */
    public AperiodicFit {
        peaks = List.copyOf(peaks);
    }

    /**
     * @param frequenciesHz evenly spaced and rising; 0 is left out
     * @param power density at each, above 0
     * @param options how to fit
     * @return the fit
     * @throws EngramException if the spectrum has too few points or is not positive and finite
     */
    public static AperiodicFit of(double[] frequenciesHz, double[] power, Options options) {
        int from = frequenciesHz.length > 0 && frequenciesHz[0] == 0 ? 1 : 0;
        double[] f = Arrays.copyOfRange(frequenciesHz, from, frequenciesHz.length);
        double[] y = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            y[i] = Math.log10(power[i + from]);
            if (!Double.isFinite(y[i])) {
                throw new EngramException("the spectrum is " + power[i + from] + " at " + f[i]
                        + " Hz: an aperiodic part can only be fitted to finite power above 0");
            }
        }
        if (f.length < 8) {
            throw new EngramException(
                    "a spectrum of " + f.length + " frequencies is too short to be divided into an"
                            + " aperiodic part and peaks: give at least 8");
        }
        return new Fitting(f, y, options).run();
    }

    /**
     * @param frequencyHz a frequency above 0
     * @return decimal logarithm of the power of the aperiodic part
     */
    public double aperiodic(double frequencyHz) {
        return offset - Math.log10(knee + Math.pow(frequencyHz, exponent));
    }

    /** The steps of one fit. */
    private static final class Fitting {
        private final double[] f;
        private final double[] y;
        private final Options options;

        Fitting(double[] f, double[] y, Options options) {
            this.f = f;
            this.y = y;
            this.options = options;
        }

        AperiodicFit run() {
            double[] robust = robustAperiodic();
            double[] flat = new double[f.length];
            Arrays.setAll(flat, i -> y[i] - aperiodicAt(robust, f[i]));
            double[] peaks = fitTogether(flat, distinct(search(flat.clone())));
            double[] withoutPeaks = new double[f.length];
            Arrays.setAll(withoutPeaks, i -> y[i] - peaksAt(peaks, f[i]));
            double[] aperiodic = fitAperiodic(f, withoutPeaks, start(withoutPeaks));
            return result(aperiodic, peaks);
        }

        private double[] robustAperiodic() {
            double[] first = fitAperiodic(f, y, start(y));
            double[] flat = new double[f.length];
            Arrays.setAll(flat, i -> Math.max(0, y[i] - aperiodicAt(first, f[i])));
            double[] sorted = flat.clone();
            Arrays.sort(sorted);
            double at = LOWEST_PART / 100 * (sorted.length - 1);
            int low = (int) at;
            double limit = sorted[low]
                    + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
            int[] kept = IntStream.range(0, f.length).filter(i -> flat[i] <= limit).toArray();
            // With fewer points than parameters the first fit is all there is.
            if (kept.length < (options.knee() ? 4 : 3)) {
                return first;
            }
            double[] fs = Arrays.stream(kept).mapToDouble(i -> f[i]).toArray();
            double[] ys = Arrays.stream(kept).mapToDouble(i -> y[i]).toArray();
            return fitAperiodic(fs, ys, first);
        }

        private double[] start(double[] values) {
            int last = f.length - 1;
            double slope = Math.abs((values[last] - values[0]) / (Math.log10(f[last]) - Math.log10(f[0])));
            return options.knee() ? new double[] {values[0], 0, slope} : new double[] {values[0], slope};
        }

        private double[] fitAperiodic(double[] fs, double[] ys, double[] start) {
            if (!options.knee()) {
                return line(fs, ys);
            }
            double infinity = Double.POSITIVE_INFINITY;
            return BoundedLeastSquares.fit((p, i) -> ys[i] - aperiodicAt(p, fs[i]), fs.length, start,
                    new double[] {-infinity, 0, -infinity}, new double[] {infinity, infinity, infinity});
        }

        /** Without a knee the model is a line over the logarithm of frequency: solved in one step. */
        private static double[] line(double[] fs, double[] ys) {
            double meanX = 0;
            double meanY = 0;
            for (int i = 0; i < fs.length; i++) {
                meanX += Math.log10(fs[i]) / fs.length;
                meanY += ys[i] / fs.length;
            }
            double xx = 0;
            double xy = 0;
            for (int i = 0; i < fs.length; i++) {
                double x = Math.log10(fs[i]) - meanX;
                xx += x * x;
                xy += x * (ys[i] - meanY);
            }
            double slope = xx == 0 ? 0 : xy / xx;
            return new double[] {meanY - slope * meanX, -slope};
        }

        private double aperiodicAt(double[] p, double frequency) {
            return p.length == 2
                    ? p[0] - p[1] * Math.log10(frequency)
                    : p[0] - Math.log10(Math.max(1e-300, p[1] + Math.pow(frequency, p[2])));
        }

        /** Guesses of centre, height and standard deviation, from the highest peak down. */
        private List<double[]> search(double[] flat) {
            List<double[]> guesses = new ArrayList<>();
            double step = f[1] - f[0];
            while (guesses.size() < options.mostPeaks()) {
                int top = 0;
                for (int i = 1; i < flat.length; i++) {
                    top = flat[i] > flat[top] ? i : top;
                }
                double height = flat[top];
                if (height <= options.threshold() * deviation(flat) || !(height > options.leastHeight())) {
                    break;
                }
                double[] guess = {f[top], height, guessedDeviation(flat, top, step)};
                guesses.add(guess);
                for (int i = 0; i < flat.length; i++) {
                    flat[i] -= gaussian(guess, 0, f[i]);
                }
                if (guesses.size() > f.length) {
                    break;
                }
            }
            return guesses;
        }

        private double guessedDeviation(double[] flat, int top, double step) {
            double half = flat[top] / 2;
            int left = top;
            while (left >= 0 && flat[left] > half) {
                left--;
            }
            int right = top;
            while (right < flat.length && flat[right] > half) {
                right++;
            }
            int toLeft = left >= 0 ? top - left : Integer.MAX_VALUE;
            int toRight = right < flat.length ? right - top : Integer.MAX_VALUE;
            int shorter = Math.min(toLeft, toRight);
            double lowest = options.lowestBandwidthHz() / 2;
            double highest = options.highestBandwidthHz() / 2;
            double deviation = shorter == Integer.MAX_VALUE
                    ? (lowest + highest) / 2
                    : 2 * shorter * step / (2 * Math.sqrt(2 * Math.log(2)));
            return Math.max(lowest, Math.min(highest, deviation));
        }

        /** Peaks at the very edge are slopes; of two that overlap the lower is dropped. */
        private List<double[]> distinct(List<double[]> guesses) {
            List<double[]> kept = new ArrayList<>(guesses);
            kept.removeIf(g -> g[0] - f[0] <= EDGE_DEVIATIONS * g[2]
                    || f[f.length - 1] - g[0] <= EDGE_DEVIATIONS * g[2]);
            kept.sort(Comparator.comparingDouble(g -> g[0]));
            List<double[]> dropped = new ArrayList<>();
            for (int i = 0; i + 1 < kept.size(); i++) {
                double[] a = kept.get(i);
                double[] b = kept.get(i + 1);
                if (a[0] + OVERLAP_DEVIATIONS * a[2] > b[0] - OVERLAP_DEVIATIONS * b[2]) {
                    dropped.add(a[1] < b[1] ? a : b);
                }
            }
            kept.removeAll(dropped);
            return kept;
        }

        private double[] fitTogether(double[] flat, List<double[]> guesses) {
            int n = guesses.size();
            double[] start = new double[3 * n];
            double[] lower = new double[3 * n];
            double[] upper = new double[3 * n];
            for (int p = 0; p < n; p++) {
                double[] guess = guesses.get(p);
                System.arraycopy(guess, 0, start, 3 * p, 3);
                double reach = CENTRE_DEVIATIONS * guess[2];
                lower[3 * p] = Math.max(f[0], guess[0] - reach);
                upper[3 * p] = Math.min(f[f.length - 1], guess[0] + reach);
                upper[3 * p + 1] = Double.POSITIVE_INFINITY;
                lower[3 * p + 2] = options.lowestBandwidthHz() / 2;
                upper[3 * p + 2] = options.highestBandwidthHz() / 2;
            }
            return n == 0
                    ? start
                    : BoundedLeastSquares.fit((q, i) -> flat[i] - peaksAt(q, f[i]), f.length, start, lower,
                            upper);
        }

        private static double peaksAt(double[] peaks, double frequency) {
            double sum = 0;
            for (int p = 0; p < peaks.length; p += 3) {
                sum += gaussian(peaks, p, frequency);
            }
            return sum;
        }

        private static double gaussian(double[] p, int at, double frequency) {
            double z = (frequency - p[at]) / p[at + 2];
            return p[at + 1] * Math.exp(-z * z / 2);
        }

        private AperiodicFit result(double[] aperiodic, double[] peaks) {
            double mean = Arrays.stream(y).average().orElse(0);
            double residual = 0;
            double total = 0;
            double absolute = 0;
            for (int i = 0; i < f.length; i++) {
                double error = y[i] - aperiodicAt(aperiodic, f[i]) - peaksAt(peaks, f[i]);
                residual += error * error;
                absolute += Math.abs(error) / f.length;
                total += (y[i] - mean) * (y[i] - mean);
            }
            List<Peak> found = new ArrayList<>();
            for (int p = 0; p < peaks.length; p += 3) {
                found.add(new Peak(peaks[p], peaks[p + 1], 2 * peaks[p + 2]));
            }
            found.sort(Comparator.comparingDouble(Peak::centreHz));
            boolean bent = aperiodic.length == 3;
            return new AperiodicFit(aperiodic[0], bent ? aperiodic[1] : 0, aperiodic[bent ? 2 : 1], found,
                    1 - residual / total, absolute);
        }

        private static double deviation(double[] values) {
            double mean = Arrays.stream(values).average().orElse(0);
            return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
        }
    }
}
