package org.engram.compute.estimation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;

/** A tunable classifier that needs only inner products, and whose grid of penalties does not depend on the data. */
public interface TunableGramClassifier extends GramClassifier, Tunable {
    @Override
    TunableGramClassifier withPenalty(double penalty);

    /** @return the numbers worth trying, ascending */
    double[] defaultPenalties();

    @Override
    default double[] defaultPenalties(Matrix x, Labels y) {
        return defaultPenalties();
    }

    /**
     * Fits once for each penalty, sharing the costly part where the method can.
     *
     * @param gram n x n inner products of the training samples
     * @param y the class of each
     * @param penalties the numbers to fit with
     * @return one model per penalty, in that order
     */
    default List<DualModel> fitGramEach(Matrix gram, Labels y, double... penalties) {
        List<DualModel> models = new ArrayList<>(penalties.length);
        for (double penalty : penalties) {
            models.add(withPenalty(penalty).fitGram(gram, y));
        }
        return models;
    }
}
