package org.engram.decoders.timeseries.spatialfilters;

import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * Source power comodulation (SPoC): filters whose power follows a number per trial, such as reaction time. Agrees with
 * {@code mne.decoding.SPoC} up to the sign of filters.
 *
 * <h2>References</h2> Daehne et al. 2014, NeuroImage 86:111 (lambda variant).
 *
 * @param components how many filters, at least 1
 */
public record SourcePowerComodulation(int components) {
    /** Checks the number. */
    public SourcePowerComodulation {
        if (components < 1) {
            throw new IllegalArgumentException("number of components is " + components + ": give 1 or more");
        }
    }

    /**
     * @param moments channels x channels second moments of each trial
     * @param target a number per trial, finite, not constant
     * @return the filters, largest covariance of power and target first; their values are that covariance, signed
     */
    public SpatialFilters fit(List<Matrix> moments, double[] target) {
        if (moments.size() != target.length || target.length < 2) {
            throw new ShapeException(moments.size() + " trials but " + target.length
                    + " target numbers: give one each, for two trials or more");
        }
        double mean = Descriptive.mean(target);
        double deviation = Math.sqrt(Descriptive.variance(target, 0));
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new EngramException("the target has standard deviation " + deviation
                    + ": give finite numbers that differ between trials");
        }
        int p = moments.get(0).rows();
        Matrix average = Matrix.zeros(p, p);
        Matrix weighted = Matrix.zeros(p, p);
        for (int i = 0; i < target.length; i++) {
            double z = (target[i] - mean) / deviation;
            double[] data = moments.get(i).data();
            for (int k = 0; k < data.length; k++) {
                average.data()[k] += data[k] / target.length;
                weighted.data()[k] += z * data[k] / target.length;
            }
        }
        GeneralizedEigen eigen = GeneralizedEigen.of(weighted, average);
        int[] order = IntStream.range(0, eigen.values().length).boxed()
                .sorted((a, b) -> Double.compare(Math.abs(eigen.values()[b]), Math.abs(eigen.values()[a])))
                .mapToInt(Integer::intValue).toArray();
        double[] values = IntStream.of(order).mapToDouble(k -> eigen.values()[k]).toArray();
        return SpatialFilters.of(eigen.vectors().selectColumns(order), values, components);
    }
}
