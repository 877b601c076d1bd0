package org.engram.decoders.timeseries.spatialfilters;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;

/**
 * xDAWN: for each class, filters whose evoked response is largest against all that goes on. Filters have unit length.
 * Agrees with MNE's xDAWN up to the sign of filters.
 *
 * <h2>References</h2> Rivet, Souloumiac, Attina and Gibert 2009, IEEE Trans. Biomed. Eng. 56:2035.
 *
 * @param components filters of each class, at least 1. Default 4
 * @param estimator covariance of evoked response and signal. Default second moments
 */
public record Xdawn(int components, CovarianceEstimator estimator) {
    /** Checks the options. */
    public Xdawn {
        if (components < 1) {
            throw new IllegalArgumentException("number of components is " + components + ": give 1 or more");
        }
        Objects.requireNonNull(estimator, "estimator");
    }

    /** Four filters of each class, second moments. */
    public Xdawn() {
        this(4, CovarianceEstimator.SCM);
    }

    /**
     * Filters from trials that do not overlap.
     *
     * @param rows trials x (channels x times)
     * @param shape channels and times
     * @param y the class of each trial
     * @return filters and evoked response of each class
     */
    public Model fit(Matrix rows, TrialShape shape, Labels y) {
        return fit(rows, shape, y, evoked(rows, shape, y), signal(rows, shape));
    }

    /**
     * Filters from a continuous recording whose responses overlap: the responses are separated by least squares before
     * they are used. Not for data from which a baseline was subtracted trial by trial.
     *
     * @param recording channels x times
     * @param firstSamples where the window of each event begins in the recording
     * @param y the class of each event
     * @param times length of the window
     * @return filters and evoked response of each class
     */
    public Model fitOverlapping(Matrix recording, int[] firstSamples, Labels y, int times) {
        if (firstSamples.length != y.size()) {
            throw new ShapeException(firstSamples.length + " events but " + y.size() + " labels");
        }
        OverlappingResponses responses = OverlappingResponses.of(recording, firstSamples, y, times);
        Matrix signal = estimator.of(recording);
        List<SpatialFilters> filters = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            filters.add(filters(estimator.of(responses.reconstruction(c)), signal));
        }
        return new Model(y.names(), filters, responses.evoked());
    }

    private Model fit(Matrix rows, TrialShape shape, Labels y, List<Matrix> evoked, Matrix signal) {
        List<SpatialFilters> filters = new ArrayList<>();
        for (Matrix response : evoked) {
            filters.add(filters(estimator.of(response), signal));
        }
        return new Model(y.names(), filters, evoked);
    }

    private SpatialFilters filters(Matrix evoked, Matrix signal) {
        GeneralizedEigen eigen = GeneralizedEigen.of(evoked, signal);
        int n = eigen.values().length;
        Matrix vectors = Matrix.zeros(eigen.vectors().rows(), n);
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            double[] vector = eigen.vectors().column(n - 1 - k);
            double norm = 0;
            for (double value : vector) {
                norm += value * value;
            }
            for (int c = 0; c < vector.length; c++) {
                vectors.set(c, k, vector[c] / Math.sqrt(norm));
            }
            values[k] = eigen.values()[n - 1 - k];
        }
        return SpatialFilters.of(vectors, values, components);
    }

    /** Covariance of all trials in one row, channels x channels. */
    private Matrix signal(Matrix rows, TrialShape shape) {
        int t = shape.times();
        Matrix all = Matrix.zeros(shape.channels(), Math.multiplyExact(rows.rows(), t));
        for (int i = 0; i < rows.rows(); i++) {
            for (int c = 0; c < shape.channels(); c++) {
                System.arraycopy(rows.data(), i * rows.columns() + c * t, all.data(),
                        c * all.columns() + i * t, t);
            }
        }
        return estimator.of(all);
    }

    /**
     * @param rows trials x (channels x times)
     * @param shape channels and times
     * @param y the class of each trial
     * @return the mean of the trials of each class, channels x times
     */
    public static List<Matrix> evoked(Matrix rows, TrialShape shape, Labels y) {
        shape.require(rows);
        List<Matrix> means = new ArrayList<>();
        int[] counts = y.counts();
        for (int c = 0; c < y.classCount(); c++) {
            if (counts[c] == 0) {
                throw new EngramException(
                        "class '" + y.names().get(c) + "' has no trial: drop it or add trials");
            }
            Matrix mean = Matrix.zeros(shape.channels(), shape.times());
            for (int i = 0; i < y.size(); i++) {
                for (int k = 0; k < shape.size() && y.code(i) == c; k++) {
                    mean.data()[k] += rows.data()[i * rows.columns() + k] / counts[c];
                }
            }
            means.add(mean);
        }
        return means;
    }

    /**
     * Fitted filters. Immutable.
     *
     * @param classNames class names by code
     * @param filters of each class, largest response first
     * @param evoked response of each class, channels x times
     */
    public record Model(List<String> classNames, List<SpatialFilters> filters, List<Matrix> evoked) {
        /** Copies the lists. */
        public Model {
            classNames = List.copyOf(classNames);
            filters = List.copyOf(filters);
            evoked = List.copyOf(evoked);
        }

        /** @return all filters, class by class, (classes x components) x channels */
        public Matrix allFilters() {
            return Matrix.ofRows(filters.stream().flatMap(f -> java.util.stream.IntStream.range(0, f.count())
                    .mapToObj(f.filters()::row)).toArray(double[][]::new));
        }

        /**
         * @param trial channels x times
         * @return (classes x components) x times
         */
        public Matrix sources(Matrix trial) {
            return DenseAlgebra.multiply(allFilters(), trial);
        }
    }
}
