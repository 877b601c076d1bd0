package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Products;

/**
 * Convolution (cross-correlation, as in all deep learning) over one to three axes. Parameters: {@code weight}
 * (output, input / groups, kernel...), {@code bias} (output); with {@link Builder#weightNormalized} {@code bias},
 * {@code weight_g}, {@code weight_v}.
 *
 * <p>{@code Convolution.builder(2, 3, 64).kernel(3).padding(1).build()} is a 3 x 3 convolution of images. Kernel,
 * stride, padding and dilation are given once for all axes, or once for each, outermost first.
 */
public final class Convolution extends SimpleLayer {
    private final WeightForm.Weight weight;
    private final Parameter bias;
    private final Shape weightShape;
    private final Shape stride;
    private final Shape padding;
    private final Shape dilation;
    private final int groups;

    private Convolution(Builder options) {
        long[] shape = options.weightShape(options.outputs, options.inputs / options.groups);
        long fanIn = ConvolutionOptions.fanIn(shape);
        weightShape = new Shape(shape);
        weight = options.form.declare(this,
                options.start == null ? Initialization.fanIn(fanIn) : options.start, shape);
        bias = options.biased ? parameter("bias", options.biasStart(fanIn), options.outputs) : null;
        stride = new Shape(options.stride);
        padding = new Shape(options.padding);
        dilation = new Shape(options.dilation);
        groups = options.groups;
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

    /** @param input (batch, inputs, axes...) @return (batch, outputs, axes...) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        long wanted = weightShape.get(1) * groups;
        if (shape.dimension() != weightShape.dimension() || shape.get(1) != wanted) {
            throw new ShapeException(
                    path() + ".weight has shape " + weightShape + " and wants (batch, " + wanted
                            + ", " + stride.dimension() + " further axes), but the input has shape " + shape);
        }
        return Products.convolution(pass, input, weight.in(pass), bias == null ? null : pass.value(bias),
                stride,
                padding, dilation, groups);
    }

    /** Collects the options of a {@link Convolution}. */
    public static final class Builder extends ConvolutionOptions<Builder> {
        private Builder(int axes, long inputs, long outputs) {
            super(axes, inputs, outputs);
        }

        @Override
        Builder self() {
            return this;
        }

        /** @return the layer */
        public Convolution build() {
            return new Convolution(this);
        }
    }
}
