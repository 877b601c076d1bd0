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
 * Gives every feature mean 0 and variance 1 (divided by n) over the training samples, then fits a classifier.
 * Mean and scale are taken inside {@code fit}, so in a cross-validation they never see the test samples. A
 * feature that is constant over the training samples becomes 0 in training and test, and is counted in a
 * notice {@code constant-features}. Tunable when the inner classifier is. The model is a {@link Model}; of a
 * linear inner model it is a {@link LinearModel} too, with weights for the features as they were.
 */
public class StandardizedClassifier implements Classifier {
    final Classifier inner;

    StandardizedClassifier(Classifier inner) {
        this.inner = inner;
    }

    /**
     * @param inner fitted on the standardised features
     * @return the two in one; a {@link Tunable} when {@code inner} is
     */
    public static StandardizedClassifier of(Classifier inner) {
        return inner instanceof Tunable tunable
                ? new TunableStandardized(tunable)
                : new StandardizedClassifier(inner);
    }

    @Override
    public Model fit(Matrix x, Labels y) {
        Training.require(x, y);
        Scaling scaling = Scaling.of(x);
        return model(inner.fit(scaling.apply(x), y), scaling);
    }

    static Model model(ClassifierModel fitted, Scaling scaling) {
        return fitted instanceof LinearModel linear
                ? new LinearStandardizedModel(linear, scaling)
                : new Model(fitted, scaling);
    }

    @Override
    public String describe() {
        return "features standardised, " + inner.describe();
    }

    /** A model that standardises before it looks. Immutable. */
    public static class Model implements ClassifierModel {
        final ClassifierModel fitted;
        final Scaling scaling;

        Model(ClassifierModel fitted, Scaling scaling) {
            this.fitted = fitted;
            this.scaling = scaling;
        }

        /** @return mean of each feature over the training samples, a copy */
        public double[] means() {
            return scaling.means.clone();
        }

        /**
         * @return standard deviation of each feature over the training samples, 0 for a constant one, a copy
         */
        public double[] deviations() {
            return scaling.deviations.clone();
        }

        /** @return how many features were constant over the training samples */
        public int constantFeatures() {
            return scaling.constants;
        }

        /** @return the model of the standardised features */
        public ClassifierModel inner() {
            return fitted;
        }

        @Override
        public List<String> classNames() {
            return fitted.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, scaling.means.length);
            return fitted.decisionValues(scaling.apply(x));
        }

        @Override
        public List<Notice> notices() {
            List<Notice> notices = new ArrayList<>(fitted.notices());
            if (scaling.constants > 0) {
                int first = 0;
                while (scaling.deviations[first] > 0) {
                    first++;
                }
                notices.add(new Notice("constant-features", scaling.constants + " of " + scaling.means.length
                        + " features are constant over the training samples (the first is " + first
                        + ", from 0) and count as 0"));
            }
            return notices;
        }
    }

    private static final class LinearStandardizedModel extends Model implements LinearModel {
        private final Matrix coefficients;
        private final double[] intercepts;

        LinearStandardizedModel(LinearModel fitted, Scaling scaling) {
            super(fitted, scaling);
            coefficients = scaling.apply(fitted.coefficients(), new double[scaling.means.length]);
            intercepts = fitted.intercepts();
            ColumnMoments.moveIntercepts(coefficients, scaling.means, intercepts);
        }

        @Override
        public Matrix coefficients() {
            return coefficients;
        }

        @Override
        public double[] intercepts() {
            return intercepts.clone();
        }
    }

    /** Means and deviations of the training features. */
    private static final class Scaling {
        private final double[] means;
        private final double[] deviations;
        private final int constants;

        private Scaling(double[] means, double[] deviations, int constants) {
            this.means = means;
            this.deviations = deviations;
            this.constants = constants;
        }

        static Scaling of(Matrix x) {
            double[] means = ColumnMoments.means(x);
            double[] deviations = ColumnMoments.variances(x, means);
            int constants = 0;
            for (int j = 0; j < means.length; j++) {
                // The mean of equal numbers may be off in its last digits: that is no variance.
                double rounding = x.rows() * means[j] * 0x1p-52;
                boolean varies = deviations[j] > rounding * rounding;
                deviations[j] = varies ? Math.sqrt(deviations[j]) : 0;
                constants += varies ? 0 : 1;
            }
            return new Scaling(means, deviations, constants);
        }

        Matrix apply(Matrix x) {
            return apply(x, means);
        }

        Matrix apply(Matrix x, double[] shift) {
            int p = means.length;
            Matrix out = Matrix.zeros(x.rows(), p);
            double[] from = x.data();
            double[] to = out.data();
            for (int i = 0; i < x.rows(); i++) {
                int at = i * p;
                for (int j = 0; j < p; j++) {
                    to[at + j] = deviations[j] > 0 ? (from[at + j] - shift[j]) / deviations[j] : 0;
                }
            }
            return out;
        }
    }

    private static final class TunableStandardized extends StandardizedClassifier implements Tunable {
        private final Tunable tunable;

        TunableStandardized(Tunable inner) {
            super(inner);
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
            return new TunableStandardized(tunable.withPenalty(penalty));
        }

        @Override
        public double[] defaultPenalties(Matrix x, Labels y) {
            return tunable.defaultPenalties(Scaling.of(x).apply(x), y);
        }

        @Override
        public List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
            Training.require(x, y);
            Scaling scaling = Scaling.of(x);
            List<ClassifierModel> models = new ArrayList<>(penalties.length);
            for (ClassifierModel fitted : tunable.fitEach(scaling.apply(x), y, penalties)) {
                models.add(model(fitted, scaling));
            }
            return models;
        }
    }
}
