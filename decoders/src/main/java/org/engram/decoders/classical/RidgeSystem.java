package org.engram.decoders.classical;

import java.util.Arrays;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;

/**
 * The equations of ridge regression, centred and weighted once, solved for any number of penalties. In the
 * primal the system is X'X (features x features), in the dual X X' (samples x samples).
 *
 * <p>With sample weights d the loss is sum_i d_i (y_i - w x_i - b)^2 + alpha |w|^2; centring by the weighted
 * mean takes b out, and scaling rows by sqrt(d_i) takes the weights out.
 */
final class RidgeSystem {
    private final boolean dual;
    private final boolean intercept;
    private final double[] sampleWeights;
    private final double[] rootWeights;
    private final double[] featureMeans;
    private final Matrix features;
    private final Matrix gram;
    private final double[] gramMeans;
    private final Matrix system;
    private DenseAlgebra.SymmetricEigen eigen;

    private RidgeSystem(Matrix x, Matrix gram, double[] sampleWeights, boolean intercept) {
        dual = x == null;
        this.intercept = intercept;
        this.gram = gram;
        int n = dual ? gram.rows() : x.rows();
        double[] weights = sampleWeights == null ? ones(n) : sampleWeights;
        this.sampleWeights = normalised(weights);
        rootWeights = new double[n];
        for (int i = 0; i < n; i++) {
            rootWeights[i] = Math.sqrt(weights[i]);
        }
        if (dual) {
            featureMeans = null;
            features = null;
            gramMeans = gramMeans();
            system = centredGram();
        } else {
            gramMeans = null;
            featureMeans = intercept ? ColumnMoments.weightedMeans(x, weights) : new double[x.columns()];
            features = ColumnMoments.shifted(x, featureMeans);
            scaleRows(features);
            system = DenseAlgebra.transposedGram(features);
        }
    }

    /** Primal: x is samples x features; weights per sample, or null. */
    static RidgeSystem ofFeatures(Matrix x, double[] sampleWeights, boolean intercept) {
        return new RidgeSystem(x, null, sampleWeights, intercept);
    }

    /** Dual: gram is samples x samples; weights per sample, or null. */
    static RidgeSystem ofGram(Matrix gram, double[] sampleWeights, boolean intercept) {
        return new RidgeSystem(null, gram, sampleWeights, intercept);
    }

    /**
     * @param y samples x targets
     * @param alphas one per target
     * @return features x targets in the primal, samples x targets in the dual, with intercepts
     */
    Solution solve(Matrix y, double[] alphas) {
        double[] targetMeans = intercept
                ? ColumnMoments.weightedMeans(y, sampleWeights)
                : new double[y.columns()];
        Matrix targets = ColumnMoments.shifted(y, targetMeans);
        scaleRows(targets);
        Matrix right = dual ? targets : DenseAlgebra.transposedMultiply(features, targets);
        boolean oneAlpha = Arrays.stream(alphas).allMatch(a -> a == alphas[0]);
        Matrix solution = oneAlpha && alphas[0] > 0 && eigen == null
                ? byCholesky(right, alphas[0])
                : byEigen(right, alphas);
        double[] intercepts = targetMeans;
        if (!dual) {
            if (intercept) {
                ColumnMoments.moveIntercepts(solution.transpose(), featureMeans, intercepts);
            }
            return new Solution(solution, intercepts);
        }
        scaleRows(solution);
        if (intercept) {
            backToRawSamples(solution, intercepts);
        }
        return new Solution(solution, intercepts);
    }

