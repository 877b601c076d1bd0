package org.engram.compute.estimation;

import org.engram.compute.linalg.Matrix;

/**
 * Options of a method that learns to tell classes apart. Immutable and thread-safe; fitting never changes it.
 */
public interface Classifier {
    /**
     * @param x samples x features, finite; not changed and not kept
     * @param y the class of each row; every class of {@code y.names()} that is to be predicted has a sample
     * @return the fitted model
     */
    ClassifierModel fit(Matrix x, Labels y);

    /** @return the method and its options as a reader of a paper would name them: "ridge classifier, alpha = 1" */
    String describe();
}
