package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;

/** Makes all axes from one on into one, row-major. No parameters. */
public final class Flattening extends SimpleLayer {
    private final int firstAxis;

    /** All axes but the first. */
    public Flattening() {
        this(1);
    }

    /** @param firstAxis of those made into one */
    public Flattening(int firstAxis) {
        this.firstAxis = firstAxis;
    }

    /** @param input of more axes than the first one flattened @return of one axis more than came before it */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return input.reshape(input.getShape().slice(0, firstAxis).add(-1));
    }
}
