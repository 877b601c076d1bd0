package org.engram.decoders.timeseries.ssvep;

import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.linalg.Matrix;
import org.engram.decoders.timeseries.TrialShape;

/**
 * The class whose span of time courses is canonically correlated most with a trial.
 *
 * @param classNames class names by code
 * @param shape channels and times of trials
 * @param spans times x rank of each class, orthonormal
 */
record SpanModel(List<String> classNames, TrialShape shape, List<Matrix> spans) implements ClassifierModel {
    @Override
    public Matrix decisionValues(Matrix x) {
        Matrix decisions = Matrix.zeros(x.rows(), spans.size());
        for (int i = 0; i < x.rows(); i++) {
            Matrix span = SteadyState.span(shape.trial(x, i));
            for (int c = 0; c < spans.size(); c++) {
                decisions.set(i, c, SteadyState.correlation(span, spans.get(c)));
            }
        }
        return decisions;
    }
}
