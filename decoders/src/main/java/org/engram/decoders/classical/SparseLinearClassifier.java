package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;

/**
 * Logistic regression or support vector machine with an L1 penalty, one class against the rest: minimises
 * |w|_1 + |b| + C sum_i loss(y_i f_i). Few features keep a weight; the rest are exactly zero. Agrees with
 * scikit-learn's {@code LogisticRegression} and {@code LinearSVC} with {@code penalty='l1'}, which wrap
 * LIBLINEAR, class weights included ({@link LinearSvm}).
 *
 * <h2>References</h2> Yuan, Chang, Hsieh and Lin 2010, Journal of Machine Learning Research 11:3183.
 *
 * @param loss logistic or squared hinge
 * @param c the price of errors, positive. Default 1
 * @param intercept whether there is a (penalised) constant. Default true
 * @param classWeights how much samples count by class. Default none
 * @param tolerance violation of the optimality conditions at the end, as a share of that at the start.
 *     Default 1e-6
 * @param maximumPasses passes over the features before giving up with a notice {@code l1-not-converged}.
 *     Default 10000
 */
public record SparseLinearClassifier(Loss loss, double c, boolean intercept, ClassWeights classWeights,
        double tolerance, int maximumPasses) implements ClassWeighted, Tunable {

    /** What an error costs. */
    public enum Loss {
        /** log(1 + exp(-y f)). */
        LOGISTIC,
        /** max(0, 1 - y f) squared. */
        SQUARED_HINGE
    }

    /** Checks the ranges. */
    public SparseLinearClassifier {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(classWeights, "classWeights");
        Penalties.requirePositive(c);
        if (!(tolerance > 0) || maximumPasses < 1) {
            throw new IllegalArgumentException(
                    "tolerance is " + tolerance + " and maximumPasses " + maximumPasses
                            + ": both must be positive");
        }
    }

    /** @return L1 logistic regression, C 1 */
    public static SparseLinearClassifier logistic() {
        return new SparseLinearClassifier(Loss.LOGISTIC, 1, true, ClassWeights.none(), 1e-6, 10_000);
    }

    /** @return L1 support vector machine with squared hinge, C 1 */
    public static SparseLinearClassifier svm() {
        return new SparseLinearClassifier(Loss.SQUARED_HINGE, 1, true, ClassWeights.none(), 1e-6, 10_000);
    }

    /**
     * @param value the price of errors, positive
     * @return this with that C
     */
    public SparseLinearClassifier withC(double value) {
        return new SparseLinearClassifier(loss, value, intercept, classWeights, tolerance, maximumPasses);
    }

    /**
     * @param value whether there is a constant
     * @return this with or without intercept
     */
    public SparseLinearClassifier withIntercept(boolean value) {
        return new SparseLinearClassifier(loss, c, value, classWeights, tolerance, maximumPasses);
    }

    /**
     * @param value how much samples count by class
     * @return this with those weights
     */
    @Override
    public SparseLinearClassifier withClassWeights(ClassWeights value) {
        return new SparseLinearClassifier(loss, c, intercept, value, tolerance, maximumPasses);
    }

    /**
     * @param newTolerance share of the first violation to stop at, positive
     * @param newMaximumPasses passes before giving up
     * @return this with those limits
     */
    public SparseLinearClassifier withLimits(double newTolerance, int newMaximumPasses) {
        return new SparseLinearClassifier(loss, c, intercept, classWeights, newTolerance, newMaximumPasses);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        return fitEach(x, y, c).get(0);
    }

    @Override
    public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
        Training.require(x, y);
        double[][] features = featureRows(x);
        List<ClassifierModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            models.add(withC(penalty).fit(features, x.columns(), y));
        }
        return models;
    }

    private ClassifierModel fit(double[][] features, int p, Labels y) {
        int margins = Training.marginCount(y);
        Matrix weights = Matrix.zeros(margins, p);
        double[] intercepts = new double[margins];
        List<Notice> notices = new ArrayList<>();
        for (int m = 0; m < margins; m++) {
            OneVersusRest split = OneVersusRest.of(y, m, c, classWeights);
            var descent = new CoordinateNewton(features, split.signs(), split.penalties(),
                    loss == Loss.LOGISTIC)
                    .run(tolerance, maximumPasses);
            System.arraycopy(descent.weights(), 0, weights.data(), m * p, p);
            intercepts[m] = intercept ? descent.weights()[p] : 0;
            if (!descent.converged()) {
                notices.add(new Notice("l1-not-converged",
                        "the L1 fit of class '" + y.names().get(split.positive())
                                + "' stopped after " + maximumPasses + " passes above its tolerance of "
                                + tolerance
                                + ": standardise the features, lower C, or allow more passes"));
            }
        }
        return LinearClassifierModel.ofMargins(y.names(), weights, intercepts, notices);
    }

    private double[][] featureRows(Matrix x) {
        int p = x.columns();
        double[][] features = new double[intercept ? p + 1 : p][x.rows()];
        int tile = 64;
        for (int j0 = 0; j0 < p; j0 += tile) {
            int j1 = Math.min(p, j0 + tile);
            for (int i = 0; i < x.rows(); i++) {
                for (int j = j0; j < j1; j++) {
                    features[j][i] = x.get(i, j);
                }
            }
        }
        if (intercept) {
            Arrays.fill(features[p], 1);
        }
        return features;
    }

    /**
     * The C at and below which every weight is zero.
     *
     * @param x samples x features, finite
     * @param y the class of each row
     * @return that C; fails when no feature relates to any class and there is no intercept
     */
    public double smallestUsefulC(Matrix x, Labels y) {
        Training.require(x, y);
        Matrix signs = Training.signedTargets(y);
        double largest = 0;
        for (double value : DenseAlgebra.transposedMultiply(signs, x).data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (intercept) {
            for (int m = 0; m < signs.columns(); m++) {
                double sum = 0;
                for (double sign : signs.column(m)) {
                    sum += sign;
                }
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        if (largest == 0) {
            throw new EngramException(
                    "no feature relates to any class (every inner product is 0), so an L1 penalty"
                            + " keeps every weight at zero: check the data, or give C yourself");
        }
        return (loss == Loss.LOGISTIC ? 2 : 0.5) / largest;
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
    public SparseLinearClassifier withPenalty(double penalty) {
        return withC(penalty);
    }

    /** @return 2, 20 and 200 times {@link #smallestUsefulC} */
    @Override
    public double[] defaultPenalties(Matrix x, Labels y) {
        double smallest = smallestUsefulC(x, y);
        return new double[] {2 * smallest, 20 * smallest, 200 * smallest};
    }

    @Override
    public String describe() {
        return (loss == Loss.LOGISTIC ? "logistic regression" : "linear SVM, squared hinge loss")
                + ", L1 penalty, C = " + Penalties.text(c) + (intercept ? "" : ", no intercept")
                + classWeights.phrase();
    }
}
