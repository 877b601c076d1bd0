package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;

/** A vector for each of a fixed number of tokens. Parameter: {@code weight} (token, feature). */
public final class Embedding extends SimpleLayer {
    private final Parameter weight;

    /** @param tokens how many there are @param features of each vector; starts normal with deviation 1 */
    public Embedding(long tokens, long features) {
        this(tokens, features, Initialization.normal(1));
    }

    /** @param tokens how many there are @param features of each vector @param start of the vectors */
    public Embedding(long tokens, long features, Initialization start) {
        weight = parameter("weight", start, tokens, features);
    }

    /** @param input whole numbers of type int64, of any shape @return (..., feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray table = pass.value(weight);
        return table.getNDArrayInternal().embedding(input, table, SparseFormat.DENSE).get(0);
    }
}
