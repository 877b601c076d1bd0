package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;

/**
 * Convolution (cross-correlation, as in all deep learning) over one to three axes. Parameters: {@code weight} (output,
 * input / groups, kernel...), {@code bias} (output).
 *
 * <p>{@code Convolution.builder(2, 3, 64).kernel(3).padding(1).build()} is a 3 x 3 convolution of images. Kernel, stride,
 * padding and dilation are given once for all axes, or once for each, outermost first.
 */
public final class Convolution extends SimpleLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final Shape stride;
    private final Shape padding;
    private final Shape dilation;
    private final int groups;

    private Convolution(Builder options) {
        long[] kernel = options.kernel;
        long[] weightShape = new long[kernel.length + 2];
        weightShape[0] = options.outputs;
        weightShape[1] = options.inputs / options.groups;
        System.arraycopy(kernel, 0, weightShape, 2, kernel.length);
        long fanIn = Arrays.stream(weightShape).skip(1).reduce(1, (a, b) -> a * b);
        weight = parameter("weight", options.start == null ? Initialization.fanIn(fanIn) : options.start,
                weightShape);
        bias = options.biased
                ? parameter("bias",
                        options.biasStart == null ? Initialization.fanIn(fanIn) : options.biasStart,
                        options.outputs)
                : null;
        stride = new Shape(options.stride);
        padding = new Shape(options.padding);
        dilation = new Shape(options.dilation);
        groups = options.groups;
    }

    /**
     * @param axes how many axes it runs over: 1, 2 or 3
     * @param inputs channels in
     * @param outputs channels out
     */
    public static Builder builder(int axes, long inputs, long outputs) {
        return new Builder(axes, inputs, outputs);
    }

    /** @param input (batch, inputs, axes...) @return (batch, outputs, axes...) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        long wanted = weight.getShape().get(1) * groups;
        if (shape.dimension() != weight.getShape().dimension() || shape.get(1) != wanted) {
            throw new ShapeException(
                    path() + ".weight has shape " + weight.getShape() + " and wants (batch, " + wanted
                            + ", " + stride.dimension() + " further axes), but the input has shape " + shape);
        }
        NDArray operand = pass.operand(input);
        return operand.getNDArrayInternal().convolution(operand, pass.operand(pass.value(weight)),
                bias == null ? null : pass.operand(pass.value(bias)), stride, padding, dilation, groups)
                .get(0);
    }

    /** Collects the options of a {@link Convolution}. Defaults: kernel 1, stride 1, padding 0, dilation 1, one group. */
    public static final class Builder {
        private final int axes;
        private final long inputs;
        private final long outputs;
        private long[] kernel;
        private long[] stride;
        private long[] padding;
        private long[] dilation;
        private int groups = 1;
        private boolean biased = true;
        private Initialization start;
        private Initialization biasStart;

        private Builder(int axes, long inputs, long outputs) {
            if (axes < 1 || axes > 3) {
                throw new IllegalArgumentException("a convolution runs over 1, 2 or 3 axes, not " + axes);
            }
            this.axes = axes;
            this.inputs = inputs;
            this.outputs = outputs;
            kernel = spread("kernel", 1);
            stride = spread("stride", 1);
            padding = spread("padding", 0);
            dilation = spread("dilation", 1);
        }

        /** @param size taps along each axis */
        public Builder kernel(long... size) {
            kernel = spread("kernel", size);
            return this;
        }

        /** @param steps between outputs along each axis */
        public Builder stride(long... steps) {
            stride = spread("stride", steps);
            return this;
        }

        /** @param zeros before and after each axis */
        public Builder padding(long... zeros) {
            padding = spread("padding", zeros);
            return this;
        }

        /** @param steps between taps along each axis */
        public Builder dilation(long... steps) {
            dilation = spread("dilation", steps);
            return this;
        }

        /** @param count of groups of channels that do not mix; as many as inputs make it depthwise */
        public Builder groups(int count) {
            if (count < 1 || inputs % count != 0 || outputs % count != 0) {
                throw new ShapeException(
                        count + " groups do not divide " + inputs + " channels in and " + outputs
                                + " channels out");
            }
            groups = count;
            return this;
        }

        /** Leaves the bias out. */
        public Builder unbiased() {
            biased = false;
            return this;
        }

        /** @param weights how the weights start */
        public Builder start(Initialization weights) {
            start = weights;
            return this;
        }

        /** @param weights how the weights start @param biases how the bias starts */
        public Builder start(Initialization weights, Initialization biases) {
            start = weights;
            biasStart = biases;
            return this;
        }

        /** @return the layer */
        public Convolution build() {
            return new Convolution(this);
        }

        private long[] spread(String what, long... values) {
            if (values.length == 1) {
                long[] all = new long[axes];
                Arrays.fill(all, values[0]);
                return all;
            }
            if (values.length != axes) {
                throw new ShapeException(
                        what + " " + Arrays.toString(values) + " does not fit a convolution over " + axes
                                + " axes: give one value or " + axes);
            }
            return values.clone();
        }
    }
}
