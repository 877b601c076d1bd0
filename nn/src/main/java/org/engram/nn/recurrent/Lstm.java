package org.engram.nn.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.operators.Recurrences;
import org.engram.nn.operators.Recurrences.Stack;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates. Parameters of layer k: {@code
 * weight_ih_lk} (4 units, input), {@code weight_hh_lk} (4 units, unit), {@code bias_ih_lk}, {@code bias_hh_lk} (4
 * units), in the order input, forget, cell, output; {@code _reverse} for the way back.
 *
 * <p>Inputs: (batch, time, input); then, where sequences end before the array does, their lengths (batch) of type
 * int64; then, unless it starts from zeros, the state and the cell (layers * directions, batch, unit).
 *
 * <p>Results: (batch, time, directions * unit), zeros after an end; the last state; and the last cell.
 */
public final class Lstm extends Recurrent {
    /** @param options the build */
    public Lstm(RecurrentOptions options) {
        super(options, 4);
    }

    @Override
    NDList run(NDArray x, NDArray lengths, NDList states, NDList values, Stack stack) {
        return lengths == null
                ? Recurrences.lstm(x, states.get(0), states.get(1), values, stack)
                : Recurrences.lstm(x, lengths, states, values, stack);
    }

    @Override
    int states() {
        return 2;
    }
}