    /**
     * What turns targets into decisions, in the dual and without sample weights: H with decisions H y for any y. The
     * system is symmetric, so it is solved for the test samples, which are few, rather than for every training sample.
     *
     * @param cross test samples x training samples
     * @return test samples x training samples
     */
    Matrix smoother(Matrix cross, double alpha) {
        int n = gram.rows();
        int tested = cross.rows();
        double grand = 0;
        for (double mean : gramMeans) {
            grand += mean / n;
        }
        Matrix right = Matrix.zeros(n, tested);
        for (int t = 0; t < tested; t++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += cross.get(t, i) / n;
            }
            for (int i = 0; i < n; i++) {
                double shift = intercept ? grand - mean - gramMeans[i] : 0;
                right.set(i, t, cross.get(t, i) + shift);
            }
        }
        Matrix solution = alpha > 0 && eigen == null
                ? byCholesky(right, alpha)
                : byEigen(right, filled(alpha, tested));
        Matrix smoother = solution.transpose();
        for (int e = 0; e < smoother.data().length && intercept; e++) {
            smoother.data()[e] += 1.0 / n; // the mean of the targets
        }
        return smoother;
    }

    /** Decomposes now, so that every later {@link #solve} costs only products. */
    RidgeSystem decomposed() {
        if (eigen == null) {
            eigen = DenseAlgebra.symmetricEigen(system);
        }
        return this;
    }

    private Matrix byCholesky(Matrix right, double alpha) {
        Matrix a = system.copy();
        double largest = 0;
        for (int i = 0; i < a.rows(); i++) {
            largest = Math.max(largest, a.get(i, i));
            a.set(i, i, a.get(i, i) + alpha);
        }
        // A penalty lost in rounding leaves a singular matrix: the eigenvalues then say what to drop.
        return alpha < 1e-10 * largest * a.rows()
                ? byEigen(right, filled(alpha, right.columns()))
                : DenseAlgebra.solvePositiveDefinite(a, right);
    }

    private Matrix byEigen(Matrix right, double[] alphas) {
        decomposed();
        double[] values = eigen.values();
        int m = values.length;
        double cutoff = m == 0 ? 0 : Math.max(values[m - 1], 0) * Math.max(m, rootWeights.length) * 0x1p-52;
        Matrix rotated = DenseAlgebra.transposedMultiply(eigen.vectors(), right);
        for (int i = 0; i < m; i++) {
            double value = values[i] <= cutoff ? 0 : values[i];
            for (int t = 0; t < alphas.length; t++) {
                double denominator = value + alphas[t];
                // Without penalty, directions the data do not span take no part: the shortest solution.
                double keep = denominator > 0 && !(value == 0 && alphas[t] <= cutoff) ? 1 / denominator : 0;
                rotated.set(i, t, rotated.get(i, t) * keep);
            }
        }
        return DenseAlgebra.multiply(eigen.vectors(), rotated);
    }

    /** Weights on centred samples become weights on the samples as they are; in place. */
    private void backToRawSamples(Matrix solution, double[] intercepts) {
        int n = solution.rows();
        for (int t = 0; t < solution.columns(); t++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += solution.get(i, t);
            }
            double meanDecision = 0;
            for (int i = 0; i < n; i++) {
                double a = solution.get(i, t) - sum * sampleWeights[i];
                solution.set(i, t, a);
                meanDecision += a * gramMeans[i];
            }
            intercepts[t] -= meanDecision;
        }
    }

    /** Inner product of each sample with the weighted mean sample. */
    private double[] gramMeans() {
        int n = gram.rows();
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                means[i] += sampleWeights[j] * gram.get(i, j);
            }
        }
        return means;
    }

    private Matrix centredGram() {
        int n = gram.rows();
        double grand = 0;
        for (int i = 0; i < n; i++) {
            grand += sampleWeights[i] * gramMeans[i];
        }
        Matrix centred = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double shift = intercept ? grand - gramMeans[i] - gramMeans[j] : 0;
                centred.set(i, j, (gram.get(i, j) + shift) * rootWeights[i] * rootWeights[j]);
            }
        }
        return centred;
    }

    private void scaleRows(Matrix m) {
        for (int r = 0; r < m.rows(); r++) {
            if (rootWeights[r] != 1) {
                for (int c = 0; c < m.columns(); c++) {
                    m.set(r, c, m.get(r, c) * rootWeights[r]);
                }
            }
        }
    }

    static double[] filled(double value, int count) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] ones(int n) {
        return filled(1, n);
    }

    private static double[] normalised(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double[] out = new double[weights.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = weights[i] / total;
        }
        return out;
    }

    /**
     * @param weights features x targets (primal) or samples x targets (dual)
     * @param intercepts one per target
     */
    record Solution(Matrix weights, double[] intercepts) {}
}
