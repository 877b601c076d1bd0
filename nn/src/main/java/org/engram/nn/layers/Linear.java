package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Products;

/** y = x W' + b on the last axis. Parameters: {@code weight} (output, input), {@code bias} (output). */
public final class Linear extends SimpleLayer {
    private final WeightForm.Weight weight;
    private final Parameter bias;
    private final Shape weightShape;

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
        this(WeightForm.PLAIN, start, biased ? biasStart : null, outputs, inputs);
    }

    private Linear(WeightForm form, Initialization start, Initialization biasStart, long outputs,
            long inputs) {
        weight = form.declare(this, start, outputs, inputs);
        bias = biasStart == null ? null : parameter("bias", biasStart, outputs);
        weightShape = new Shape(outputs, inputs);
    }

    /**
     * A layer with a bias, whose weights are scaled down to a greatest Euclidean norm per output whenever they are
     * used.
     *
     * @param inputs features in
     * @param outputs features out
     * @param greatest norm, above 0
     * @return the layer
     */
    public static Linear ofMaximumNorm(long inputs, long outputs, double greatest) {
        return ofMaximumNorm(inputs, outputs, greatest, Initialization.fanIn(inputs),
                Initialization.fanIn(inputs));
    }

    /**
     * As {@link #ofMaximumNorm(long, long, double)}, with a start of its own.
     *
     * @param inputs features in
     * @param outputs features out
     * @param greatest norm, above 0
     * @param start of the weights
     * @param biasStart of the bias
     * @return the layer
     */
    public static Linear ofMaximumNorm(long inputs, long outputs, double greatest, Initialization start,
            Initialization biasStart) {
        return new Linear(WeightForm.bounded(greatest), start, biasStart, outputs, inputs);
    }

    /**
     * A layer with a bias that learns direction and magnitude of each output's weights apart: {@code weight_v} and
     * {@code weight_g} in the place of {@code weight}.
     *
     * @param inputs features in
     * @param outputs features out
     * @return the layer
     */
    public static Linear weightNormalized(long inputs, long outputs) {
        return new Linear(WeightForm.normalized(0), Initialization.fanIn(inputs),
                Initialization.fanIn(inputs), outputs, inputs);
    }

    /** @param input (..., inputs) @return (..., outputs) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        long given = input.getShape().get(input.getShape().dimension() - 1);
        long wanted = weightShape.get(1);
        if (given != wanted) {
            throw new ShapeException(
                    path() + ".weight has shape " + weightShape + " and wants " + wanted
                            + " features on the last axis, but the input has shape " + input.getShape());
        }
        return Products.linear(pass, input, weight.in(pass), bias == null ? null : pass.value(bias));
    }
}
