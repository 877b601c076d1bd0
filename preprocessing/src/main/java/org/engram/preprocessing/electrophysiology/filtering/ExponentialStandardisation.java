package org.engram.preprocessing.electrophysiology.filtering;

/**
 * Standardises a series by an exponentially weighted moving mean and variance, as an online system can: the mean at each
 * sample is subtracted and what is left divided by the root of the moving mean of its square. Both averages are corrected
 * for their start from nothing. The first samples, where they are uncertain, are standardised by mean and deviation of
 * their block instead. Immutable and thread-safe.
 *
 * <h2>References</h2> R. T. Schirrmeister and others, Human Brain Mapping 38, 2017; defaults as Braindecode.
 *
 * @param factor weight of the newest sample, above 0 and below 1
 * @param initialSamples length of the first block; 0 for none
 * @param least smallest divisor, in the unit of the series
 */
public record ExponentialStandardisation(double factor, int initialSamples, double least) {
    /** Factor 1e-3, a first block of 1000 samples, least divisor 1e-4: meant for microvolts. */
    public static final ExponentialStandardisation DEFAULT = new ExponentialStandardisation(1e-3, 1000, 1e-4);

    /** Checks the ranges. */
    public ExponentialStandardisation {
        if (!(factor > 0 && factor < 1) || initialSamples < 0 || !(least > 0)) {
            throw new IllegalArgumentException("exponential standardisation with factor " + factor
                    + ", first block " + initialSamples + " and least divisor " + least
                    + ": give a factor between 0 and 1, a block of 0 or more, a positive divisor");
        }
    }

    /**
     * @param x samples, finite; not changed. In volts most deviations lie below the default least divisor: convert to
     *     microvolts first, or give a smaller one
     * @return the standardised samples, fresh
     */
    public double[] apply(double[] x) {
        FiniteSamples.require(x, x.length, "0", 0);
        double[] y = new double[x.length];
        double sum = 0;
        double squares = 0;
        double weight = 0;
        for (int t = 0; t < x.length; t++) {
            weight = weight * (1 - factor) + 1;
            sum = sum * (1 - factor) + x[t];
            double difference = x[t] - sum / weight;
            squares = squares * (1 - factor) + difference * difference;
            y[t] = difference / Math.max(least, Math.sqrt(squares / weight));
        }
        int block = Math.min(initialSamples, x.length);
        double mean = 0;
        for (int t = 0; t < block; t++) {
            mean += x[t] / block;
        }
        double variance = 0;
        for (int t = 0; t < block; t++) {
            variance += (x[t] - mean) * (x[t] - mean) / block;
        }
        for (int t = 0; t < block; t++) {
            y[t] = (x[t] - mean) / Math.max(least, Math.sqrt(variance));
        }
        return y;
    }
}
