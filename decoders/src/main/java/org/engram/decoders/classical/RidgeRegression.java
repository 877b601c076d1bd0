package org.engram.decoders.classical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.ShapeException;

/**
 * Ridge regression of one or many targets: minimises |Y - X W' - b|^2 + alpha |W|^2, the intercept free. With
 * fewer samples than features the n x n dual system is solved, else the p x p primal one; the answers are the
 * same.
 *
 * <h2>References</h2> Hoerl and Kennard 1970, Technometrics 12; Saunders, Gammerman and Vovk 1998 for the
 * dual.
 *
 * @param alpha the penalty, 0 or more; 0 gives the shortest least-squares solution. Default 1
 * @param intercept whether a constant is fitted. Default true
 */
public record RidgeRegression(double alpha, boolean intercept) {
    /** Checks the range. */
    public RidgeRegression {
        requirePenalty(alpha);
    }

    /** Alpha 1, with intercept. */
    public RidgeRegression() {
        this(1, true);
    }

    /**
     * @param value the penalty, 0 or more
     * @return this with that penalty
     */
    public RidgeRegression withAlpha(double value) {
        return new RidgeRegression(value, intercept);
    }

    /**
     * @param value whether a constant is fitted
     * @return this with or without intercept
     */
    public RidgeRegression withIntercept(boolean value) {
        return new RidgeRegression(alpha, value);
    }

    /**
     * @param x samples x features, finite; not kept
     * @param y samples x targets, finite; not kept
     * @return the fitted model
     */
    public Model fit(Matrix x, Matrix y) {
        return fit(x, y, RidgeSystem.filled(alpha, y.columns()));
    }

    /**
     * Fits with a penalty for each target, from one decomposition.
     *
     * @param x samples x features, finite; not kept
     * @param y samples x targets, finite; not kept
     * @param alphas the penalty of each target, used instead of {@link #alpha()}
     * @return the fitted model
     */
    public Model fit(Matrix x, Matrix y, double[] alphas) {
        if (alphas.length != y.columns()) {
            throw new ShapeException(alphas.length + " penalties for " + y.columns()
                    + " targets: give one penalty per target");
        }
        for (double one : alphas) {
            requirePenalty(one);
        }
        return model(x, system(x, y), y, alphas);
    }

    /**
     * Fits every target with every penalty, from one decomposition.
     *
     * @param x samples x features, finite; not kept
     * @param y samples x targets, finite; not kept
     * @param alphas penalties, used instead of {@link #alpha()}
     * @return one model per penalty, in that order
     */
    public List<Model> fitEach(Matrix x, Matrix y, double... alphas) {
        for (double one : alphas) {
            requirePenalty(one);
        }
        RidgeSystem system = system(x, y).decomposed();
        List<Model> models = new ArrayList<>(alphas.length);
        for (double one : alphas) {
            models.add(model(x, system, y, RidgeSystem.filled(one, y.columns())));
        }
        return models;
    }

    private RidgeSystem system(Matrix x, Matrix y) {
        if (x.rows() != y.rows() || x.rows() == 0 || x.columns() == 0) {
            throw new ShapeException("cannot regress targets " + y + " on samples " + x
                    + ": both need the same number of rows, and there must be a sample and a feature");
        }
        Training.requireFinite(x, "feature");
        Training.requireFinite(y, "target");
        return SampleSpan.suits(x)
                ? RidgeSystem.ofGram(centredGram(x), null, intercept)
                : RidgeSystem.ofFeatures(x, null, intercept);
    }

    private Matrix centredGram(Matrix x) {
        Matrix samples = intercept ? ColumnMoments.shifted(x, ColumnMoments.means(x)) : x;
        return DenseAlgebra.gram(samples);
    }

    private Model model(Matrix x, RidgeSystem system, Matrix y, double[] alphas) {
        RidgeSystem.Solution solution = system.solve(y, alphas);
        if (!SampleSpan.suits(x)) {
            return new Model(solution.weights().transpose(), solution.intercepts(), alphas);
        }
        // Dual weights sum to zero over samples, so the raw samples give the same weights as the centred
        // ones.
        Matrix weights = DenseAlgebra.transposedMultiply(solution.weights(), x);
        double[] intercepts = solution.intercepts();
        if (intercept) {
            ColumnMoments.moveIntercepts(weights, ColumnMoments.means(x), intercepts);
        }
        return new Model(weights, intercepts, alphas);
    }

    static void requirePenalty(double alpha) {
        if (!(alpha >= 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("ridge penalty alpha is " + alpha + ": give 0 or more");
        }
    }

    /** A fitted ridge regression. Immutable. */
    public static final class Model {
        private final Matrix coefficients;
        private final double[] intercepts;
        private final double[] alphas;

        Model(Matrix coefficients, double[] intercepts, double[] alphas) {
            this.coefficients = coefficients;
            this.intercepts = intercepts.clone();
            this.alphas = alphas.clone();
        }

        /** @return targets x features; the matrix itself, not a copy */
        public Matrix coefficients() {
            return coefficients;
        }

        /** @return one per target */
        public double[] intercepts() {
            return intercepts.clone();
        }

        /** @return the penalty of each target */
        public double[] alphas() {
            return Arrays.copyOf(alphas, alphas.length);
        }

        /**
         * @param x samples x features, as many features as in fitting
         * @return samples x targets
         */
        public Matrix predict(Matrix x) {
            Training.requireFeatures(x, coefficients.columns());
            return LinearClassifierModel.addIntercepts(DenseAlgebra.multiplyTransposed(x, coefficients),
                    intercepts);
        }
    }
}
