package org.engram.decoders.timeseries.pipelines;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.covariance.SymmetricRows;
import org.engram.decoders.timeseries.spatialfilters.CommonSpatialPatterns;
import org.engram.decoders.timeseries.spatialfilters.SpatialFilters;
import org.engram.decoders.timeseries.spatialfilters.Xdawn;

/** Classifiers behind spatial filters and class prototypes, which are learned with the labels of the training set. */
final class LearnedMaps {
    private LearnedMaps() {}

    /** Log power of CSP components; samples are second moments as {@link SymmetricRows}. */
    static Classifier csp(TrialShape shape, int components, Classifier inner) {
        CommonSpatialPatterns csp = CommonSpatialPatterns.builder().components(components).build();
        return new MappedClassifier(csp.describe(), (x, y) -> {
            SpatialFilters filters = csp.fitMoments(SymmetricRows.matrices(x), shape.times(), y);
            return samples -> logPower(filters, samples);
        }, inner);
    }

    private static Matrix logPower(SpatialFilters filters, Matrix moments) {
        Matrix features = Matrix.zeros(moments.rows(), filters.count());
        for (int i = 0; i < moments.rows(); i++) {
            double[] power = filters.power(SymmetricRows.get(moments, i));
            for (int k = 0; k < power.length; k++) {
                if (!(power[k] > 0)) {
                    throw new EngramException(
                            "trial " + i + " (counted from 0) has no power in CSP component " + k
                                    + ": reject trials with flat channels");
                }
                features.set(i, k, Math.log(power[k]));
            }
        }
        return features;
    }

    /** Time courses of xDAWN components; samples are whole trials. */
    static Classifier xdawn(TrialShape shape, Xdawn xdawn, TrialFeatures.Samples decimation,
            Classifier inner) {
        return new MappedClassifier("xDAWN (" + xdawn.components() + " filters of each class), "
                + decimation.describe(), (x, y) -> {
                    Matrix filters = xdawn.fit(x, shape, y).allFilters();
                    TrialShape sources = new TrialShape(filters.rows(), shape.times());
                    return samples -> {
                        Matrix features = Matrix.zeros(samples.rows(), decimation.columns(sources));
                        for (int i = 0; i < samples.rows(); i++) {
                            decimation.put(DenseAlgebra.multiply(filters, shape.trial(samples, i)), features,
                                    i);
                        }
                        return features;
                    };
                }, inner);
    }

    /** Covariance of a trial below the mean trials of all classes; samples are whole trials. */
    static Classifier erpCovariance(TrialShape shape, CovarianceEstimator estimator, Classifier inner) {
        return new MappedClassifier("covariance with class prototypes", (x, y) -> {
            Matrix prototypes = stacked(Xdawn.evoked(x, shape, y));
            return samples -> covariances(samples, shape, prototypes, null, estimator);
        }, inner);
    }

    /** The same after xDAWN filters. */
    static Classifier xdawnCovariance(TrialShape shape, Xdawn xdawn, CovarianceEstimator estimator,
            Classifier inner) {
        return new MappedClassifier("covariance with class prototypes after xDAWN (" + xdawn.components()
                + " filters of each class)", (x, y) -> {
                    Xdawn.Model model = xdawn.fit(x, shape, y);
                    List<Matrix> prototypes = new ArrayList<>();
                    for (int c = 0; c < model.evoked().size(); c++) {
                        prototypes.add(model.filters().get(c).sources(model.evoked().get(c)));
                    }
                    Matrix all = stacked(prototypes);
                    Matrix filters = model.allFilters();
                    return samples -> covariances(samples, shape, all, filters, estimator);
                }, inner);
    }

    private static Matrix covariances(Matrix samples, TrialShape shape, Matrix prototypes, Matrix filters,
            CovarianceEstimator estimator) {
        List<Matrix> covariances = new ArrayList<>(samples.rows());
        for (int i = 0; i < samples.rows(); i++) {
            Matrix trial = shape.trial(samples, i);
            Matrix sources = filters == null ? trial : DenseAlgebra.multiply(filters, trial);
            covariances.add(estimator.of(stacked(List.of(prototypes, sources))));
        }
        return SymmetricRows.of(covariances);
    }

    private static Matrix stacked(List<Matrix> parts) {
        Matrix all = Matrix.zeros(parts.stream().mapToInt(Matrix::rows).sum(), parts.get(0).columns());
        int at = 0;
        for (Matrix part : parts) {
            System.arraycopy(part.data(), 0, all.data(), at, part.data().length);
            at += part.data().length;
        }
        return all;
    }

    /**
     * Covariance of {@code order} copies of a trial, each {@code lag} samples later; samples are whole trials.
     *
     * <p>Carrara and Papadopoulo 2024, IEEE Trans. Biomed. Eng. 71:2651.
     */
    static Classifier augmented(TrialShape shape, int order, int lag, CovarianceEstimator estimator,
            Classifier inner) {
        int times = shape.times() - order * lag;
        return new MappedClassifier("augmented covariance (order " + order + ", lag " + lag + ")",
                (x, y) -> samples -> {
                    List<Matrix> covariances = new ArrayList<>(samples.rows());
                    for (int i = 0; i < samples.rows(); i++) {
                        Matrix copies = Matrix.zeros(order * shape.channels(), times);
                        for (int row = 0; row < copies.rows(); row++) {
                            int from = i * samples.columns() + row % shape.channels() * shape.times()
                                    + row / shape.channels() * lag;
                            System.arraycopy(samples.data(), from, copies.data(), row * times, times);
                        }
                        covariances.add(estimator.of(copies));
                    }
                    return SymmetricRows.of(covariances);
                }, inner);
    }
}
