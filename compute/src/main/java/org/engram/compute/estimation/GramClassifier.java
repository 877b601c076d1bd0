package org.engram.compute.estimation;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/**
 * A linear classifier that needs only inner products between samples. With far fewer samples than features
 * (always so in whole-brain decoding) the n x n Gram matrix is formed once and every fold, penalty and permutation
 * reuses its blocks; a searchlight updates it voxel by voxel.
 */
public interface GramClassifier extends Classifier {
    /**
     * @param gram n x n inner products of the training samples
     * @param y the class of each
     * @return the model in dual form
     */
    DualModel fitGram(Matrix gram, Labels y);

    /** A linear model written as weights on the training samples: w_c = sum_i a_ic x_i. */
    interface DualModel {
        /** @return training samples x classes */
        Matrix dualCoefficients();

        /** @return one per class */
        double[] intercepts();

        /**
         * @param cross test samples x training samples, inner products
         * @return test samples x classes
         */
        Matrix decisionValues(Matrix cross);

        /** @return what a person should know about the fit, such as a solver that did not converge */
        default List<Notice> notices() {
            return List.of();
        }
    }
}
