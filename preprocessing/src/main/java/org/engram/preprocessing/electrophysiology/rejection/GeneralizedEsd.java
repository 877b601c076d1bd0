package org.engram.preprocessing.electrophysiology.rejection;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The generalised extreme Studentised deviate test for outliers among normally distributed values, both sides.
 *
 * <p>B. Rosner, Technometrics 25, 1983: one value after the other, the one farthest from the mean, is taken out; of all
 * steps whose statistic is above its critical value the last counts, with everything taken out up to it. That finds
 * outliers which hide each other.
 *
 * @param alpha probability to find an outlier where there is none
 * @param mostOutliers largest part of the values that can be outliers
 * @param referenceCompatible whether to do as osl-ephys does: the standard deviation divides by n in place of n - 1, and
 *     a value counts when its own step is above the critical value
 */
public record GeneralizedEsd(double alpha, double mostOutliers, boolean referenceCompatible) {
    /** 5 %, at most a tenth of the values, Rosner's test. */
    public static final GeneralizedEsd DEFAULT = new GeneralizedEsd(0.05, 0.1, false);

    /** Checks the ranges. */
    public GeneralizedEsd {
        if (!(alpha > 0 && alpha < 1 && mostOutliers > 0 && mostOutliers < 1)) {
            throw new IllegalArgumentException(
                    "alpha is " + alpha + " and the part of outliers " + mostOutliers
                            + ": both must lie between 0 and 1");
        }
    }

    /**
     * @param values finite
     * @return which of them are outliers
     */
    public boolean[] outliers(double[] values) {
        boolean[] out = new boolean[values.length];
        List<Step> steps = steps(values);
        int last = steps.size();
        while (!referenceCompatible && last > 0
                && !(steps.get(last - 1).statistic > steps.get(last - 1).critical)) {
            last--;
        }
        for (Step step : steps.subList(0, last)) {
            out[step.place] = !referenceCompatible || step.statistic > step.critical;
        }
        return out;
    }

    /**
     * @param values finite
     * @return each value taken out, with its statistic and critical value
     */
    List<Step> steps(double[] values) {
        int n = values.length;
        boolean[] gone = new boolean[n];
        List<Step> steps = new ArrayList<>();
        int most = Math.min((int) Math.ceil(mostOutliers * n), n - 2);
        for (int i = 1; i <= most; i++) {
            int left = n - i + 1;
            double mean = 0;
            for (int k = 0; k < n; k++) {
                mean += gone[k] ? 0 : values[k] / left;
            }
            double squares = 0;
            int farthest = -1;
            for (int k = 0; k < n; k++) {
                if (!gone[k]) {
                    squares += (values[k] - mean) * (values[k] - mean);
                    farthest = farthest < 0 || Math.abs(values[k] - mean) > Math.abs(values[farthest] - mean)
                            ? k
                            : farthest;
                }
            }
            double deviation = Math.sqrt(squares / (referenceCompatible ? left : left - 1));
            gone[farthest] = true;
            // Equal values have no outlier: 0 / 0 is taken for 0.
            double statistic = deviation > 0 ? Math.abs(values[farthest] - mean) / deviation : 0;
            steps.add(new Step(farthest, statistic, critical(n, i)));
        }
        return steps;
    }

    private double critical(int n, int i) {
        double p = 1 - alpha / 2 / (n - i + 1);
        double t = new TDistribution(null, n - i - 1).inverseCumulativeProbability(p);
        return (n - i) * t / Math.sqrt((n - i - 1 + t * t) * (n - i + 1));
    }

    record Step(int place, double statistic, double critical) {}
}
