package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * Logistic regression with an L2 penalty: minimises 0.5 |W|^2 + C sum_i log loss. By default one softmax over
 * all classes with a free intercept, as scikit-learn's {@code LogisticRegression()}; one class against the
 * rest with a penalised intercept gives what its {@code solver='liblinear'} gives. With fewer samples than
 * features the problem is rotated into the span of the samples, where it has n unknowns per class in place of
 * p. Solved to high accuracy by Newton's method.
 *
 * @param c the price of errors, positive. Default 1
 * @param classes one softmax, or one class against the rest. Default softmax
 * @param intercept how the constant is treated. Default free
 * @param classWeights how much samples count by class. With one class against the rest they act as in
 *     {@link LinearSvm}. Default none
 * @param tolerance gradient norm to stop at, as a share of the first. Default 1e-8
 * @param maximumIterations Newton steps before giving up with a notice {@code logistic-not-converged}.
 *     Default 200
 */
public record LogisticRegression(double c, Classes classes, Intercept intercept, ClassWeights classWeights,
        double tolerance, int maximumIterations) implements ClassWeighted, TunableGramClassifier {

    /** How more than two classes are told apart. */
    public enum Classes {
        /** One softmax. */
        MULTINOMIAL,
        /** A two-class problem for each class. */
        ONE_VERSUS_REST
    }

    /** How the constant is treated. */
    public enum Intercept {
        /** Fitted without penalty. */
        FREE,
        /** Fitted as the weight of a feature of constant one. */
        PENALIZED,
        /** Left out. */
        NONE
    }

    /** Checks the ranges. */
    public LogisticRegression {
        Penalties.requirePositive(c);
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(intercept, "intercept");
        Objects.requireNonNull(classWeights, "classWeights");
        if (!(tolerance > 0) || maximumIterations < 1) {
            throw new IllegalArgumentException("tolerance is " + tolerance + " and maximumIterations "
                    + maximumIterations + ": both must be positive");
        }
    }

    /** C 1, softmax, free intercept, without class weights. */
    public LogisticRegression() {
        this(1, Classes.MULTINOMIAL, Intercept.FREE, ClassWeights.none(), 1e-8, 200);
    }

    /**
     * @param value the price of errors, positive
     * @return this with that C
     */
    public LogisticRegression withC(double value) {
        return new LogisticRegression(value, classes, intercept, classWeights, tolerance, maximumIterations);
    }

    /**
     * @param value how more than two classes are told apart
     * @return this with that scheme
     */
    public LogisticRegression withClasses(Classes value) {
        return new LogisticRegression(c, value, intercept, classWeights, tolerance, maximumIterations);
    }

    /**
     * @param value how the constant is treated
     * @return this with that intercept
     */
    public LogisticRegression withIntercept(Intercept value) {
        return new LogisticRegression(c, classes, value, classWeights, tolerance, maximumIterations);
    }

    /**
     * @param value how much samples count by class
     * @return this with those weights
     */
    @Override
    public LogisticRegression withClassWeights(ClassWeights value) {
        return new LogisticRegression(c, classes, intercept, value, tolerance, maximumIterations);
    }

    /**
     * @param newTolerance share of the first gradient to stop at, positive
     * @param newMaximumIterations Newton steps before giving up
     * @return this with those limits
     */
    public LogisticRegression withLimits(double newTolerance, int newMaximumIterations) {
        return new LogisticRegression(c, classes, intercept, classWeights, newTolerance,
                newMaximumIterations);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        return fitEach(x, y, c).get(0);
    }

    @Override
    public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
        Training.require(x, y);
        if (SampleSpan.suits(x)) {
            return SampleSpan.fit(x, y, intercept == Intercept.FREE, gram -> fitGramEach(gram, y, penalties));
        }
        double[] mean = intercept == Intercept.FREE ? ColumnMoments.means(x) : new double[x.columns()];
        Matrix features = intercept == Intercept.PENALIZED
                ? withOnes(x)
                : intercept == Intercept.FREE ? ColumnMoments.shifted(x, mean) : x;
        List<ClassifierModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            Fit fit = withC(penalty).solve(features, y);
            models.add(primalModel(fit, mean, y));
        }
        return models;
    }

    private ClassifierModel primalModel(Fit fit, double[] mean, Labels y) {
        Matrix weights = fit.weights().transpose();
        double[] intercepts = fit.intercepts();
        if (intercept == Intercept.PENALIZED) {
            int p = weights.columns() - 1;
            for (int m = 0; m < weights.rows(); m++) {
                intercepts[m] = weights.get(m, p);
            }
            int[] kept = new int[p];
            Arrays.setAll(kept, j -> j);
            weights = weights.selectColumns(kept);
        }
        ColumnMoments.moveIntercepts(weights, mean, intercepts);
        return LinearClassifierModel.ofMargins(y.names(), weights, intercepts, fit.notices());
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        return fitGramEach(gram, y, c).get(0);
    }

    @Override
    public List<DualModel> fitGramEach(Matrix gram, Labels y, double... penalties) {
        Training.requireGram(gram, y);
        RotatedSpan span = RotatedSpan.of(gram, intercept);
        List<DualModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            Fit fit = withC(penalty).solve(span.scores(), y);
            double[] intercepts = fit.intercepts();
            Matrix dual = span.sampleWeights(fit.weights(), intercepts);
            models.add(DualLinearModel.ofMargins(dual, intercepts, fit.notices()));
        }
        return models;
    }

    private Fit solve(Matrix features, Labels y) {
        int margins = Training.marginCount(y);
        List<Notice> notices = new ArrayList<>();
        if (classes == Classes.MULTINOMIAL && margins > 1) {
            double[] byCode = classWeights.byCode(y);
            double[] penalties = new double[y.size()];
            Matrix targets = Matrix.zeros(y.size(), margins);
            for (int i = 0; i < penalties.length; i++) {
                penalties[i] = c * byCode[y.code(i)];
                targets.set(i, y.code(i), 1);
            }
            SoftmaxNewton newton = newton(features, targets, penalties, "all classes", notices);
            return new Fit(newton.weights(), newton.intercepts(), notices);
        }
        Matrix weights = Matrix.zeros(features.columns(), margins);
        double[] intercepts = new double[margins];
        for (int m = 0; m < margins; m++) {
            OneVersusRest split = OneVersusRest.of(y, m, c, classWeights);
            Matrix targets = Matrix.zeros(y.size(), 1);
            for (int i = 0; i < y.size(); i++) {
                targets.set(i, 0, split.signs()[i] > 0 ? 1 : 0);
            }
            String who = "class '" + y.names().get(split.positive()) + "'";
            SoftmaxNewton newton = newton(features, targets, split.penalties(), who, notices);
            Matrix column = newton.weights();
            for (int j = 0; j < weights.rows(); j++) {
                weights.set(j, m, column.get(j, 0));
            }
            intercepts[m] = newton.intercepts()[0];
        }
        return new Fit(weights, intercepts, notices);
    }

    private SoftmaxNewton newton(Matrix features, Matrix targets, double[] penalties, String who,
            List<Notice> notices) {
        SoftmaxNewton newton = new SoftmaxNewton(features, targets, penalties, intercept == Intercept.FREE)
                .run(tolerance, maximumIterations);
        if (!newton.converged()) {
            notices.add(new Notice("logistic-not-converged", "logistic regression of " + who
                    + " stopped with a gradient of " + (float) newton.remaining()
                    + " times the first (tolerance " + tolerance
                    + "): standardise the features, lower C, or allow more iterations"));
        }
        return newton;
    }

    private static Matrix withOnes(Matrix x) {
        int p = x.columns();
        Matrix out = Matrix.zeros(x.rows(), p + 1);
        for (int i = 0; i < x.rows(); i++) {
            System.arraycopy(x.data(), i * p, out.data(), i * (p + 1), p);
            out.set(i, p, 1);
        }
        return out;
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
    public LogisticRegression withPenalty(double penalty) {
        return withC(penalty);
    }

    /** @return 0.001, 0.01, ... 10000 */
    @Override
    public double[] defaultPenalties() {
        return Penalties.powersOfTen(-3, 4);
    }

    @Override
    public String describe() {
        return "logistic regression, " + (classes == Classes.MULTINOMIAL ? "softmax" : "one versus rest")
                + ", L2 penalty, C = " + Penalties.text(c)
                + switch (intercept) {
                    case FREE -> "";
                    case PENALIZED -> ", penalised intercept";
                    case NONE -> ", no intercept";
                } + classWeights.phrase();
    }

    private record Fit(Matrix weights, double[] intercepts, List<Notice> notices) {}
}
