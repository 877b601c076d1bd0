package org.engram.compute.estimation;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/** A fitted classifier. Immutable and thread-safe. */
public interface ClassifierModel {
    /** @return class names by code, as in the labels it was fitted with */
    List<String> classNames();

    /**
     * @param x samples x features, as many features as in fitting
     * @return samples x classes: the larger, the more likely that class. For two classes of a margin classifier the
     *     columns are the negative and the positive margin
     */
    Matrix decisionValues(Matrix x);

    /**
     * @param x samples x features
     * @return the class of the largest decision value, the lowest code on a tie
     */
    default int[] predict(Matrix x) {
        Matrix d = decisionValues(x);
        int[] codes = new int[d.rows()];
        for (int r = 0; r < d.rows(); r++) {
            codes[r] = d.largestInRow(r);
        }
        return codes;
    }

    /** @return what a person should know about the fit: constant features, a solver that did not converge */
    default List<Notice> notices() {
        return List.of();
    }
}
