package org.engram.decoders.timeseries.pipelines;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.decoders.classical.LinearClassifierModel;

/**
 * Logistic regression with an elastic net: minimises C sum_i log loss + l |w|_1 + (1 - l) / 2 |w|^2 with a free
 * intercept; one margin for two classes, a softmax for more. The objective of scikit-learn's {@code
 * LogisticRegression(penalty='elasticnet')}, solved by accelerated proximal gradient with restarts to a tighter tolerance.
 *
 * <h2>References</h2> Zou and Hastie 2005, J. R. Stat. Soc. B 67:301; Beck and Teboulle 2009, SIAM J. Imaging Sciences
 * 2:183; O'Donoghue and Candes 2015, Found. Comput. Math. 15:715 (restarts).
 *
 * @param c the price of errors, positive. Default 1
 * @param sparseShare l, from 0 (ridge) to 1 (lasso). Default 0.7
 * @param maximumSteps steps before giving up with a notice. Default 5000
 */
public record ElasticNetLogistic(double c, double sparseShare, int maximumSteps) implements Tunable {
    private static final double TOLERANCE = 1e-8;

    /** Checks the ranges. */
    public ElasticNetLogistic {
        if (!(c > 0) || !(sparseShare >= 0 && sparseShare <= 1) || maximumSteps < 1) {
            throw new IllegalArgumentException("elastic net with C " + c + ", share " + sparseShare + " and "
                    + maximumSteps
                    + " steps: give C above 0, a share from 0 to 1 and a positive number of steps");
        }
    }

    /** C 1, share 0.7. */
    public ElasticNetLogistic() {
        this(1, 0.7, 5000);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        int margins = y.classCount() == 2 ? 1 : y.classCount();
        int width = x.columns() + 1;
        double lipschitz = c * (margins == 1 ? 0.25 : 0.5) * largestEigenvalue(x) + (1 - sparseShare);
        double step = 1 / lipschitz;
        Matrix weights = Matrix.zeros(margins, width); // the last column is the intercept
        Matrix ahead = weights.copy();
        double momentum = 1;
        boolean converged = false;
        for (int s = 0; s < maximumSteps && !converged; s++) {
            Matrix gradient = gradient(x, y, ahead);
            Matrix next = proximal(ahead, gradient, step);
            double turn = 0;
            double change = 0;
            double size = 1;
            for (int i = 0; i < next.data().length; i++) {
                double moved = next.data()[i] - weights.data()[i];
                turn += (ahead.data()[i] - next.data()[i]) * moved;
                change = Math.max(change, Math.abs(moved));
                size = Math.max(size, Math.abs(next.data()[i]));
            }
            double later = turn > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double pull = turn > 0 ? 0 : (momentum - 1) / later;
            for (int i = 0; i < next.data().length; i++) {
                ahead.data()[i] = next.data()[i] + pull * (next.data()[i] - weights.data()[i]);
            }
            momentum = later;
            weights = next;
            converged = change <= TOLERANCE * size;
        }
        return model(weights, y, converged);
    }

    /** Of X'X with a column of ones, by a bound that is exact to rounding. */
    private static double largestEigenvalue(Matrix x) {
        Matrix gram = x.rows() < x.columns() ? DenseAlgebra.gram(x) : DenseAlgebra.transposedGram(x);
        double[] values = DenseAlgebra.symmetricEigenvalues(gram);
        return values[values.length - 1] + x.rows();
    }

    private Matrix gradient(Matrix x, Labels y, Matrix weights) {
        int margins = weights.rows();
        int p = x.columns();
        Matrix slopes = Matrix.zeros(p, margins);
        double[] intercepts = weights.column(p);
        for (int k = 0; k < margins; k++) {
            for (int j = 0; j < p; j++) {
                slopes.set(j, k, weights.get(k, j));
            }
        }
        Matrix residuals = DenseAlgebra.multiply(x, slopes);
        Matrix gradient = Matrix.zeros(margins, p + 1);
        for (int i = 0; i < x.rows(); i++) {
            residual(residuals, i, intercepts, y.code(i));
            for (int k = 0; k < margins; k++) {
                gradient.data()[k * (p + 1) + p] += c * residuals.get(i, k);
            }
        }
        Matrix inner = DenseAlgebra.transposedMultiply(residuals, x);
        for (int k = 0; k < margins; k++) {
            for (int j = 0; j < p; j++) {
                gradient.set(k, j, c * inner.get(k, j) + (1 - sparseShare) * weights.get(k, j));
            }
        }
        return gradient;
    }

    /** Probability minus indicator, in place of the linear part. */
    private static void residual(Matrix linear, int i, double[] intercepts, int code) {
        int margins = intercepts.length;
        if (margins == 1) {
            linear.set(i, 0, 1 / (1 + Math.exp(-linear.get(i, 0) - intercepts[0])) - code);
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < margins; k++) {
            linear.set(i, k, linear.get(i, k) + intercepts[k]);
            largest = Math.max(largest, linear.get(i, k));
        }
        double sum = 0;
        for (int k = 0; k < margins; k++) {
            linear.set(i, k, Math.exp(linear.get(i, k) - largest));
            sum += linear.get(i, k);
        }
        for (int k = 0; k < margins; k++) {
            linear.set(i, k, linear.get(i, k) / sum - (k == code ? 1 : 0));
        }
    }

    private Matrix proximal(Matrix from, Matrix gradient, double step) {
        Matrix next = from.copy();
        int width = from.columns();
        double threshold = step * sparseShare;
        for (int i = 0; i < next.data().length; i++) {
            double moved = next.data()[i] - step * gradient.data()[i];
            boolean intercept = i % width == width - 1;
            next.data()[i] = intercept
                    ? moved
                    : Math.signum(moved) * Math.max(0, Math.abs(moved) - threshold);
        }
        return next;
    }

    private ClassifierModel model(Matrix weights, Labels y, boolean converged) {
        int p = weights.columns() - 1;
        int classes = y.classCount();
        Matrix coefficients = Matrix.zeros(classes, p);
        double[] intercepts = new double[classes];
        for (int k = 0; k < classes; k++) {
            int row = weights.rows() == 1 ? 0 : k;
            double sign = weights.rows() == 1 && k == 0 ? -1 : 1;
            for (int j = 0; j < p; j++) {
                coefficients.set(k, j, sign * weights.get(row, j));
            }
            intercepts[k] = sign * weights.get(row, p);
        }
        List<Notice> notices = new ArrayList<>();
        if (!converged) {
            notices.add(new Notice("elastic-net-not-converged",
                    "the elastic net did not settle in " + maximumSteps
                            + " steps: standardise the features or allow more steps"));
        }
        return new LinearClassifierModel(y.names(), coefficients, intercepts, notices);
    }

    @Override
    public String penaltyName() {
        return "C";
    }

    @Override
    public double penalty() {
        return c;
    }

    @Override
    public boolean largerIsSimpler() {
        return false;
    }

    @Override
    public ElasticNetLogistic withPenalty(double penalty) {
        return new ElasticNetLogistic(penalty, sparseShare, maximumSteps);
    }

    /** @return 0.001, 0.01, 0.1, 1, 10 */
    @Override
    public double[] defaultPenalties(Matrix x, Labels y) {
        return new double[] {0.001, 0.01, 0.1, 1, 10};
    }

    @Override
    public String describe() {
        return "logistic regression with an elastic net (C " + c + ", L1 share " + sparseShare + ")";
    }
}
