package org.engram.compute.estimation;

import org.engram.compute.linalg.Matrix;

/** A fitted classifier whose decision values are linear in the features, so that it has weight maps. */
public interface LinearModel extends ClassifierModel {
    /** @return classes x features */
    Matrix coefficients();

    /** @return one per class */
    double[] intercepts();
}
