package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/** The class whose mean is nearest; a classifier that is neither linear in the targets nor fitted from inner products. */
record NearestCentroid() implements Classifier {
    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Matrix means = Matrix.zeros(y.classCount(), x.columns());
        int[] counts = y.counts();
        for (int i = 0; i < x.rows(); i++) {
            for (int v = 0; v < x.columns(); v++) {
                means.set(y.code(i), v, means.get(y.code(i), v) + x.get(i, v) / counts[y.code(i)]);
            }
        }
        return new Model(y.names(), means);
    }

    @Override
    public String describe() {
        return "nearest centroid";
    }

    private record Model(List<String> classNames, Matrix means) implements ClassifierModel {
        @Override
        public Matrix decisionValues(Matrix x) {
            Matrix values = Matrix.zeros(x.rows(), means.rows());
            for (int i = 0; i < x.rows(); i++) {
                for (int c = 0; c < means.rows(); c++) {
                    double squares = 0;
                    for (int v = 0; v < x.columns(); v++) {
                        double difference = x.get(i, v) - means.get(c, v);
                        squares += difference * difference;
                    }
                    values.set(i, c, -squares);
                }
            }
            return values;
        }
    }
}
