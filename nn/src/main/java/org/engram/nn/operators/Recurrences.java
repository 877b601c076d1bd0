package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;

/** Gated recurrent networks over whole sequences, by the engine's fused loops. */
public final class Recurrences {
    private Recurrences() {}

    /**
     * The build of a recurrent network.
     *
     * @param layers one above the other
     * @param bidirectional whether each layer also runs from the end to the start
     * @param biased whether there are biases
     * @param dropout between layers, 0 to below 1
     * @param training whether dropout is on
     */
    public record Stack(int layers, boolean bidirectional, boolean biased, double dropout, boolean training) {
        private double[] numbers() {
            return new double[] {layers, bidirectional ? 1 : 0, biased ? 1 : 0, dropout, training ? 1 : 0};
        }
    }

    /**
     * Gated recurrent units (Cho et al. 2014), gates in the order reset, update, new.
     *
     * @param x (batch, time, feature)
     * @param state at the start (layers * directions, batch, unit)
     * @param weights of each layer and direction: input, hidden, and if biased input bias, hidden bias
     * @param stack the build
     * @return (batch, time, directions * unit), and the last state
     */
    public static NDList gru(NDArray x, NDArray state, NDList weights, Stack stack) {
        return JniUtils.gru((PtNDArray) x, (PtNDArray) state, weights, stack.biased, stack.layers,
                stack.dropout,
                stack.training, stack.bidirectional, true);
    }

    /**
     * Long short-term memory (Hochreiter and Schmidhuber 1997), gates in the order input, forget, cell, output.
     *
     * @param x (batch, time, feature)
     * @param state at the start (layers * directions, batch, unit)
     * @param cell at the start, of the same shape
     * @param weights as in {@link #gru}
     * @param stack the build
     * @return (batch, time, directions * unit), the last state and the last cell
     */
    public static NDList lstm(NDArray x, NDArray state, NDArray cell, NDList weights, Stack stack) {
        return JniUtils.lstm((PtNDArray) x, new NDList(state, cell), weights, stack.biased, stack.layers,
                stack.dropout, stack.training, stack.bidirectional, true);
    }

    /**
     * As {@link #gru} for sequences that end before the array does: the results after an end are 0, the reverse
     * direction starts there, and the last state is that at the end.
     *
     * @param x (batch, time, feature)
     * @param lengths (batch), int64, from 1 to the length of the array
     * @param state at the start
     * @param weights of each layer and direction
     * @param stack the build
     * @return as {@link #gru}
     */
    public static NDList gru(NDArray x, NDArray lengths, NDArray state, NDList weights, Stack stack) {
        return TorchScript.call("packed_gru", List.of(x, lengths, state),
                Map.of("weights", TorchScript.aliases(weights)),
                stack.numbers());
    }

    /**
     * As {@link #lstm} for sequences that end before the array does.
     *
     * @param x (batch, time, feature)
     * @param lengths (batch), int64, from 1 to the length of the array
     * @param start the state and the cell at the start
     * @param weights of each layer and direction
     * @param stack the build
     * @return as {@link #lstm}
     */
    public static NDList lstm(NDArray x, NDArray lengths, NDList start, NDList weights, Stack stack) {
        return TorchScript.call("packed_lstm", List.of(x, lengths, start.get(0), start.get(1)),
                Map.of("weights", TorchScript.aliases(weights)), stack.numbers());
    }
}
