package org.engram.nn.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Recurrences.Stack;

/** What gated recurrent networks share: weights under PyTorch's names, lengths, and states. */
abstract class Recurrent extends Layer {
    private final RecurrentOptions options;
    private final List<Parameter> weights = new ArrayList<>();

    Recurrent(RecurrentOptions options, int gates) {
        this.options = options;
        Initialization start = Initialization.fanIn(options.units());
        long rows = gates * options.units();
        for (int layer = 0; layer < options.layers(); layer++) {
            long inputs = layer == 0 ? options.inputs() : options.units() * options.directions();
            for (String direction : List.of("", "_reverse").subList(0, options.directions())) {
                String place = "_l" + layer + direction;
                weights.add(parameter("weight_ih" + place, start, rows, inputs));
                weights.add(parameter("weight_hh" + place, start, rows, options.units()));
                if (options.biased()) {
                    weights.add(parameter("bias_ih" + place, start, rows));
                    weights.add(parameter("bias_hh" + place, start, rows));
                }
            }
        }
    }

    /**
     * @param x (batch, time, feature)
     * @param lengths (batch), or null
     * @param states at the start, as many as the network has
     * @param values of the weights
     * @param stack the build
     * @return the sequence and the last states
     */
    abstract NDList run(NDArray x, NDArray lengths, NDList states, NDList values, Stack stack);

    /** How many states there are. */
    abstract int states();

    @Override
    protected final NDList compute(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        requireSequence(x.getShape());
        boolean measured = inputs.size() > 1 && inputs.get(1).getDataType().isInteger();
        NDArray lengths = measured ? inputs.get(1) : null;
        if (measured) {
            requireLengths(x.getShape(), lengths);
        }
        NDList start = new NDList(inputs.subList(measured ? 2 : 1, inputs.size()));
        if (start.isEmpty()) {
            Shape shape = new Shape((long) options.layers() * options.directions(), x.getShape().get(0),
                    options.units());
            for (int i = 0; i < states(); i++) {
                start.add(x.getManager().zeros(shape, x.getDataType()));
            }
        } else if (start.size() != states()) {
            throw new ShapeException(where() + " starts from " + states() + " states, not " + start.size());
        }
        NDList values = new NDList();
        weights.forEach(weight -> values.add(pass.value(weight)));
        return run(x, lengths, start, values, new Stack(options.layers(), options.bidirectional(),
                options.biased(), options.dropout(), pass.training()));
    }

    private void requireSequence(Shape shape) {
        if (shape.dimension() != 3 || shape.get(2) != options.inputs()) {
            throw new ShapeException(where() + " wants (batch, time, " + options.inputs()
                    + "), but the input has shape " + shape);
        }
    }

    private void requireLengths(Shape shape, NDArray lengths) {
        long[] given = lengths.toLongArray();
        long most = shape.get(1);
        if (given.length != shape.get(0) || Arrays.stream(given).anyMatch(n -> n < 1 || n > most)) {
            throw new ShapeException(
                    where() + " got lengths " + Arrays.toString(given) + " for an input of shape "
                            + shape + ": give one from 1 to " + most + " for each sequence");
        }
    }

    private String where() {
        return path().isEmpty() ? getClass().getSimpleName() : path();
    }
}
