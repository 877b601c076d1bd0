package org.engram.decoders.classical;

import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.statistics.LedoitWolf;
import org.engram.core.EngramException;

/**
 * Linear discriminant analysis: classes are Gaussian with one covariance S. The decision of class k is
 * (x - m)' S^-1 (m_k - m) - 0.5 (m_k - m)' S^-1 (m_k - m) + log prior_k, with m the grand mean and priors as
 * frequent as the classes; their softmax is the posterior probability. For two classes the difference of the
 * two is given, with both signs.
 *
 * <p>With shrinkage S is the frequency-weighted mean of shrunk class covariances, as in scikit-learn's
 * {@code solver='lsqr'}; without, the pooled covariance inverted where standardised features have variance,
 * as in its {@code solver='svd'}. Decisions are taken about the grand mean for both, so they do not depend on
 * the origin of the features; differences between classes agree with scikit-learn. A shrunk covariance is a
 * diagonal plus as many directions as there are samples, so with fewer samples than features an n x n system
 * is solved and no p x p matrix is formed.
 *
 * <h2>References</h2> Ledoit and Wolf 2004, Journal of Multivariate Analysis 88:365; Blankertz et al. 2011,
 * NeuroImage 56:814.
 *
 * @param shrinkage how the covariance is regularised. Default Ledoit-Wolf
 */
public record LinearDiscriminant(Shrinkage shrinkage) implements Tunable {
    // Singular values of standardised deviations below this carry no variance.
    private static final double SMALLEST_SINGULAR_VALUE = 1e-4;

    /** Checks presence. */
    public LinearDiscriminant {
        Objects.requireNonNull(shrinkage, "shrinkage");
    }

    /** Ledoit-Wolf shrinkage. */
    public LinearDiscriminant() {
        this(Shrinkage.ledoitWolf());
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        Training.require(x, y);
        WithinClass within = WithinClass.of(x, y);
        Matrix weights;
        if (shrinkage.kind() == Shrinkage.Kind.NONE) {
            weights = unshrunk(within);
        } else {
            Spread spread = spread(within, y);
            weights = spread.hasFlatDirection() && x.rows() < x.columns()
                    ? unshrunk(within)
                    : spread.solve(within.centredMeans());
        }
        return model(within, weights, y);
    }

    private static LinearClassifierModel model(WithinClass within, Matrix weights, Labels y) {
        int classes = weights.rows();
        Matrix centred = within.centredMeans();
        double[] intercepts = new double[classes];
        for (int c = 0; c < classes; c++) {
            double sum = 0;
            for (int j = 0; j < weights.columns(); j++) {
                sum += weights.get(c, j) * centred.get(c, j);
            }
            intercepts[c] = -sum / 2 + Math.log(within.counts()[c] / (double) y.size());
        }
        ColumnMoments.moveIntercepts(weights, within.grandMean(), intercepts);
        if (classes > 2) {
            return new LinearClassifierModel(y.names(), weights, intercepts, List.of());
        }
        Matrix difference = Matrix.zeros(1, weights.columns());
        for (int j = 0; j < weights.columns(); j++) {
            difference.set(0, j, weights.get(1, j) - weights.get(0, j));
        }
        return LinearClassifierModel.ofMargins(y.names(), difference,
                new double[] {intercepts[1] - intercepts[0]}, List.of());
    }

    /** Pooled covariance, inverted in standardised features where it has variance; classes x features. */
    private static Matrix unshrunk(WithinClass within) {
        int n = within.deviations().rows();
        int p = within.deviations().columns();
        int degrees = n - within.counts().length;
        if (degrees < 1) {
            throw new EngramException("LDA without shrinkage needs more samples than classes, not " + n
                    + " samples of " + within.counts().length + " classes: add samples or use shrinkage");
        }
        double[] scales = scales(within.deviations(), 0, n, null);
        Matrix standard = ColumnMoments.scaled(within.deviations(), scales, 1 / Math.sqrt(degrees));
        Matrix means = ColumnMoments.scaled(within.centredMeans(), scales, 1);
        Matrix solution = n < p ? inSampleSpan(standard, means) : inFeatures(standard, means);
        return ColumnMoments.scaled(solution, scales, 1);
    }

