package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.engram.nn.engine.Pass;

/** Adds fixed sinusoids of the position to each position of a sequence (Vaswani et al. 2017). No parameters. */
public final class SinusoidalPositions extends SimpleLayer {
    private final Sinusoids sinusoids;

    /** @param sinusoids with as many features as the sequence */
    public SinusoidalPositions(Sinusoids sinusoids) {
        this.sinusoids = sinusoids;
    }

    /** @param input (batch, position, feature) @return of the same shape */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        long positions = input.getShape().get(input.getShape().dimension() - 2);
        // A table for each power of two: sequences of every length share a few.
        long rows = Math.max(64, Long.highestOneBit(2 * positions - 1));
        NDArray table = constant(rows + " positions", input,
                manager -> sinusoids.of(manager.arange(0f, rows, 1f, DataType.FLOAT64)));
        return input.add(table.get("0:" + positions).toType(input.getDataType(), false));
    }
}
