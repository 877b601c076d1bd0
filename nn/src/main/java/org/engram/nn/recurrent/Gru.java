package org.engram.nn.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.operators.Recurrences;
import org.engram.nn.operators.Recurrences.Stack;

/**
 * Gated recurrent units (Cho et al. 2014), in PyTorch's form: r = s(W x + U h), z = s(W x + U h), n = tanh(W x + b +
 * r (U h + c)), h' = (1 - z) n + z h. Parameters of layer k: {@code weight_ih_lk} (3 units, input), {@code
 * weight_hh_lk} (3 units, unit), {@code bias_ih_lk}, {@code bias_hh_lk} (3 units), in the order r, z, n; {@code
 * _reverse} for the way back.
 *
 * <p>Inputs: (batch, time, input); then, where sequences end before the array does, their lengths (batch) of type
 * int64; then, unless it starts from zeros, the state (layers * directions, batch, unit).
 *
 * <p>Results: (batch, time, directions * unit), zeros after an end; and the last state.
 */
public final class Gru extends Recurrent {
    /** @param options the build */
    public Gru(RecurrentOptions options) {
        super(options, 3);
    }

    @Override
    NDList run(NDArray x, NDArray lengths, NDList states, NDList values, Stack stack) {
        return lengths == null
                ? Recurrences.gru(x, states.get(0), values, stack)
                : Recurrences.gru(x, lengths, states.get(0), values, stack);
    }

    @Override
    int states() {
        return 1;
    }
}
