package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;

/** A layer with one array in and one array out. */
public abstract class SimpleLayer extends Layer {
    /**
     * @param pass the run it belongs to
     * @param input as the class documents
     * @return the result; {@code input} itself is allowed, a parameter is not
     */
    protected abstract NDArray compute(Pass pass, NDArray input);

    @Override
    protected final NDList compute(Pass pass, NDList inputs) {
        if (inputs.size() != 1) {
            throw new ShapeException(
                    (path().isEmpty() ? getClass().getSimpleName() : path()) + " takes one array, not "
                            + inputs.size());
        }
        return new NDList(compute(pass, inputs.get(0)));
    }
}
