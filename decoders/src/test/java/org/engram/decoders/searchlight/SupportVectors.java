package org.engram.decoders.searchlight;

import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * A one-against-the-rest linear support vector machine (squared hinge), to stand for any Gram classifier in
 * tests.
 */
record SupportVectors(double c, double tolerance) implements GramClassifier {
    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        int n = gram.rows();
        int classes = y.classCount();
        Matrix dual = Matrix.zeros(n, classes);
        double[] intercepts = new double[classes];
        for (int k = 0; k < classes; k++) {
            double[] signed = solve(gram, y, k);
            for (int i = 0; i < n; i++) {
                dual.set(i, k, signed[i]);
                intercepts[k] += signed[i];
            }
        }
        return new Model(dual, intercepts);
    }

    /** Dual coordinate descent; the intercept is a constant feature of 1. */
    private double[] solve(Matrix gram, Labels y, int positive) {
        int n = gram.rows();
        double[] alpha = new double[n];
        double[] margins = new double[n];
        for (int pass = 0; pass < 100_000; pass++) {
            double worst = 0;
            for (int i = 0; i < n; i++) {
                double sign = y.code(i) == positive ? 1 : -1;
                double gradient = sign * margins[i] - 1 + alpha[i] / (2 * c);
                double projected = alpha[i] > 0 ? gradient : Math.min(0, gradient);
                worst = Math.max(worst, Math.abs(projected));
                double next = Math.max(0, alpha[i] - gradient / (gram.get(i, i) + 1 + 1 / (2 * c)));
                double step = (next - alpha[i]) * sign;
                alpha[i] = next;
                for (int j = 0; j < n && step != 0; j++) {
                    margins[j] += step * (gram.data()[i * n + j] + 1);
                }
            }
            if (worst < tolerance) {
                break;
            }
        }
        for (int i = 0; i < n; i++) {
            alpha[i] *= y.code(i) == positive ? 1 : -1;
        }
        return alpha;
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        DualModel model = fitGram(DenseAlgebra.multiplyTransposed(x, x), y);
        return new ClassifierModel() {
            @Override
            public List<String> classNames() {
                return y.names();
            }

            @Override
            public Matrix decisionValues(Matrix other) {
                return model.decisionValues(DenseAlgebra.multiplyTransposed(other, x));
            }
        };
    }

    @Override
    public String describe() {
        return "support vectors, C = " + c;
    }

    private record Model(Matrix dualCoefficients, double[] intercepts) implements DualModel {
        @Override
        public Matrix decisionValues(Matrix cross) {
            Matrix values = DenseAlgebra.multiply(cross, dualCoefficients);
            for (int t = 0; t < values.rows(); t++) {
                for (int k = 0; k < intercepts.length; k++) {
                    values.set(t, k, values.get(t, k) + intercepts[k]);
                }
            }
            return values;
        }
    }
}
