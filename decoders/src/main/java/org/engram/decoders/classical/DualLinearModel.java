package org.engram.decoders.classical;

import java.util.List;
import org.engram.compute.estimation.GramClassifier.DualModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/** Weights on training samples, and intercepts. */
final class DualLinearModel implements DualModel {
    private final Matrix coefficients;
    private final double[] intercepts;
    private final List<Notice> notices;

    private DualLinearModel(Matrix coefficients, double[] intercepts, List<Notice> notices) {
        this.coefficients = coefficients;
        this.intercepts = intercepts;
        this.notices = List.copyOf(notices);
    }

    /** Of training samples x margins; a single margin becomes a negative and a positive column. */
    static DualLinearModel ofMargins(Matrix coefficients, double[] intercepts, List<Notice> notices) {
        if (coefficients.columns() > 1) {
            return new DualLinearModel(coefficients, intercepts, notices);
        }
        Matrix row = Matrix.of(1, coefficients.rows(), coefficients.data());
        return new DualLinearModel(LinearClassifierModel.bothSigns(row).transpose(),
                LinearClassifierModel.bothSigns(intercepts), notices);
    }

    @Override
    public Matrix dualCoefficients() {
        return coefficients;
    }

    @Override
    public double[] intercepts() {
        return intercepts.clone();
    }

    @Override
    public Matrix decisionValues(Matrix cross) {
        if (cross.columns() != coefficients.rows()) {
            throw new ShapeException("inner products are with " + cross.columns()
                    + " samples but the model was fitted with " + coefficients.rows()
                    + ": select the training columns");
        }
        Training.requireFinite(cross, "training sample");
        return LinearClassifierModel.addIntercepts(DenseAlgebra.multiply(cross, coefficients), intercepts);
    }

    @Override
    public List<Notice> notices() {
        return notices;
    }
}