    private static Matrix inFeatures(Matrix standard, Matrix means) {
        var eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.transposedGram(standard));
        Matrix along = DenseAlgebra.multiply(means, eigen.vectors());
        scaleByPower(along, eigen.values(), standard.rows(), 1);
        return DenseAlgebra.multiplyTransposed(along, eigen.vectors());
    }

    private static Matrix inSampleSpan(Matrix standard, Matrix means) {
        var eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.gram(standard));
        Matrix along = DenseAlgebra.multiply(DenseAlgebra.multiplyTransposed(means, standard),
                eigen.vectors());
        // V = X' U / s, so V s^-2 V' is X' U s^-4 U' X, and s^2 are the eigenvalues.
        scaleByPower(along, eigen.values(), standard.rows(), 2);
        return DenseAlgebra.multiply(DenseAlgebra.multiplyTransposed(along, eigen.vectors()), standard);
    }

    private static void scaleByPower(Matrix along, double[] values, int samples, int power) {
        int m = values.length;
        double cutoff = Math.max(SMALLEST_SINGULAR_VALUE * SMALLEST_SINGULAR_VALUE,
                values[m - 1] * Math.max(m, samples) * 0x1p-52);
        for (int c = 0; c < along.rows(); c++) {
            for (int a = 0; a < m; a++) {
                along.set(c, a, values[a] > cutoff ? along.get(c, a) / Math.pow(values[a], power) : 0);
            }
        }
    }

    /** Root mean square deviation of each feature over some rows, 1 where there is none. */
    private static double[] scales(Matrix deviations, int classCode, int count, Labels y) {
        int p = deviations.columns();
        double[] scales = new double[p];
        for (int i = 0; i < deviations.rows(); i++) {
            if (y == null || y.code(i) == classCode) {
                for (int j = 0; j < p; j++) {
                    double d = deviations.get(i, j);
                    scales[j] += d * d;
                }
            }
        }
        for (int j = 0; j < p; j++) {
            double scale = Math.sqrt(scales[j] / count);
            scales[j] = scale > 0 ? scale : 1;
        }
        return scales;
    }

    private Spread spread(WithinClass within, Labels y) {
        Matrix directions = within.deviations().copy();
        int p = directions.columns();
        double[] diagonal = new double[p];
        for (int c = 0; c < within.counts().length; c++) {
            int count = within.counts()[c];
            double prior = count / (double) y.size();
            double amount = shrinkage.amount();
            if (shrinkage.kind() == Shrinkage.Kind.LEDOIT_WOLF) {
                double[] scales = scales(within.deviations(), c, count, y);
                LedoitWolf estimate = LedoitWolf.ofCentred(
                        ColumnMoments.scaled(classRows(within.deviations(), c, y), scales, 1));
                amount = estimate.shrinkage();
                for (int j = 0; j < p; j++) {
                    diagonal[j] += prior * amount * estimate.meanVariance() * scales[j] * scales[j];
                }
            } else {
                double trace = trace(within.deviations(), c, y) / count;
                for (int j = 0; j < p; j++) {
                    diagonal[j] += prior * amount * trace / p;
                }
            }
            double factor = Math.sqrt(prior * (1 - amount) / count);
            for (int i = 0; i < y.size(); i++) {
                for (int j = 0; j < p && y.code(i) == c; j++) {
                    directions.set(i, j, directions.get(i, j) * factor);
                }
            }
        }
        return new Spread(diagonal, directions);
    }

    private static Matrix classRows(Matrix m, int code, Labels y) {
        int[] rows = new int[y.counts()[code]];
        int at = 0;
        for (int i = 0; i < y.size(); i++) {
            if (y.code(i) == code) {
                rows[at++] = i;
            }
        }
        return m.selectRows(rows);
    }

    private static double trace(Matrix deviations, int code, Labels y) {
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            for (int j = 0; j < deviations.columns() && y.code(i) == code; j++) {
                sum += deviations.get(i, j) * deviations.get(i, j);
            }
        }
        return sum;
    }

    @Override
    public String penaltyName() {
        return "shrinkage";
    }

    @Override
    public double penalty() {
        return shrinkage.kind() == Shrinkage.Kind.NONE ? 0 : shrinkage.amount();
    }

    @Override
    public boolean largerIsSimpler() {
        return true;
    }

    @Override
    public LinearDiscriminant withPenalty(double penalty) {
        return new LinearDiscriminant(Shrinkage.fixed(penalty));
    }

    /** @return 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99 */
    @Override
    public double[] defaultPenalties(Matrix x, Labels y) {
        return new double[] {0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99};
    }

    @Override
    public String describe() {
        return "linear discriminant analysis, " + shrinkage.phrase();
    }
}
