package org.engram.decoders.timeseries.pipelines;

import java.util.Map;
import java.util.Objects;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.riemann.Metric;

/**
 * What can be changed in a named pipeline.
 *
 * @param covariance estimator of the Riemannian pipelines. Default OAS
 * @param metric distance and mean. Default Riemannian
 * @param cspComponents filters of CSP. Default 6
 * @param xdawnFilters xDAWN filters of each class. Default 4
 * @param featureRateHz to what rate samples are averaged where they are features themselves. Default 32
 * @param frequencies stimulus frequency in Hz by class name, for SSVEP. Default read from class names
 * @param harmonics harmonics of SSVEP references, and bands of TRCA. Default 3
 */
public record PipelineOptions(CovarianceEstimator covariance, Metric metric, int cspComponents,
        int xdawnFilters,
        double featureRateHz, Map<String, Double> frequencies, int harmonics) {
    /** The defaults. */
    public static final PipelineOptions DEFAULT = new PipelineOptions(CovarianceEstimator.OAS, Metric.RIEMANN,
            6, 4,
            32, Map.of(), 3);

    /** Copies and checks. */
    public PipelineOptions {
        Objects.requireNonNull(covariance, "covariance");
        Objects.requireNonNull(metric, "metric");
        frequencies = Map.copyOf(frequencies);
        if (cspComponents < 1 || xdawnFilters < 1 || harmonics < 1 || !(featureRateHz > 0)) {
            throw new IllegalArgumentException("components " + cspComponents + ", filters " + xdawnFilters
                    + ", harmonics " + harmonics + ", feature rate " + featureRateHz
                    + " Hz: all must be positive");
        }
    }

    /**
     * @param value the estimator
     * @return these options with it
     */
    public PipelineOptions withCovariance(CovarianceEstimator value) {
        return new PipelineOptions(value, metric, cspComponents, xdawnFilters, featureRateHz, frequencies,
                harmonics);
    }

    /**
     * @param value the metric
     * @return these options with it
     */
    public PipelineOptions withMetric(Metric value) {
        return new PipelineOptions(covariance, value, cspComponents, xdawnFilters, featureRateHz, frequencies,
                harmonics);
    }

    /**
     * @param value filters of CSP
     * @return these options with them
     */
    public PipelineOptions withCspComponents(int value) {
        return new PipelineOptions(covariance, metric, value, xdawnFilters, featureRateHz, frequencies,
                harmonics);
    }

    /**
     * @param value xDAWN filters of each class
     * @return these options with them
     */
    public PipelineOptions withXdawnFilters(int value) {
        return new PipelineOptions(covariance, metric, cspComponents, value, featureRateHz, frequencies,
                harmonics);
    }

    /**
     * @param value samples per second of features that are samples
     * @return these options with it
     */
    public PipelineOptions withFeatureRate(double value) {
        return new PipelineOptions(covariance, metric, cspComponents, xdawnFilters, value, frequencies,
                harmonics);
    }

    /**
     * @param value stimulus frequency in Hz by class name
     * @return these options with them
     */
    public PipelineOptions withFrequencies(Map<String, Double> value) {
        return new PipelineOptions(covariance, metric, cspComponents, xdawnFilters, featureRateHz, value,
                harmonics);
    }

    /**
     * @param value harmonics of SSVEP references, and bands of TRCA
     * @return these options with them
     */
    public PipelineOptions withHarmonics(int value) {
        return new PipelineOptions(covariance, metric, cspComponents, xdawnFilters, featureRateHz,
                frequencies, value);
    }
}
