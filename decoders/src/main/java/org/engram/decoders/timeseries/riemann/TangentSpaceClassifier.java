package org.engram.decoders.timeseries.riemann;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.covariance.SymmetricRows;

/**
 * A classifier of the tangent vectors at the mean of the training covariances. Samples are {@link SymmetricRows}.
 * Tunable when the inner classifier is.
 */
public class TangentSpaceClassifier implements Classifier {
    final Classifier inner;
    final Metric metric;

    TangentSpaceClassifier(Classifier inner, Metric metric) {
        this.inner = Objects.requireNonNull(inner, "inner");
        this.metric = Objects.requireNonNull(metric, "metric");
    }

    /**
     * @param inner learns from the vectors
     * @param metric which mean the tangent space touches
     * @return the two in one; a {@link Tunable} when {@code inner} is
     */
    public static TangentSpaceClassifier of(Classifier inner, Metric metric) {
        return inner instanceof Tunable tunable
                ? new TunableTangentSpace(tunable, metric)
                : new TangentSpaceClassifier(inner, metric);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        TangentSpace space = space(x);
        return new Model(space, inner.fit(space.vectors(x, Parallelism.single()), y));
    }

    TangentSpace space(Matrix x) {
        return new TangentSpace(metric.mean(SymmetricRows.matrices(x), Parallelism.single()));
    }

    @Override
    public String describe() {
        return "tangent space at the " + metric.shortName() + " mean, " + inner.describe();
    }

    private record Model(TangentSpace space, ClassifierModel fitted) implements ClassifierModel {
        @Override
        public List<String> classNames() {
            return fitted.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            return fitted.decisionValues(space.vectors(x, Parallelism.single()));
        }

        @Override
        public List<Notice> notices() {
            return fitted.notices();
        }
    }

    private static final class TunableTangentSpace extends TangentSpaceClassifier implements Tunable {
        private final Tunable tunable;

        TunableTangentSpace(Tunable inner, Metric metric) {
            super(inner, metric);
            tunable = inner;
        }

        @Override
        public String penaltyName() {
            return tunable.penaltyName();
        }

        @Override
        public double penalty() {
            return tunable.penalty();
        }

        @Override
        public boolean largerIsSimpler() {
            return tunable.largerIsSimpler();
        }

        @Override
        public Tunable withPenalty(double penalty) {
            return new TunableTangentSpace(tunable.withPenalty(penalty), metric);
        }

        @Override
        public double[] defaultPenalties(Matrix x, Labels y) {
            return tunable.defaultPenalties(space(x).vectors(x, Parallelism.single()), y);
        }

        @Override
        public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
            TangentSpace space = space(x);
            List<ClassifierModel> models = new ArrayList<>(penalties.length);
            for (ClassifierModel fitted : tunable.fitEach(space.vectors(x, Parallelism.single()), y,
                    penalties)) {
                models.add(new Model(space, fitted));
            }
            return models;
        }
    }
}
