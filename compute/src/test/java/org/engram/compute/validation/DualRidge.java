package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** Ridge regression on class indicators, written as plainly as possible; weighted by inverse frequency if wanted. */
record DualRidge(double alpha, boolean balanced) implements LabelLinearClassifier, TunableGramClassifier {
    DualRidge(double alpha) {
        this(alpha, false);
    }

    private record Dual(Matrix dualCoefficients, double[] intercepts) implements DualModel {
        @Override
        public Matrix decisionValues(Matrix cross) {
            Matrix values = DenseAlgebra.multiply(cross, dualCoefficients);
            for (int i = 0; i < values.rows(); i++) {
                for (int c = 0; c < values.columns(); c++) {
                    values.set(i, c, values.get(i, c) + intercepts[c]);
                }
            }
            return values;
        }
    }

    private record Linear(List<String> classNames, Matrix coefficients,
            double[] intercepts) implements LinearModel {
        @Override
        public Matrix decisionValues(Matrix x) {
            return new Dual(coefficients.transpose(), intercepts).decisionValues(x);
        }
    }

    /** Weights of the weighted mean (they sum to one), and n times them: the sample weights. */
    private double[] shares(Labels y) {
        double[] shares = new double[y.size()];
        int[] counts = y.counts();
        for (int i = 0; i < shares.length; i++) {
            shares[i] = balanced ? 1.0 / (counts[y.code(i)] * y.classCount()) : 1.0 / y.size();
        }
        return shares;
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        int n = y.size();
        double[] shares = shares(y);
        Matrix means = Matrix.of(1, n, shares);
        Matrix rowMeans = DenseAlgebra.multiply(means, gram);
        double mean = DenseAlgebra.multiplyTransposed(rowMeans, means).get(0, 0);
        Matrix system = Matrix.zeros(n, n);
        Matrix targets = Matrix.zeros(n, y.classCount());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                system.set(i, j, gram.get(i, j) - rowMeans.get(0, i) - rowMeans.get(0, j) + mean
                        + (i == j ? alpha / (n * shares[i]) : 0));
            }
            for (int c = 0; c < y.classCount(); c++) {
                targets.set(i, c, y.code(i) == c ? 1 : -1);
            }
        }
        Matrix targetMeans = DenseAlgebra.multiply(means, targets);
        Matrix centred = targets.copy();
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < y.classCount(); c++) {
                centred.set(i, c, centred.get(i, c) - targetMeans.get(0, c));
            }
        }
        Matrix dual = DenseAlgebra.solvePositiveDefinite(system, centred);
        double[] intercepts = new double[y.classCount()];
        for (int c = 0; c < y.classCount(); c++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += dual.get(i, c);
            }
            intercepts[c] = targetMeans.get(0, c);
            for (int i = 0; i < n; i++) {
                dual.set(i, c, dual.get(i, c) - shares[i] * sum);
                intercepts[c] -= rowMeans.get(0, i) * dual.get(i, c);
            }
        }
        return new Dual(dual, intercepts);
    }

    @Override
    public Matrix smoother(Matrix gramTrain, Matrix cross) {
        int n = gramTrain.rows();
        Matrix centring = Matrix.zeros(n, n);
        Matrix ones = Matrix.zeros(cross.rows(), n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                centring.set(i, j, (i == j ? 1 : 0) - 1.0 / n);
            }
        }
        java.util.Arrays.fill(ones.data(), 1.0 / n);
        Matrix system = DenseAlgebra.multiply(DenseAlgebra.multiply(centring, gramTrain), centring);
        for (int i = 0; i < n; i++) {
            system.set(i, i, system.get(i, i) + alpha);
        }
        Matrix means = DenseAlgebra.multiply(ones, gramTrain);
        Matrix centred = cross.copy();
        for (int i = 0; i < centred.data().length; i++) {
            centred.data()[i] -= means.data()[i];
        }
        Matrix h = DenseAlgebra.multiply(DenseAlgebra.multiply(centred, centring),
                DenseAlgebra.solvePositiveDefinite(system, centring));
        for (int i = 0; i < h.data().length; i++) {
            h.data()[i] += ones.data()[i];
        }
        return h;
    }

    @Override
    public boolean isLabelLinear(int[] trainingCounts) {
        for (int count : trainingCounts) {
            if (balanced && count != trainingCounts[0]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        DualModel dual = fitGram(DenseAlgebra.multiplyTransposed(x, x), y);
        return new Linear(y.names(), DenseAlgebra.transposedMultiply(dual.dualCoefficients(), x),
                dual.intercepts());
    }

    @Override
    public DualRidge withPenalty(double penalty) {
        return new DualRidge(penalty, balanced);
    }

    @Override
    public double[] defaultPenalties() {
        return new double[] {1e-2, 1, 100};
    }

    @Override
    public String penaltyName() {
        return "alpha";
    }

    @Override
    public double penalty() {
        return alpha;
    }

    @Override
    public boolean largerIsSimpler() {
        return true;
    }

    @Override
    public String describe() {
        return "ridge classifier, alpha = " + alpha;
    }
}
