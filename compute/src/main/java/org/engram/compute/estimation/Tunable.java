package org.engram.compute.estimation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;

/**
 * A classifier with one number that trades fit against simplicity: the alpha of ridge, the C of a support vector
 * machine, the neighbours of kNN. A nested search tries {@link #defaultPenalties} on the training samples of a fold
 * alone and refits with the best.
 */
public interface Tunable extends Classifier {
    /** @return what the number is called in the literature: "alpha", "C", "shrinkage", "neighbours", "components" */
    String penaltyName();

    /** @return the number this estimator has now; NaN when it is chosen from the data while fitting */
    double penalty();

    /**
     * @return true when a larger number means a simpler model (alpha), false when it means a closer fit (C). Of two
     *     penalties that score alike, a search takes the simpler
     */
    boolean largerIsSimpler();

    /**
     * @param penalty the number to use instead
     * @return this estimator with that number, all else the same
     */
    Tunable withPenalty(double penalty);

    /**
     * @param x samples x features of the training set; only grids that depend on the data read it
     * @param y the class of each row
     * @return the numbers worth trying, ascending
     */
    double[] defaultPenalties(Matrix x, Labels y);

    /**
     * Fits once for each penalty. Estimators that can, share the costly part (one decomposition, warm starts).
     *
     * @param x samples x features, finite; not changed and not kept
     * @param y the class of each row
     * @param penalties the numbers to fit with
     * @return one model per penalty, in that order
     */
    default List<ClassifierModel> fitEach(Matrix x, Labels y, double... penalties) {
        List<ClassifierModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            models.add(withPenalty(penalty).fit(x, y));
        }
        return models;
    }
}
