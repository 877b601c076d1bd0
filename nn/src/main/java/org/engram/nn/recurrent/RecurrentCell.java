package org.engram.nn.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Recurrences;
import org.engram.nn.operators.Recurrences.Stack;

/**
 * One step of a recurrent network, for networks that decide at each step what comes next. Parameters: {@code
 * weight_ih} (gates * unit, input), {@code weight_hh} (gates * unit, unit), {@code bias_ih}, {@code bias_hh} (gates *
 * unit), as in {@link Gru} and {@link Lstm}.
 *
 * <p>Inputs: (batch, input), the state (batch, unit), and for LSTM the cell (batch, unit). Results: the new state,
 * and for LSTM the new cell.
 */
public final class RecurrentCell extends Layer {
    private static final Stack ONE_LAYER = new Stack(1, false, true, 0, false);

    private final int states;
    private final long inputs;
    private final Parameter[] weights;

    private RecurrentCell(long inputs, long units, int gates, int states) {
        this.states = states;
        this.inputs = inputs;
        Initialization start = Initialization.fanIn(units);
        weights = new Parameter[] {parameter("weight_ih", start, gates * units, inputs),
                parameter("weight_hh", start, gates * units, units),
                parameter("bias_ih", start, gates * units),
                parameter("bias_hh", start, gates * units)};
    }

    /** @param inputs features in @param units of the state @return a step of a {@link Gru} */
    public static RecurrentCell gru(long inputs, long units) {
        return new RecurrentCell(inputs, units, 3, 1);
    }

    /** @param inputs features in @param units of the state @return a step of an {@link Lstm} */
    public static RecurrentCell lstm(long inputs, long units) {
        return new RecurrentCell(inputs, units, 4, 2);
    }

    @Override
    protected NDList compute(Pass pass, NDList given) {
        NDArray x = given.get(0);
        if (given.size() != states + 1 || x.getShape().dimension() != 2 || x.getShape().get(1) != inputs) {
            throw new ShapeException(
                    (path().isEmpty() ? "RecurrentCell" : path()) + " wants (batch, " + inputs
                            + ") and " + states + " of (batch, " + weights[1].getShape().get(1)
                            + "), but got " + given.size()
                            + " arrays, the first of shape " + x.getShape());
        }
        NDList values = new NDList();
        for (Parameter weight : weights) {
            values.add(pass.value(weight));
        }
        NDArray step = x.expandDims(1);
        NDArray state = given.get(1).expandDims(0);
        NDList after = states == 1
                ? Recurrences.gru(step, state, values, ONE_LAYER)
                : Recurrences.lstm(step, state, given.get(2).expandDims(0), values, ONE_LAYER);
        NDList results = new NDList();
        for (int i = 1; i <= states; i++) {
            results.add(after.get(i).squeeze(0));
        }
        return results;
    }
}
