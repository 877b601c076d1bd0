package org.engram.decoders.classical;

import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Gaussian naive Bayes: features are independent and normal within a class, each with its own mean and
 * variance. Decision values are logarithms of posterior probabilities. Agrees with scikit-learn's {@code
 * GaussianNB}.
 *
 * @param varianceShare what is added to every variance, as a share of the largest variance of any feature
 *     over all samples; keeps features that are constant within a class from deciding alone. Default 1e-9
 */
public record GaussianNaiveBayes(double varianceShare) implements Classifier {
    /** Checks the range. */
    public GaussianNaiveBayes {
        if (!(varianceShare >= 0) || Double.isInfinite(varianceShare)) {
            throw new IllegalArgumentException("variance share is " + varianceShare + ": give 0 or more");
        }
    }

    /** Adds 1e-9 of the largest variance. */
    public GaussianNaiveBayes() {
        this(1e-9);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        int p = x.columns();
        WithinClass within = WithinClass.of(x, y);
        double largest = 0;
        for (double variance : ColumnMoments.variances(x, ColumnMoments.means(x))) {
            largest = Math.max(largest, variance);
        }
        Matrix variances = Matrix.zeros(y.classCount(), p);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < p; j++) {
                double d = within.deviations().get(i, j);
                variances.data()[y.code(i) * p + j] += d * d;
            }
        }
        for (int c = 0; c < y.classCount(); c++) {
            for (int j = 0; j < p; j++) {
                double variance = variances.get(c, j) / within.counts()[c] + varianceShare * largest;
                if (!(variance > 0)) {
                    throw new EngramException("feature " + j + " does not vary within class '"
                            + y.names().get(c)
                            + "', so naive Bayes has no variance for it: drop constant features or raise"
                            + " varianceShare");
                }
                variances.set(c, j, variance);
            }
        }
        double[] logPriors = new double[y.classCount()];
        for (int c = 0; c < logPriors.length; c++) {
            logPriors[c] = Math.log(within.counts()[c] / (double) y.size());
        }
        return new Model(y.names(), within.means(), variances, logPriors);
    }

    @Override
    public String describe() {
        return "Gaussian naive Bayes";
    }

    /** A fitted naive Bayes classifier. Immutable. */
    public static final class Model implements ClassifierModel {
        private final List<String> classNames;
        private final Matrix means;
        private final Matrix variances;
        private final double[] constants;

        private Model(List<String> classNames, Matrix means, Matrix variances, double[] logPriors) {
            this.classNames = classNames;
            this.means = means;
            this.variances = variances;
            constants = logPriors;
            for (int c = 0; c < constants.length; c++) {
                double sum = 0;
                for (int j = 0; j < means.columns(); j++) {
                    sum += Math.log(2 * Math.PI * variances.get(c, j));
                }
                constants[c] -= sum / 2;
            }
        }

        @Override
        public List<String> classNames() {
            return classNames;
        }

        /** @return classes x features, the matrix itself */
        public Matrix means() {
            return means;
        }

        /** @return classes x features, the matrix itself; what was added is in it */
        public Matrix variances() {
            return variances;
        }

        /** {@inheritDoc} Natural logarithms of posterior probabilities. */
        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, means.columns());
            Matrix values = Matrix.zeros(x.rows(), constants.length);
            for (int i = 0; i < x.rows(); i++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < constants.length; c++) {
                    double value = constants[c] - halfDistance(x, i, c);
                    values.set(i, c, value);
                    largest = Math.max(largest, value);
                }
                double sum = 0;
                for (int c = 0; c < constants.length; c++) {
                    sum += Math.exp(values.get(i, c) - largest);
                }
                double total = largest + Math.log(sum);
                for (int c = 0; c < constants.length; c++) {
                    values.set(i, c, values.get(i, c) - total);
                }
            }
            return values;
        }

        private double halfDistance(Matrix x, int sample, int code) {
            int p = means.columns();
            double sum = 0;
            for (int j = 0; j < p; j++) {
                double d = x.get(sample, j) - means.get(code, j);
                sum += d * d / variances.get(code, j);
            }
            return sum / 2;
        }
    }
}
