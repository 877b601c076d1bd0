package org.engram.preprocessing.electrophysiology.seizures;

import java.util.Arrays;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Neural fragility: how little the influence of a contact on the others would have to change for the network to lose its
 * balance.
 *
 * <p>In each window a linear map x(t+1) = A x(t) is estimated by ridge regression, with the smallest penalty for which it is
 * stable (all eigenvalues within the unit circle). For every contact k the smallest change (in Euclidean norm) of column k
 * of A is found that puts an eigenvalue onto the unit circle, the smallest over points of the circle. Norms of a window are
 * turned into fragility by f = (max - norm) / max, so that the most fragile contact is near 1 and the least is 0.
 *
 * <p>Immutable and thread-safe; windows are computed in parallel and do not depend on each other.
 *
 * <h2>References</h2> A. Li et al., Nature Neuroscience 24, 1465-1474, 2021; A. Li, S. Inati, K. Zaghloul, S. Sarma, Proc.
 * American Control Conference 2017, for the perturbation.
 *
 * @param windowSeconds length of a window. Published: 0.25
 * @param stepSeconds from one window to the next. Published: 0.125
 * @param circlePoints how many points of the unit circle are tried, frequencies from 0 up to a quarter of the sampling rate
 * @param lowestPenalty the smallest penalty tried, in units of the mean variance of the contacts
 */
