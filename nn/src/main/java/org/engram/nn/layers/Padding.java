package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Convolutions;
import org.engram.nn.operators.PaddingMode;

/** Makes axes longer at their ends. No parameters. */
public final class Padding extends SimpleLayer {
    private final PaddingMode mode;
    private final long[] amounts;

    /**
     * @param mode what is put there
     * @param amounts before and after the last axis, then before and after the one before it, and so on
     */
    public Padding(PaddingMode mode, long... amounts) {
        this.mode = mode;
        this.amounts = amounts.clone();
    }

    /** @param input (batch, channel, axes...) @return longer by the amounts */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return Convolutions.pad(input, mode, amounts);
    }
}
