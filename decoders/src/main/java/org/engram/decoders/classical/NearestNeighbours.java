package org.engram.decoders.classical;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * The classes of the nearest training samples vote. Decision values are shares of votes; of classes with as
 * many votes the lowest code wins, of samples as near the one that comes first.
 *
 * @param neighbours how many vote, 1 or more. Default 5
 * @param distance what near means. Default correlation
 */
public record NearestNeighbours(int neighbours, SampleDistance distance) implements Tunable {
    /** Checks the range. */
    public NearestNeighbours {
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours is " + neighbours + ": give 1 or more");
        }
        Objects.requireNonNull(distance, "distance");
    }

    /** Five neighbours by correlation. */
    public NearestNeighbours() {
        this(5, SampleDistance.CORRELATION);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        if (neighbours > x.rows()) {
            throw new EngramException(neighbours + " neighbours are to vote but there are " + x.rows()
                    + " training samples: ask for fewer neighbours");
        }
        if (distance == SampleDistance.CORRELATION) {
            return new Model(this, y, SampleDistance.unitRows(x), new double[x.columns()]);
        }
        // About the mean, inner products lose fewer digits in distances.
        double[] mean = ColumnMoments.means(x);
        return new Model(this, y, ColumnMoments.shifted(x, mean), mean);
    }

    @Override
    public String penaltyName() {
        return "neighbours";
    }

    @Override
    public double penalty() {
        return neighbours;
    }

    @Override
    public boolean largerIsSimpler() {
        return true;
    }

    @Override
    public NearestNeighbours withPenalty(double penalty) {
        return new NearestNeighbours((int) Math.rint(penalty), distance);
    }

    /** @return 1, 3, 5, 9, 15 and 25, as far as there are samples */
    @Override
    public double[] defaultPenalties(Matrix x, Labels y) {
        return DoubleStream.of(1, 3, 5, 9, 15, 25).filter(k -> k <= x.rows()).toArray();
    }

    @Override
    public String describe() {
        return "k nearest neighbours, k = " + neighbours + ", " + distance.text();
    }

    /** The training samples (a copy of them, centred or normalised) and their classes. Immutable. */
    public static final class Model implements ClassifierModel {
        private final NearestNeighbours options;
        private final Labels labels;
        private final Matrix samples;
        private final double[] mean;
        private final double[] squaredNorms;

        private Model(NearestNeighbours options, Labels labels, Matrix samples, double[] mean) {
            this.options = options;
            this.labels = labels;
            this.samples = samples;
            this.mean = mean;
            squaredNorms = new double[samples.rows()];
            for (int i = 0; i < squaredNorms.length; i++) {
                for (int j = 0; j < samples.columns(); j++) {
                    squaredNorms[i] += samples.get(i, j) * samples.get(i, j);
                }
            }
        }

        @Override
        public List<String> classNames() {
            return labels.names();
        }

        /** {@inheritDoc} Shares of votes. */
        @Override
        public Matrix decisionValues(Matrix x) {
            Training.requireFeatures(x, samples.columns());
            boolean correlation = options.distance == SampleDistance.CORRELATION;
            Matrix test = correlation ? SampleDistance.unitRows(x) : ColumnMoments.shifted(x, mean);
            Matrix products = DenseAlgebra.multiplyTransposed(test, samples);
            Matrix votes = Matrix.zeros(x.rows(), labels.classCount());
            double[] farness = new double[samples.rows()];
            for (int i = 0; i < x.rows(); i++) {
                for (int s = 0; s < farness.length; s++) {
                    // The norm of the test sample is the same for all.
                    farness[s] = (correlation ? 0 : squaredNorms[s]) - 2 * products.get(i, s);
                }
                for (int k = 0; k < options.neighbours; k++) {
                    int nearest = 0;
                    for (int s = 1; s < farness.length; s++) {
                        nearest = farness[s] < farness[nearest] ? s : nearest;
                    }
                    farness[nearest] = Double.POSITIVE_INFINITY;
                    int code = labels.code(nearest);
                    votes.set(i, code, votes.get(i, code) + 1.0 / options.neighbours);
                }
            }
            return votes;
        }
    }
}
