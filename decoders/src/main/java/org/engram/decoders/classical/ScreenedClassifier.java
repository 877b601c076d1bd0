package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * Keeps the features that tell the training classes apart best, then fits a classifier on those. Choosing
 * happens inside {@code fit}, so in a cross-validation it never sees the test samples. Tunable when the inner
 * classifier is. The model is a {@link Model}; of a linear inner model it is a {@link LinearModel} too, with
 * zero weights on the features left out.
 */
public class ScreenedClassifier implements Classifier {
    final Classifier inner;
    final FeatureScreening screening;

    ScreenedClassifier(Classifier inner, FeatureScreening screening) {
        this.inner = inner;
        this.screening = screening;
    }

    /**
     * @param inner fitted on the features kept
     * @param screening which to keep
     * @return the two in one; a {@link Tunable} when {@code inner} is
     */
    public static ScreenedClassifier of(Classifier inner, FeatureScreening screening) {
        return inner instanceof Tunable tunable
                ? new TunableScreened(tunable, screening)
                : new ScreenedClassifier(inner, screening);
    }

    @Override
    public Model fit(Matrix x, Labels y) {
        Training.require(x, y);
        int[] kept = screening.select(x, y);
        return model(inner.fit(x.selectColumns(kept), y), kept, x.columns());
    }

    static Model model(ClassifierModel fitted, int[] kept, int features) {
        return fitted instanceof LinearModel linear
                ? new LinearScreenedModel(linear, kept, features)
                : new Model(fitted, kept, features);
    }

    @Override
    public String describe() {
        return screening.describe() + ", " + inner.describe();
    }

    /** A model that looks at some features. Immutable. */
    public static class Model implements ClassifierModel {
        final ClassifierModel fitted;
        final int[] kept;
        final int features;

        Model(ClassifierModel fitted, int[] kept, int features) {
            this.fitted = fitted;
            this.kept = kept;
            this.features = features;
        }

        /** @return indices of the features kept, ascending, a copy */
        public int[] keptFeatures() {
            return kept.clone();
        }

        /** @return the model of the features kept */
        public ClassifierModel inner() {
            return fitted;
        }

        @Override
        public List<String> classNames() {
            return fitted.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, features);
            return fitted.decisionValues(x.selectColumns(kept));
        }

        @Override
        public List<Notice> notices() {
            return fitted.notices();
        }
    }

    private static final class LinearScreenedModel extends Model implements LinearModel {
        LinearScreenedModel(LinearModel fitted, int[] kept, int features) {
            super(fitted, kept, features);
        }

        @Override
        public Matrix coefficients() {
            Matrix few = ((LinearModel) fitted).coefficients();
            Matrix all = Matrix.zeros(few.rows(), features);
            for (int c = 0; c < few.rows(); c++) {
                for (int j = 0; j < kept.length; j++) {
                    all.set(c, kept[j], few.get(c, j));
                }
            }
            return all;
        }

        @Override
        public double[] intercepts() {
            return ((LinearModel) fitted).intercepts();
        }
    }

    private static final class TunableScreened extends ScreenedClassifier implements Tunable {
        private final Tunable tunable;

        TunableScreened(Tunable inner, FeatureScreening screening) {
            super(inner, screening);
            tunable = inner;
        }

        @Override
        public String penaltyName() {
            return tunable.penaltyName();
        }

        @Override
        public double penalty() {
            return tunable.penalty();
        }

        @Override
        public boolean largerIsSimpler() {
            return tunable.largerIsSimpler();
        }

        @Override
        public Tunable withPenalty(double penalty) {
            return new TunableScreened(tunable.withPenalty(penalty), screening);
        }

        @Override
        public double[] defaultPenalties(Matrix x, Labels y) {
            return tunable.defaultPenalties(x.selectColumns(screening.select(x, y)), y);
        }

        @Override
        public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
            Training.require(x, y);
            int[] kept = screening.select(x, y);
            List<ClassifierModel> models = new ArrayList<>(penalties.length);
            for (ClassifierModel fitted : tunable.fitEach(x.selectColumns(kept), y, penalties)) {
                models.add(model(fitted, kept, x.columns()));
            }
            return models;
        }
    }
}
