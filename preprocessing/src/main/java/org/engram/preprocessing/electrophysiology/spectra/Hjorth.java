package org.engram.preprocessing.electrophysiology.spectra;

/**
 * Hjorth's parameters of a series: how large, how fast, how unlike a sine it is.
 *
 * <h2>References</h2> B. Hjorth, Electroencephalography Clin. Neurophysiology 29, 1970.
 *
 * @param activity variance, in the square of the unit
 * @param mobility standard deviation of the slope over that of the series, in 1/s: the mean angular frequency
 * @param complexity mobility of the slope over mobility: 1 for a sine
 */
public record Hjorth(double activity, double mobility, double complexity) {
    /**
     * @param x a series of at least 3 samples
     * @param samplingRateHz samples per second
     * @return its parameters
     */
    public static Hjorth of(double[] x, double samplingRateHz) {
        double[] slope = differences(x, samplingRateHz);
        double[] curvature = differences(slope, samplingRateHz);
        double activity = variance(x);
        double slopes = variance(slope);
        double mobility = Math.sqrt(slopes / activity);
        return new Hjorth(activity, mobility, Math.sqrt(variance(curvature) / slopes) / mobility);
    }

    private static double[] differences(double[] x, double rate) {
        double[] d = new double[x.length - 1];
        for (int i = 0; i < d.length; i++) {
            d[i] = (x[i + 1] - x[i]) * rate;
        }
        return d;
    }

    private static double variance(double[] x) {
        double mean = 0;
        for (double v : x) {
            mean += v;
        }
        mean /= x.length;
        double sum = 0;
        for (double v : x) {
            sum += (v - mean) * (v - mean);
        }
        return sum / x.length;
    }
}
