package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LabelLinearClassifier;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * Ridge regression on targets of plus and minus one, one per class (one alone for two classes); the largest
 * value wins. Closed form: the fastest of the linear classifiers, and usually as accurate as any. Agrees with
 * scikit-learn's {@code RidgeClassifier}.
 *
 * @param alpha the penalty, 0 or more. Default 1
 * @param intercept whether a constant is fitted. Default true
 * @param classWeights how much samples count by class. Default none
 */
public record RidgeClassifier(double alpha, boolean intercept, ClassWeights classWeights)
        implements
            ClassWeighted,
            LabelLinearClassifier,
            TunableGramClassifier {
    /** Checks the range. */
    public RidgeClassifier {
        RidgeRegression.requirePenalty(alpha);
    }

    /** Alpha 1, with intercept, without class weights. */
    public RidgeClassifier() {
        this(1, true, ClassWeights.none());
    }

    /**
     * @param value the penalty, 0 or more
     * @return this with that penalty
     */
    public RidgeClassifier withAlpha(double value) {
        return new RidgeClassifier(value, intercept, classWeights);
    }

    /**
     * @param value how much samples count by class
     * @return this with those weights
     */
    @Override
    public RidgeClassifier withClassWeights(ClassWeights value) {
        return new RidgeClassifier(alpha, intercept, value);
    }

    /**
     * @param value whether a constant is fitted
     * @return this with or without intercept
     */
    public RidgeClassifier withIntercept(boolean value) {
        return new RidgeClassifier(alpha, value, classWeights);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        return fitEach(x, y, alpha).get(0);
    }

    @Override
    public List<ClassifierModel> fitEach(Matrix x, Labels y, double... alphas) {
        Training.require(x, y);
        if (SampleSpan.suits(x)) {
            return SampleSpan.fit(x, y, intercept, gram -> fitGramEach(gram, y, alphas));
        }
        RidgeSystem system = system(RidgeSystem.ofFeatures(x, sampleWeights(y), intercept), alphas);
        Matrix targets = Training.signedTargets(y);
        List<ClassifierModel> models = new ArrayList<>(alphas.length);
        for (double one : alphas) {
            var solution = system.solve(targets, RidgeSystem.filled(one, targets.columns()));
            models.add(LinearClassifierModel.ofMargins(y.names(), solution.weights().transpose(),
                    solution.intercepts(), List.of()));
        }
        return models;
    }

    @Override
    public DualModel fitGram(Matrix gram, Labels y) {
        return fitGramEach(gram, y, alpha).get(0);
    }

    @Override
    public List<DualModel> fitGramEach(Matrix gram, Labels y, double... alphas) {
        Training.requireGram(gram, y);
        RidgeSystem system = system(RidgeSystem.ofGram(gram, sampleWeights(y), intercept), alphas);
        Matrix targets = Training.signedTargets(y);
        List<DualModel> models = new ArrayList<>(alphas.length);
        for (double one : alphas) {
            var solution = system.solve(targets, RidgeSystem.filled(one, targets.columns()));
            models.add(
                    DualLinearModel.ofMargins(solution.weights(), solution.intercepts(), List.<Notice>of()));
        }
        return models;
    }

    /**
     * The matrix that turns training targets into decisions on test samples, for any labels: with targets of
     * plus one for the class of a sample and minus one for others, one column per class, the decisions are H
     * Y. A permutation test needs nothing else. Class weights are left out ({@link #isLabelLinear}).
     *
     * @param gramTrain n x n inner products of the training samples; not changed
     * @param cross m x n inner products, test samples x training samples; not changed
     * @return H, m x n
     */
    @Override
    public Matrix smoother(Matrix gramTrain, Matrix cross) {
        return RidgeSystem.ofGram(gramTrain, null, intercept).smoother(cross, alpha);
    }

    /**
     * @param trainingCounts training samples per class, by code
     * @return whether {@link #smoother} holds for such labels: without class weights, or balanced ones that
     *     are all 1
     */
    @Override
    public boolean isLabelLinear(int[] trainingCounts) {
        return classWeights.isNone() || classWeights.equals(ClassWeights.balanced())
                && Arrays.stream(trainingCounts).allMatch(count -> count == trainingCounts[0]);
    }

    private static RidgeSystem system(RidgeSystem system, double[] alphas) {
        for (double one : alphas) {
            RidgeRegression.requirePenalty(one);
        }
        // Three factorisations cost about as much as one eigendecomposition.
        return alphas.length > 3 ? system.decomposed() : system;
    }

    private double[] sampleWeights(Labels y) {
        if (classWeights.isNone()) {
            return null;
        }
        double[] byCode = classWeights.byCode(y);
        double[] weights = new double[y.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = byCode[y.code(i)];
        }
        return weights;
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
    public RidgeClassifier withPenalty(double penalty) {
        return withAlpha(penalty);
    }

    /** @return 0.001, 0.01, ... 10000 */
    @Override
    public double[] defaultPenalties() {
        return Penalties.powersOfTen(-3, 4);
    }

    @Override
    public String describe() {
        return "ridge classifier, alpha = " + Penalties.text(alpha) + (intercept ? "" : ", no intercept")
                + classWeights.phrase();
    }
}
