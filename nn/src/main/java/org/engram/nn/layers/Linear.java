package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;

/** y = x W' + b on the last axis. Parameters: {@code weight} (output, input), {@code bias} (output). */
public final class Linear extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;

    /** @param inputs features in @param outputs features out; with a bias */
    public Linear(long inputs, long outputs) {
        this(inputs, outputs, true);
    }

    /** @param inputs features in @param outputs features out @param biased whether to add a bias */
    public Linear(long inputs, long outputs, boolean biased) {
        this(inputs, outputs, biased, Initialization.fanIn(inputs));
    }

    /**
     * @param inputs features in
     * @param outputs features out
     * @param biased whether to add a bias; it starts like the weights of PyTorch's own layer
     * @param start of the weights
     */
    public Linear(long inputs, long outputs, boolean biased, Initialization start) {
        this(inputs, outputs, biased, start, Initialization.fanIn(inputs));
    }

    /**
     * @param inputs features in
     * @param outputs features out
     * @param biased whether to add a bias
     * @param start of the weights
     * @param biasStart of the bias
     */
    public Linear(long inputs, long outputs, boolean biased, Initialization start, Initialization biasStart) {
        weight = parameter("weight", start, outputs, inputs);
        bias = biased ? parameter("bias", biasStart, outputs) : null;
    }

    /** @param input (..., inputs) @return (..., outputs) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        long given = input.getShape().get(input.getShape().dimension() - 1);
        long wanted = weight.getShape().get(1);
        if (given != wanted) {
            throw new ShapeException(
                    path() + ".weight has shape " + weight.getShape() + " and wants " + wanted
                            + " features on the last axis, but the input has shape " + input.getShape());
        }
        return pass.operand(input).getNDArrayInternal().linear(pass.operand(input),
                pass.operand(pass.value(weight)), bias == null ? null : pass.operand(pass.value(bias)))
                .get(0);
    }
}
