package org.engram.decoders.timeseries.riemann;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.Matrix;
import org.engram.core.NotConvergedException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.covariance.SymmetricRows;

/**
 * Gives a covariance the class whose mean is nearest. Samples are {@link SymmetricRows}. Decision values are negative
 * squared distances; their softmax is the probability pyRiemann gives.
 *
 * <h2>References</h2> Barachant, Bonnet, Congedo and Jutten 2012, IEEE Trans. Biomed. Eng. 59:920.
 *
 * @param metric distance and mean. Default Riemannian
 */
public record MinimumDistanceToMean(Metric metric) implements Classifier {
    /** Checks presence. */
    public MinimumDistanceToMean {
        Objects.requireNonNull(metric, "metric");
    }

    /** The affine-invariant metric. */
    public MinimumDistanceToMean() {
        this(Metric.RIEMANN);
    }

    @Override
    public Model fit(Matrix x, Labels y) {
        List<Matrix> means = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            means.add(metric.mean(SymmetricRows.matrices(x.selectRows(ClassRows.of(y, c))),
                    Parallelism.single()));
        }
        return new Model(y.names(), means, metric);
    }

    @Override
    public String describe() {
        return "minimum distance to mean (" + metric.shortName() + ")";
    }

    /**
     * Means of classes. Immutable.
     *
     * @param classNames class names by code
     * @param means one each
     * @param metric distance
     */
    public record Model(List<String> classNames, List<Matrix> means,
            Metric metric) implements ClassifierModel {
        /** Copies the lists. */
        public Model {
            classNames = List.copyOf(classNames);
            means = List.copyOf(means);
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            List<Metric.Distance> distances = means.stream().map(metric::distanceFrom).toList();
            Matrix decisions = Matrix.zeros(x.rows(), distances.size());
            BlasThreads.forEach(Parallelism.single(), x.rows(), i -> {
                Matrix covariance = SymmetricRows.get(x, i);
                for (int c = 0; c < distances.size(); c++) {
                    decisions.set(i, c, -square(distance(distances.get(c), covariance, i)));
                }
            });
            return decisions;
        }

        private static double distance(Metric.Distance distance, Matrix covariance, int trial) {
            try {
                return distance.to(covariance);
            } catch (NotConvergedException e) {
                throw new NotConvergedException("trial " + trial + " (counted from 0): " + e.getMessage());
            }
        }

        private static double square(double value) {
            return value * value;
        }
    }
}