public record NeuralFragility(double windowSeconds, double stepSeconds, int circlePoints,
        double lowestPenalty) {
    /** As published: windows of 250 ms every 125 ms, 100 points, penalties from 1e-4. */
    public static final NeuralFragility DEFAULT = new NeuralFragility(0.25, 0.125, 100, 1e-4);

    private static final int BISECTIONS = 30;
    private static final double LARGEST_PENALTY = 1e12;
    private static final int POWER_SQUARINGS = 24;

    /** Checks the ranges. */
    public NeuralFragility {
        if (!(windowSeconds > 0) || !(stepSeconds > 0) || circlePoints < 1 || !(lowestPenalty > 0)) {
            throw new IllegalArgumentException("fragility with windows of " + windowSeconds + " s every "
                    + stepSeconds + " s, " + circlePoints + " points and penalties from " + lowestPenalty
                    + ": all must be above 0");
        }
    }

    /**
     * Fragility over time.
     *
     * @param timesSeconds centre of each window, after the first sample
     * @param fragility contact x window, 0 to 1
     * @param norms contact x window: norm of the smallest perturbation
     * @param penalties the ridge penalty of each window
     */
    public record Result(double[] timesSeconds, double[][] fragility, double[][] norms, double[] penalties) {
        /**
         * @param fromSeconds begin
         * @param toSeconds end
         * @return the mean fragility of each contact over the windows whose centres lie between
         */
        public double[] mean(double fromSeconds, double toSeconds) {
            double[] mean = new double[fragility.length];
            int used = 0;
            for (int w = 0; w < timesSeconds.length; w++) {
                if (timesSeconds[w] >= fromSeconds && timesSeconds[w] <= toSeconds) {
                    used++;
                    for (int c = 0; c < mean.length; c++) {
                        mean[c] += fragility[c][w];
                    }
                }
            }
            if (used == 0) {
                throw new IllegalArgumentException(
                        "no window lies between " + fromSeconds + " and " + toSeconds
                                + " s");
            }
            for (int c = 0; c < mean.length; c++) {
                mean[c] /= used;
            }
            return mean;
        }
    }

    /**
     * @param samples contact x sample, any unit; not changed
     * @param samplingRateHz samples per second
     * @param parallelism threads
     * @param progress told how far it is
     * @return fragility of each contact in each window
     */
    public Result of(double[][] samples, double samplingRateHz, Parallelism parallelism, Progress progress) {
        int window = (int) Math.rint(windowSeconds * samplingRateHz);
        int step = Math.max(1, (int) Math.rint(stepSeconds * samplingRateHz));
        int length = samples.length == 0 ? 0 : samples[0].length;
        if (window < 3 || length < window) {
            throw new EngramException(
                    "fragility needs windows of 3 samples or more that fit: windows have " + window
                            + " samples, the recording " + length);
        }
        requireFinite(samples);
        int count = (length - window) / step + 1;
        double[] times = new double[count];
        double[] penalties = new double[count];
        double[][] norms = new double[samples.length][count];
        double[][] fragility = new double[samples.length][count];
        try (Progress.Task task = progress.begin("fragility", count)) {
            BlasThreads.forEach(parallelism, count, w -> {
                times[w] = (w * step + window / 2.0) / samplingRateHz;
                StableMap map = StableMap.fit(samples, w * step, window, lowestPenalty);
                penalties[w] = map.penalty();
                double[] of = perturbations(map.matrix());
                double largest = Arrays.stream(of).max().orElse(0);
                for (int c = 0; c < of.length; c++) {
                    norms[c][w] = of[c];
                    fragility[c][w] = largest > 0 ? (largest - of[c]) / largest : 0;
                }
                task.advance(1);
            });
        }
        return new Result(times, fragility, norms, penalties);
    }

    private static void requireFinite(double[][] samples) {
        for (int c = 0; c < samples.length; c++) {
            for (int i = 0; i < samples[c].length; i++) {
                if (!Double.isFinite(samples[c][i])) {
                    throw new EngramException("contact " + c + " is " + samples[c][i] + " at sample " + i
                            + ": fragility needs finite samples; leave out the contact or the stretch");
                }
            }
        }
    }

    /**
     * The smallest perturbations of a stable map.
     *
     * @param map contact x contact, all eigenvalues within the unit circle
     * @return for each contact the norm of the smallest change of its column that puts an eigenvalue on the circle
     */
    public double[] perturbations(Matrix map) {
        int n = map.rows();
        double[] smallest = new double[n];
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        ComplexInverse inverse = new ComplexInverse(n);
        for (int point = 1; point <= circlePoints; point++) {
            double imaginary = (double) point / circlePoints;
            double real = Math.sqrt(Math.max(0, 1 - imaginary * imaginary));
            inverse.of(map, real, imaginary);
            for (int k = 0; k < n; k++) {
                smallest[k] = Math.min(smallest[k], norm(inverse.real(), inverse.imaginary(), k, n));
            }
        }
        return smallest;
    }

    /**
     * With row k of (A - lambda I)^-1 as r + i s, the perturbation g of least norm solves r g = -1, s g = 0. Its squared norm
     * is the upper left entry of the inverse of the Gram matrix of r and s.
     */
    private static double norm(double[] real, double[] imaginary, int k, int n) {
        double rr = 0;
        double ss = 0;
        double rs = 0;
        for (int j = k * n; j < (k + 1) * n; j++) {
            rr += real[j] * real[j];
            ss += imaginary[j] * imaginary[j];
            rs += real[j] * imaginary[j];
        }
        double determinant = rr * ss - rs * rs;
        return determinant <= 1e-14 * rr * ss ? 1 / Math.sqrt(rr) : Math.sqrt(ss / determinant);
    }

    /** A linear map from one sample to the next. */
    record StableMap(Matrix matrix, double penalty) {
        static StableMap fit(double[][] samples, int start, int window, double lowestPenalty) {
            int n = samples.length;
            Matrix now = Matrix.zeros(n, window - 1);
            Matrix next = Matrix.zeros(n, window - 1);
            for (int c = 0; c < n; c++) {
                System.arraycopy(samples[c], start, now.data(), c * (window - 1), window - 1);
                System.arraycopy(samples[c], start + 1, next.data(), c * (window - 1), window - 1);
            }
            Matrix gram = DenseAlgebra.multiplyTransposed(now, now);
            Matrix cross = DenseAlgebra.multiplyTransposed(now, next);
            double unit = 0;
            for (int c = 0; c < n; c++) {
                unit += gram.get(c, c) / n / (window - 1);
            }
            if (unit == 0) {
                throw new EngramException(
                        "all contacts are flat from sample " + start + " on: fragility is not defined");
            }
            double low = lowestPenalty * unit;
            Matrix map = ridge(gram, cross, low);
            if (isStable(map)) {
                return new StableMap(map, low);
            }
            double high = low;
            while (!isStable(map)) {
                low = high;
                high *= 10;
                if (high > LARGEST_PENALTY * unit) {
                    throw new EngramException("no penalty makes the map of the window from sample " + start
                            + " stable");
                }
                map = ridge(gram, cross, high);
            }
            for (int i = 0; i < BISECTIONS && high / low > 1.001; i++) {
                double middle = Math.sqrt(low * high);
                Matrix tried = ridge(gram, cross, middle);
                if (isStable(tried)) {
                    high = middle;
                    map = tried;
                } else {
                    low = middle;
                }
            }
            return new StableMap(map, high);
        }

        private static Matrix ridge(Matrix gram, Matrix cross, double penalty) {
            Matrix regularised = gram.copy();
            for (int c = 0; c < gram.rows(); c++) {
                regularised.set(c, c, gram.get(c, c) + penalty);
            }
            // Columns of the solution map the past of all contacts to the next sample of one.
            return DenseAlgebra.solvePositiveDefinite(regularised, cross).transpose();
        }

        /**
         * Whether the spectral radius is below 1, by Gelfand's formula: powers by squaring, scaled as they go. Eigenvalues
         * themselves are not needed.
         */
        static boolean isStable(Matrix map) {
            Matrix power = map;
            double logScale = 0;
            for (int i = 0; i < POWER_SQUARINGS; i++) {
                double norm = 0;
                for (double v : power.data()) {
                    norm += v * v;
                }
                norm = Math.sqrt(norm);
                if (norm == 0) {
                    return true;
                }
                logScale += Math.log(norm) / Math.pow(2, i);
                // The norm of A^(2^i) bounds the radius from above: below 1 it is decided.
                if (logScale < 0) {
                    return true;
                }
                Matrix scaled = power.copy();
                for (int k = 0; k < scaled.data().length; k++) {
                    scaled.data()[k] /= norm;
                }
                power = DenseAlgebra.multiply(scaled, scaled);
            }
            return false;
        }
    }
}
