package org.engram.decoders.decoding;

import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/** Ridge regression on class indicators through its smoother, as plainly as possible: decisions are (smoother) targets. */
record PlainRidge(double alpha) implements LabelLinearClassifier, TunableGramClassifier {
    @Override
    public Matrix smoother(Matrix gram, Matrix cross) {
        Matrix dual = dualOperator(gram);
        double[] offsets = offsets(gram, dual);
        Matrix h = DenseAlgebra.multiply(cross, dual);
        for (int r = 0; r < h.rows(); r++) {
            for (int c = 0; c < h.columns(); c++) {
                h.set(r, c, h.get(r, c) + offsets[c]);
            }
        }
        return h;
    }

    /** C (C K C + alpha I)^-1 C, which takes targets to dual coefficients. */
    private Matrix dualOperator(Matrix gram) {
        int n = gram.rows();
        Matrix centring = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                centring.set(i, j, (i == j ? 1 : 0) - 1.0 / n);
            }
        }
        Matrix system = DenseAlgebra.multiply(DenseAlgebra.multiply(centring, gram), centring);
        for (int i = 0; i < n; i++) {
            system.set(i, i, system.get(i, i) + alpha);
        }
        return DenseAlgebra.multiply(centring, DenseAlgebra.solvePositiveDefinite(system, centring));
    }

    /** What takes targets to intercepts: their mean less the mean training decision. */
    private static double[] offsets(Matrix gram, Matrix dual) {
        Matrix fitted = DenseAlgebra.multiply(gram, dual);
        double[] offsets = new double[gram.rows()];
        for (int c = 0; c < offsets.length; c++) {
            offsets[c] = 1.0 / offsets.length;
            for (int i = 0; i < offsets.length; i++) {
                offsets[c] -= fitted.get(i, c) / offsets.length;
            }
        }
        return offsets;
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        Matrix targets = Matrix.zeros(y.size(), y.classCount());
        for (int i = 0; i < y.size(); i++) {
            for (int c = 0; c < y.classCount(); c++) {
                targets.set(i, c, y.code(i) == c ? 1 : -1);
            }
        }
        Matrix operator = dualOperator(gram);
        Matrix dual = DenseAlgebra.multiply(operator, targets);
        double[] intercepts = DenseAlgebra.multiply(Matrix.of(1, y.size(), offsets(gram, operator)), targets)
                .data();
        return new DualModel() {
            @Override
            public Matrix dualCoefficients() {
                return dual;
            }

            @Override
            public double[] intercepts() {
                return intercepts;
            }

            @Override
            public Matrix decisionValues(Matrix cross) {
                return plus(DenseAlgebra.multiply(cross, dual), intercepts);
            }
        };
    }

    private static Matrix plus(Matrix values, double[] intercepts) {
        for (int r = 0; r < values.rows(); r++) {
            for (int c = 0; c < values.columns(); c++) {
                values.set(r, c, values.get(r, c) + intercepts[c]);
            }
        }
        return values;
    }

    private record Linear(java.util.List<String> classNames, Matrix coefficients, double[] intercepts)
            implements
                LinearModel {
        @Override
        public Matrix decisionValues(Matrix x) {
            return plus(DenseAlgebra.multiplyTransposed(x, coefficients), intercepts);
        }
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        DualModel dual = fitGram(DenseAlgebra.multiplyTransposed(x, x), y);
        return new Linear(y.names(), DenseAlgebra.transposedMultiply(dual.dualCoefficients(), x),
                dual.intercepts());
    }

    @Override
    public PlainRidge withPenalty(double penalty) {
        return new PlainRidge(penalty);
    }

    @Override
    public double[] defaultPenalties() {
        return new double[] {1e-2, 1, 100, 1e4};
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
        return "Ridge classifier, alpha = " + alpha;
    }
}
