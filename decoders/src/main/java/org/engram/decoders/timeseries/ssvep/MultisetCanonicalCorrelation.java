package org.engram.decoders.timeseries.ssvep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Canonical correlation with references made from the training trials: for each class the mixture of channels, one per
 * trial, whose time courses agree most among its trials.
 *
 * <h2>References</h2> Zhang, Zhou, Jin, Wang and Cichocki 2014, Int. J. Neural Systems 24:1450013.
 *
 * @param trials shape and rate; frequencies are not used
 */
public record MultisetCanonicalCorrelation(SteadyState trials) implements Classifier {
    /** Checks presence. */
    public MultisetCanonicalCorrelation {
        Objects.requireNonNull(trials, "trials");
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        List<Matrix> spans = new ArrayList<>();
        for (int c = 0; c < y.classCount(); c++) {
            int code = c;
            List<Matrix> members = IntStream.range(0, y.size()).filter(i -> y.code(i) == code)
                    .mapToObj(i -> SteadyState.span(trials.shape().trial(x, i))).toList();
            if (members.size() < 2) {
                throw new EngramException("class '" + y.names().get(c) + "' has " + members.size()
                        + " training trials: what they share needs two or more");
            }
            spans.add(SteadyState.span(shared(members).transpose()));
        }
        return new SpanModel(y.names(), trials.shape(), spans);
    }

    /**
     * In orthonormal bases Q_i of each trial the generalised problem becomes an ordinary one: the mixtures are the
     * leading eigenvector of [Q_i' Q_j], cut into trials. Gives times x trials.
     */
    private static Matrix shared(List<Matrix> spans) {
        int times = spans.get(0).rows();
        Matrix all = Matrix.zeros(times, spans.stream().mapToInt(Matrix::columns).sum());
        int at = 0;
        for (Matrix span : spans) {
            for (int t = 0; t < times; t++) {
                System.arraycopy(span.data(), t * span.columns(), all.data(), t * all.columns() + at,
                        span.columns());
            }
            at += span.columns();
        }
        var svd = DenseAlgebra.singularValues(all);
        Matrix courses = Matrix.zeros(times, spans.size());
        at = 0;
        for (int i = 0; i < spans.size(); i++) {
            Matrix span = spans.get(i);
            for (int t = 0; t < times; t++) {
                double sum = 0;
                for (int k = 0; k < span.columns(); k++) {
                    sum += span.get(t, k) * svd.vt().get(0, at + k);
                }
                courses.set(t, i, sum);
            }
            at += span.columns();
        }
        return courses;
    }

    @Override
    public String describe() {
        return "multiset canonical correlation";
    }
}
