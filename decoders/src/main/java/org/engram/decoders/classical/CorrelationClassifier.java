package org.engram.decoders.classical;

import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * The class whose mean pattern correlates best with the sample, over features. Decision values are
 * correlations; for two classes their difference, with both signs. Correlate patterns about the mean over
 * conditions (subtract it from each feature, {@link StandardizedClassifier} does) to keep what they share out
 * of it.
 *
 * <h2>References</h2> Haxby et al. 2001, Science 293:2425.
 */
public record CorrelationClassifier() implements Classifier {
    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        return new Model(y.names(), SampleDistance.unitRows(WithinClass.of(x, y).means()));
    }

    @Override
    public String describe() {
        return "nearest class mean, correlation";
    }

    private record Model(List<String> classNames, Matrix patterns) implements ClassifierModel {
        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, patterns.columns());
            Matrix values = DenseAlgebra.multiplyTransposed(SampleDistance.unitRows(x), patterns);
            for (int i = 0; i < values.rows() && values.columns() == 2; i++) {
                double margin = values.get(i, 1) - values.get(i, 0);
                values.set(i, 0, -margin);
                values.set(i, 1, margin);
            }
            return values;
        }
    }
}
