package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.operators.Products;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Convolutions.Transposition;

/**
 * Transposed convolution over one to three axes (Zeiler et al. 2010), which makes them longer. Parameters: {@code
 * weight} (input, output / groups, kernel...), {@code bias} (output).
 *
 * <p>{@code TransposedConvolution.builder(3, 64, 32).kernel(2).stride(2).build()} doubles the axes of a volume.
 */
public final class TransposedConvolution extends SimpleLayer {
    private final WeightForm.Weight weight;
    private final Parameter bias;
    private final Shape weightShape;
    private final Transposition steps;

    private TransposedConvolution(Builder options) {
        long[] shape = options.weightShape(options.inputs, options.outputs / options.groups);
        long fanIn = ConvolutionOptions.fanIn(shape);
        weightShape = new Shape(shape);
        weight = options.form.declare(this,
                options.start == null ? Initialization.fanIn(fanIn) : options.start, shape);
        bias = options.biased ? parameter("bias", options.biasStart(fanIn), options.outputs) : null;
        steps = new Transposition(options.stride, options.padding, options.outputPadding, options.dilation,
                options.groups);
    }

    /**
     * @param axes how many axes it runs over: 1, 2 or 3
     * @param inputs channels in
     * @param outputs channels out
     * @return its options
     */
    public static Builder builder(int axes, long inputs, long outputs) {
        return new Builder(axes, inputs, outputs);
    }

    /** @param input (batch, inputs, axes...) @return (batch, outputs, longer axes...) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != weightShape.dimension() || shape.get(1) != weightShape.get(0)) {
            throw new ShapeException(path() + ".weight has shape " + weightShape + " and wants (batch, "
                    + weightShape.get(0) + ", " + (weightShape.dimension() - 2)
                    + " further axes), but the input has shape " + shape);
        }
        return Products.transposed(pass, input, weight.in(pass), bias == null ? null : pass.value(bias),
                steps);
    }

    /** Collects the options of a {@link TransposedConvolution}. */
    public static final class Builder extends ConvolutionOptions<Builder> {
        private long[] outputPadding;

        private Builder(int axes, long inputs, long outputs) {
            super(axes, inputs, outputs);
            outputPadding = spread("output padding", 0);
        }

        /** @param cells added to the end of each axis of the output, below stride or dilation @return this */
        public Builder outputPadding(long... cells) {
            outputPadding = spread("output padding", cells);
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        /** @return the layer */
        public TransposedConvolution build() {
            for (int axis = 0; axis < axes; axis++) {
                if (outputPadding[axis] >= Math.max(stride[axis], dilation[axis])) {
                    throw new ShapeException("output padding " + outputPadding[axis] + " on axis " + axis
                            + " must be below the stride (" + stride[axis] + ") or the dilation ("
                            + dilation[axis] + ")");
                }
            }
            return new TransposedConvolution(this);
        }
    }
}
