package org.engram.decoders.classical;

import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Principal components of the training samples, then linear discriminant analysis on their scores. The
 * components come from the products of samples or of features, whichever are fewer. Weights are given back
 * for the features.
 *
 * @param components how many components, or 0 to go by variance. Default 0
 * @param varianceShare with 0 components, the fewest that explain more than this share of the variance, above
 *     0 and at most 1. Default 0.95
 * @param discriminant the analysis of the scores. Default without shrinkage
 */
public record PcaDiscriminant(int components, double varianceShare, LinearDiscriminant discriminant)
        implements
            Tunable {
    /** Checks the ranges. */
    public PcaDiscriminant {
        if (components < 0 || !(varianceShare > 0 && varianceShare <= 1)) {
            throw new IllegalArgumentException("components is " + components + " and varianceShare "
                    + varianceShare + ": give 0 or more components and a share above 0 and at most 1");
        }
        Objects.requireNonNull(discriminant, "discriminant");
    }

    /** Components for 95 % of the variance, no shrinkage. */
    public PcaDiscriminant() {
        this(0, 0.95, new LinearDiscriminant(Shrinkage.none()));
    }

    /**
     * @param count how many components, 1 or more
     * @return this with that number
     */
    public PcaDiscriminant withComponents(int count) {
        return new PcaDiscriminant(count, varianceShare, discriminant);
    }

    /**
     * @param share of the variance to explain, above 0 and at most 1
     * @return this with as many components as that takes
     */
    public PcaDiscriminant withVarianceShare(double share) {
        return new PcaDiscriminant(0, share, discriminant);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        double[] mean = ColumnMoments.means(x);
        Matrix centred = ColumnMoments.shifted(x, mean);
        boolean wide = SampleSpan.suits(x);
        var eigen = DenseAlgebra.symmetricEigen(wide
                ? DenseAlgebra.gram(centred)
                : DenseAlgebra.transposedGram(centred));
        int count = count(eigen.values(), x.rows());
        int m = eigen.values().length;
        int[] kept = IntStream.range(0, count).map(a -> m - 1 - a).toArray();
        Matrix axes = eigen.vectors().selectColumns(kept);
        if (wide) {
            axes = DenseAlgebra.transposedMultiply(centred, axes);
            for (int a = 0; a < count; a++) {
                double length = Math.sqrt(eigen.values()[kept[a]]);
                for (int j = 0; j < axes.rows(); j++) {
                    axes.set(j, a, axes.get(j, a) / length);
                }
            }
        }
        LinearModel inner = (LinearModel) discriminant.fit(DenseAlgebra.multiply(centred, axes), y);
        Matrix weights = DenseAlgebra.multiplyTransposed(inner.coefficients(), axes);
        double[] intercepts = inner.intercepts();
        ColumnMoments.moveIntercepts(weights, mean, intercepts);
        return new LinearClassifierModel(y.names(), weights, intercepts, inner.notices());
    }

    private int count(double[] values, int samples) {
        int m = values.length;
        double cutoff = values[m - 1] * Math.max(m, samples) * 0x1p-52;
        double total = 0;
        int rank = 0;
        for (double value : values) {
            if (value > cutoff) {
                total += value;
                rank++;
            }
        }
        if (rank == 0) {
            throw new EngramException("all features are constant over the " + samples
                    + " training samples, so there is no principal component: check the mask and the samples");
        }
        if (components > 0) {
            return Math.min(components, rank);
        }
        double sum = 0;
        int count = 0;
        while (count < rank && sum <= varianceShare * total) {
            sum += values[m - 1 - count];
            count++;
        }
        return count;
    }

    @Override
    public String penaltyName() {
        return "components";
    }

    @Override
    public double penalty() {
        return components > 0 ? components : Double.NaN;
    }

    @Override
    public boolean largerIsSimpler() {
        return false;
    }

    @Override
    public PcaDiscriminant withPenalty(double penalty) {
        return withComponents((int) Math.rint(penalty));
    }

    /** @return 2, 5, 10, 20, 50, 100 and 200, below the number of samples and of features */
    @Override
    public double[] defaultPenalties(Matrix x, Labels y) {
        int limit = Math.min(x.rows() - 1, x.columns());
        double[] grid = IntStream.of(2, 5, 10, 20, 50, 100, 200).filter(k -> k <= limit).asDoubleStream()
                .toArray();
        return grid.length == 0 ? new double[] {1} : grid;
    }

    @Override
    public String describe() {
        return "principal components ("
                + (components > 0 ? "" + components : Penalties.text(100 * varianceShare) + " % of variance")
                + "), " + discriminant.describe();
    }
}
