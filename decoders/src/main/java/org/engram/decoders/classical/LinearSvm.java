package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * The linear support vector machine, one class against the rest: minimises 0.5 |w|^2 + 0.5 b^2 + C sum_i
 * loss(y_i f_i), the intercept penalised like a weight. Solved by dual coordinate descent; with fewer samples
 * than features on the inner products, where a step costs n rather than p. Agrees with scikit-learn's {@code
 * LinearSVC}, which wraps LIBLINEAR.
 *
 * <p>With class weights the C of a sample is multiplied by the weight of its class; with three classes or
 * more, as in LIBLINEAR, only on the positive side of each margin.
 *
 * <h2>References</h2> Hsieh, Chang, Lin, Keerthi and Sundararajan 2008, ICML, algorithms 1 and 3.
 *
 * @param c the price of errors, positive. Default 1
 * @param loss hinge or squared hinge. Default squared hinge
 * @param intercept whether there is a constant. Default true
 * @param classWeights how much samples count by class. Default none
 * @param tolerance largest spread of the projected gradient at the end, in units of decision values. Default
 *     1e-4
 * @param maximumPasses passes over the samples before giving up with a notice {@code svm-not-converged}.
 *     Default 10000
 */
public record LinearSvm(double c, Loss loss, boolean intercept, ClassWeights classWeights, double tolerance,
        int maximumPasses) implements ClassWeighted, TunableGramClassifier {

    /** What an error costs. */
    public enum Loss {
        /** max(0, 1 - y f). */
        HINGE,
        /** max(0, 1 - y f) squared. */
        SQUARED_HINGE
    }

    /** Checks the ranges. */
    public LinearSvm {
        Penalties.requirePositive(c);
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(classWeights, "classWeights");
        if (!(tolerance > 0) || maximumPasses < 1) {
            throw new IllegalArgumentException(
                    "tolerance is " + tolerance + " and maximumPasses " + maximumPasses
                            + ": both must be positive");
        }
    }

    /** C 1, squared hinge, with intercept, without class weights. */
    public LinearSvm() {
        this(1, Loss.SQUARED_HINGE, true, ClassWeights.none(), 1e-4, 10_000);
    }

    /**
     * @param value the price of errors, positive
     * @return this with that C
     */
    public LinearSvm withC(double value) {
        return new LinearSvm(value, loss, intercept, classWeights, tolerance, maximumPasses);
    }

    /**
     * @param value what an error costs
     * @return this with that loss
     */
    public LinearSvm withLoss(Loss value) {
        return new LinearSvm(c, value, intercept, classWeights, tolerance, maximumPasses);
    }

    /**
     * @param value whether there is a constant
     * @return this with or without intercept
     */
    public LinearSvm withIntercept(boolean value) {
        return new LinearSvm(c, loss, value, classWeights, tolerance, maximumPasses);
    }

    /**
     * @param value how much samples count by class
     * @return this with those weights
     */
    @Override
    public LinearSvm withClassWeights(ClassWeights value) {
        return new LinearSvm(c, loss, intercept, value, tolerance, maximumPasses);
    }

    /**
     * @param newTolerance spread of the projected gradient to stop at, positive
     * @param newMaximumPasses passes before giving up
     * @return this with those limits
     */
    public LinearSvm withLimits(double newTolerance, int newMaximumPasses) {
        return new LinearSvm(c, loss, intercept, classWeights, newTolerance, newMaximumPasses);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        return fitEach(x, y, c).get(0);
    }

    @Override
    public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
        Training.require(x, y);
        if (SampleSpan.suits(x)) {
            return SampleSpan.fit(x, y, false, gram -> fitGramEach(gram, y, penalties));
        }
        List<ClassifierModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            models.add(withC(penalty).fitInFeatures(x, y));
        }
        return models;
    }

    private ClassifierModel fitInFeatures(Matrix x, Labels y) {
        double[] squaredNorms = squaredNorms(x);
        int margins = Training.marginCount(y);
        Matrix weights = Matrix.zeros(margins, x.columns());
        double[] intercepts = new double[margins];
        List<Notice> notices = new ArrayList<>();
        for (int m = 0; m < margins; m++) {
            var state = new DualCoordinateDescent.InFeatures(x, squaredNorms, intercept);
            solve(state, y, m, notices);
            System.arraycopy(state.weights(), 0, weights.data(), m * x.columns(), x.columns());
            intercepts[m] = state.bias();
        }
        return LinearClassifierModel.ofMargins(y.names(), weights, intercepts, notices);
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        Training.requireGram(gram, y);
        int margins = Training.marginCount(y);
        Matrix dual = Matrix.zeros(y.size(), margins);
        double[] intercepts = new double[margins];
        List<Notice> notices = new ArrayList<>();
        for (int m = 0; m < margins; m++) {
            double[] weights = solve(new DualCoordinateDescent.InSpan(gram, intercept), y, m, notices);
            for (int i = 0; i < weights.length; i++) {
                dual.set(i, m, weights[i]);
                intercepts[m] += intercept ? weights[i] : 0;
            }
        }
        return DualLinearModel.ofMargins(dual, intercepts, notices);
    }

    private double[] solve(DualCoordinateDescent.Decisions state, Labels y, int margin,
            List<Notice> notices) {
        OneVersusRest split = OneVersusRest.of(y, margin, c, classWeights);
        var descent = new DualCoordinateDescent(state, split.signs(), split.penalties(),
                loss == Loss.SQUARED_HINGE)
                .run(tolerance, maximumPasses);
        if (!descent.converged()) {
            notices.add(new Notice("svm-not-converged", "the linear SVM of class '"
                    + y.names().get(split.positive()) + "' stopped after " + maximumPasses
                    + " passes with a violation of " + (float) descent.violation() + " (tolerance "
                    + tolerance
                    + "): standardise the features, lower C, or allow more passes"));
        }
        return descent.signedWeights();
    }

    private static double[] squaredNorms(Matrix x) {
        double[] norms = new double[x.rows()];
        for (int r = 0; r < norms.length; r++) {
            for (int j = 0; j < x.columns(); j++) {
                norms[r] += x.get(r, j) * x.get(r, j);
            }
        }
        return norms;
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
    public LinearSvm withPenalty(double penalty) {
        return withC(penalty);
    }

    /** @return 1, 10, 100 */
    @Override
    public double[] defaultPenalties() {
        return Penalties.powersOfTen(0, 2);
    }

    @Override
    public String describe() {
        return "linear SVM, " + (loss == Loss.HINGE ? "hinge" : "squared hinge") + " loss, C = "
                + Penalties.text(c) + (intercept ? "" : ", no intercept") + classWeights.phrase();
    }
}
