package org.engram.decoders.classical;

import java.util.List;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * Decision values {@code X W' + b}. For two classes the second row of W is the margin and the first its
 * negative. Immutable and thread-safe.
 */
public final class LinearClassifierModel implements LinearModel {
    private final List<String> classNames;
    private final Matrix coefficients;
    private final double[] intercepts;
    private final List<Notice> notices;

    /**
     * @param classNames class names by code
     * @param coefficients classes x features; kept, not copied
     * @param intercepts one per class; copied
     * @param notices what a person should know about the fit
     */
    public LinearClassifierModel(List<String> classNames, Matrix coefficients, double[] intercepts,
            List<Notice> notices) {
        this.classNames = List.copyOf(classNames);
        this.coefficients = coefficients;
        this.intercepts = intercepts.clone();
        this.notices = List.copyOf(notices);
    }

    /** Of margins x features; a single margin becomes a negative and a positive row. */
    static LinearClassifierModel ofMargins(List<String> names, Matrix weights, double[] intercepts,
            List<Notice> notices) {
        return weights.rows() == names.size()
                ? new LinearClassifierModel(names, weights, intercepts, notices)
                : new LinearClassifierModel(names, bothSigns(weights), bothSigns(intercepts), notices);
    }

    static Matrix bothSigns(Matrix row) {
        int n = row.columns();
        Matrix both = Matrix.zeros(2, n);
        for (int j = 0; j < n; j++) {
            both.set(0, j, -row.get(0, j));
            both.set(1, j, row.get(0, j));
        }
        return both;
    }

    static double[] bothSigns(double[] one) {
        return new double[] {-one[0], one[0]};
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** {@inheritDoc} The matrix itself, not a copy: do not change it. */
    @Override
    public Matrix coefficients() {
        return coefficients;
    }

    @Override
    public double[] intercepts() {
        return intercepts.clone();
    }

    @Override
    public Matrix decisionValues(Matrix x) {
        Training.requireFeatures(x, coefficients.columns());
        return addIntercepts(DenseAlgebra.multiplyTransposed(x, coefficients), intercepts);
    }

    @Override
    public List<Notice> notices() {
        return notices;
    }

    /** Adds to each column its intercept, in place. */
    static Matrix addIntercepts(Matrix values, double[] intercepts) {
        double[] data = values.data();
        int columns = values.columns();
        for (int i = 0; i < data.length; i++) {
            data[i] += intercepts[i % columns];
        }
        return values;
    }
}
