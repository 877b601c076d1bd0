package org.engram.decoders.classical;

import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.random.RandomStream;

/**
 * Knows nothing of the features: what any decoder must beat.
 *
 * @param strategy what it answers. Default most frequent
 * @param seed of the random strategies. Default 0
 */
public record DummyClassifier(Strategy strategy, long seed) implements Classifier {

    /** What the answer is. */
    public enum Strategy {
        /** Always the class with the most training samples, the lowest code on a tie. */
        MOST_FREQUENT,
        /** Drawn with the frequencies of the training classes. */
        STRATIFIED,
        /** Drawn with the same chance for each class. */
        UNIFORM
    }

    /** Checks presence. */
    public DummyClassifier {
        Objects.requireNonNull(strategy, "strategy");
    }

    /** Most frequent. */
    public DummyClassifier() {
        this(Strategy.MOST_FREQUENT, 0);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        int[] counts = y.counts();
        double[] chances = new double[counts.length];
        for (int c = 0; c < chances.length; c++) {
            chances[c] = strategy == Strategy.UNIFORM ? 1.0 / chances.length : counts[c] / (double) y.size();
        }
        return new Model(y.names(), chances, this, x.columns());
    }

    @Override
    public String describe() {
        return "dummy, " + switch (strategy) {
            case MOST_FREQUENT -> "most frequent class";
            case STRATIFIED -> "random by class frequency";
            case UNIFORM -> "random, classes alike";
        };
    }

    private static final class Model implements ClassifierModel {
        private final List<String> classNames;
        private final double[] chances;
        private final DummyClassifier options;
        private final int features;

        Model(List<String> classNames, double[] chances, DummyClassifier options, int features) {
            this.classNames = classNames;
            this.chances = chances;
            this.options = options;
            this.features = features;
        }

        @Override
        public List<String> classNames() {
            return classNames;
        }

        /**
         * Class frequencies for the most frequent class, else 1 for the class drawn; the same on every call.
         */
        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, features);
            RandomStream random = RandomStream.of(options.seed, 0);
            Matrix values = Matrix.zeros(x.rows(), chances.length);
            for (int i = 0; i < x.rows(); i++) {
                if (options.strategy == Strategy.MOST_FREQUENT) {
                    System.arraycopy(chances, 0, values.data(), i * chances.length, chances.length);
                } else {
                    values.set(i, draw(random.uniform(i)), 1);
                }
            }
            return values;
        }

        private int draw(double u) {
            double sum = 0;
            for (int c = 0; c < chances.length - 1; c++) {
                sum += chances[c];
                if (u < sum) {
                    return c;
                }
            }
            return chances.length - 1;
        }
    }
}
