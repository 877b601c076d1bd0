package org.engram.decoders.timeseries.spatialfilters;

import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;

/**
 * Spatio-spectral decomposition (SSD): filters with most power in a band relative to the frequencies beside it. Bands
 * are cut with Butterworth filters run in both directions, as published; for other filters give covariances.
 *
 * <h2>References</h2> Nikulin, Nolte and Curio 2011, NeuroImage 55:1528.
 *
 * @param components how many filters, at least 1
 */
public record SpatioSpectralDecomposition(int components) {
    private static final int ORDER = 2;

    /** Checks the number. */
    public SpatioSpectralDecomposition {
        if (components < 1) {
            throw new IllegalArgumentException("number of components is " + components + ": give 1 or more");
        }
    }

    /**
     * @param signal channels x channels covariance in the band
     * @param noise channels x channels covariance beside it
     * @return the filters, largest ratio first; their values are the ratios
     */
    public SpatialFilters fitCovariances(Matrix signal, Matrix noise) {
        GeneralizedEigen eigen = GeneralizedEigen.of(signal, noise);
        int n = eigen.values().length;
        int[] order = new int[n];
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            order[i] = n - 1 - i;
            values[i] = eigen.values()[n - 1 - i];
        }
        return SpatialFilters.of(eigen.vectors().selectColumns(order), values, components);
    }

    /**
     * @param recording channels x times, long against the period of the band
     * @param samplingRateHz samples per second
     * @param lowHz lower edge of the band
     * @param highHz upper edge of the band
     * @param flankHz width of the frequencies on each side, such as 2; a gap of half of it is left out
     * @return the filters, largest ratio first
     */
    public SpatialFilters fit(Matrix recording, double samplingRateHz, double lowHz, double highHz,
            double flankHz) {
        double gap = flankHz / 2;
        Matrix times = recording.transpose();
        Matrix band = filtered(times, Butterworth.order(ORDER).bandPass(lowHz, highHz, samplingRateHz));
        Matrix wide = filtered(times, Butterworth.order(ORDER).bandPass(lowHz - gap - flankHz,
                highHz + gap + flankHz, samplingRateHz));
        Matrix flanks = filtered(wide,
                Butterworth.order(ORDER).bandStop(lowHz - gap, highHz + gap, samplingRateHz));
        return fitCovariances(CovarianceEstimator.COV.of(band.transpose()),
                CovarianceEstimator.COV.of(flanks.transpose()));
    }

    private static Matrix filtered(Matrix times, org.engram.compute.signal.SecondOrderSections design) {
        return new ZeroPhaseFilter(design).apply(times, Parallelism.single());
    }
}
