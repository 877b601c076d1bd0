package org.engram.preprocessing.electrophysiology.ica;

import java.util.Arrays;
import org.engram.compute.signal.AnalyticSignal;

/**
 * How much the phase of a source agrees over trials: Kuiper's distance of the phases from uniform, at each time.
 *
 * <h2>References</h2> J. Dammers et al., IEEE Transactions on Biomedical Engineering 55, 2008; M. A. Stephens, Journal of
 * the Royal Statistical Society B 32, 1970.
 */
public final class CrossTrialPhase {
    private static final int TERMS = 100;
    private static final double LEAST_LAMBDA = 0.4;
    private static final double LOG_SIGNIFICANCE = 20;

    private CrossTrialPhase() {}

    /**
     * @param trials trial x time of one band-passed source, at least 1 trial
     * @return at each time the normalised log-probability of the phases, 0 for uniform phases, at most 1
     */
    public static double[] significance(double[][] trials) {
        int times = trials[0].length;
        double[][] phases = new double[times][trials.length];
        AnalyticSignal analytic = new AnalyticSignal(times);
        double[] imaginary = new double[times];
        for (int trial = 0; trial < trials.length; trial++) {
            double[] real = trials[trial].clone();
            analytic.transform(real, imaginary);
            for (int t = 0; t < times; t++) {
                phases[t][trial] = (Math.atan2(imaginary[t], trials[trial][t]) + Math.PI) / (2 * Math.PI);
            }
        }
        return Arrays.stream(phases).mapToDouble(at -> logProbability(kuiper(at), at.length)).toArray();
    }

    /**
     * @param phases numbers from 0 to 1, at least 1; not changed
     * @return Kuiper's distance of them from a uniform distribution
     */
    public static double kuiper(double... phases) {
        double[] sorted = phases.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double above = Double.NEGATIVE_INFINITY;
        double below = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            above = Math.max(above, (i + 1.0) / n - sorted[i]);
            below = Math.max(below, sorted[i] - (double) i / n);
        }
        return above + below;
    }

    /**
     * @param distance Kuiper's
     * @param count how many phases it was found of
     * @return minus the natural logarithm of its tail probability, divided by twice the count; 0 for small distances, at
     *     most 1
     */
    public static double logProbability(double distance, int count) {
        double root = Math.sqrt(count);
        double lambda = (root + 0.155 + 0.24 / root) * distance;
        if (lambda < LEAST_LAMBDA) {
            return 0;
        }
        double square = lambda * lambda;
        double sum = 0;
        for (int j = 1; j <= TERMS; j++) { // the first term is taken out, so that nothing underflows
            sum += 2 * (4 * j * j * square - 1) * Math.exp(-2 * square * (j * (double) j - 1));
        }
        return Math.min(1, (2 * square - Math.log(sum)) / (2.0 * count));
    }

    /**
     * @param samplingRateHz samples per second, taken for the number of phases as the MNE tools do
     * @return the distance, in steps of 0.01, whose tail probability is nearest 1e-20
     */
    public static double threshold(double samplingRateHz) {
        double root = Math.sqrt(samplingRateHz);
        double factor = root + 0.155 + 0.24 / root;
        double best = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 1; k < 100; k++) {
            double square = k / 100.0 * factor * (k / 100.0 * factor);
            double probability = 2 * (4 * square - 1) * Math.exp(-2 * square);
            double off = Math.abs(probability - Math.pow(10, -LOG_SIGNIFICANCE));
            if (off < nearest) {
                nearest = off;
                best = k / 100.0;
            }
        }
        return best;
    }
}
