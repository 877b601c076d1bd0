package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier.DualModel;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/** A classifier fitted to one training set, from features or from inner products. */
final class FittedFold {
    private final ClassifierModel model;
    private final DualModel dual;
    private final int[] present;
    private final int classes;

    /** One of {@code model} and {@code dual} is null; both are when only one class is present. */
    FittedFold(ClassifierModel model, DualModel dual, int[] present, int classes) {
        this.model = model;
        this.dual = dual;
        this.present = present;
        this.classes = classes;
    }

    /** Samples x classes; classes that were not in the training set get minus infinity. */
    Matrix decide(Matrix data) {
        Matrix values;
        if (model != null) {
            values = model.decisionValues(data);
        } else if (dual != null) {
            values = dual.decisionValues(data);
        } else {
            values = Matrix.zeros(data.rows(), 1);
        }
        if (present.length == classes) {
            return values;
        }
        Matrix all = Matrix.zeros(data.rows(), classes);
        Arrays.fill(all.data(), Double.NEGATIVE_INFINITY);
        for (int r = 0; r < data.rows(); r++) {
            for (int c = 0; c < present.length; c++) {
                all.set(r, present[c], values.get(r, c));
            }
        }
        return all;
    }

    /** Null when fitted from inner products, or not linear. */
    LinearModel linear() {
        return model instanceof LinearModel found ? found : null;
    }

    /** Null when fitted from features. */
    DualModel dual() {
        return dual;
    }

    List<Notice> notices() {
        return model != null ? model.notices() : dual != null ? dual.notices() : List.of();
    }
}
