package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;

/** Adds a learnt vector to each position of a sequence. Parameter: {@code weight} (position, feature). */
public final class LearnedPositions extends SimpleLayer {
    private final Parameter weight;

    /** @param positions that a sequence may have at most @param features of each; starts normal with deviation 0.02 */
    public LearnedPositions(long positions, long features) {
        weight = parameter("weight", Initialization.truncatedNormal(0.02), positions, features);
    }

    /** @param input (batch, position, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        int axes = input.getShape().dimension();
        long positions = input.getShape().get(axes - 2);
        NDArray table = pass.value(weight);
        if (positions > table.getShape().get(0)) {
            throw new ShapeException(path() + ".weight has " + table.getShape().get(0)
                    + " positions, but the input of shape " + input.getShape() + " has " + positions
                    + ": shorten the sequence or make the layer with more positions");
        }
        return input.add(table.get("0:" + positions));
    }
}
