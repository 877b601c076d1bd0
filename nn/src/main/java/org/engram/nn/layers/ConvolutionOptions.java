package org.engram.nn.layers;

import java.util.Arrays;
import org.engram.core.ShapeException;

/**
 * What ordinary and transposed convolutions have in common. Defaults: kernel 1, stride 1, padding 0, dilation 1, one
 * group, a bias, weights learnt as they are. Sizes are given once for all axes, or once for each, outermost first.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ConvolutionOptions<B extends ConvolutionOptions<B>>
        permits Convolution.Builder, TransposedConvolution.Builder {
    final int axes;
    final long inputs;
    final long outputs;
    long[] kernel;
    long[] stride;
    long[] padding;
    long[] dilation;
    int groups = 1;
    boolean biased = true;
    Initialization start;
    Initialization biasStart;
    WeightForm form = WeightForm.PLAIN;

    ConvolutionOptions(int axes, long inputs, long outputs) {
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

    abstract B self();

    /** @param size taps along each axis @return this */
    public B kernel(long... size) {
        kernel = spread("kernel", size);
        return self();
    }

    /** @param steps between outputs (of a transposed convolution: inputs) along each axis @return this */
    public B stride(long... steps) {
        stride = spread("stride", steps);
        return self();
    }

    /** @param zeros before and after each axis (of a transposed convolution: cells cut off) @return this */
    public B padding(long... zeros) {
        padding = spread("padding", zeros);
        return self();
    }

    /** @param steps between taps along each axis @return this */
    public B dilation(long... steps) {
        dilation = spread("dilation", steps);
        return self();
    }

    /** @param count of groups of channels that do not mix; as many as inputs make it depthwise @return this */
    public B groups(int count) {
        if (count < 1 || inputs % count != 0 || outputs % count != 0) {
            throw new ShapeException(count + " groups do not divide " + inputs + " channels in and " + outputs
                    + " channels out");
        }
        groups = count;
        return self();
    }

    /** Leaves the bias out. @return this */
    public B unbiased() {
        biased = false;
        return self();
    }

    /** @param weights how the weights start @return this */
    public B start(Initialization weights) {
        start = weights;
        return self();
    }

    /** @param weights how the weights start @param biases how the bias starts @return this */
    public B start(Initialization weights, Initialization biases) {
        start = weights;
        biasStart = biases;
        return self();
    }

    /** How the bias starts unless said otherwise: as in PyTorch. */
    final Initialization biasStart(long fanIn) {
        return biasStart == null ? Initialization.fanIn(fanIn) : biasStart;
    }

    /**
     * Learns direction and magnitude of the weights apart (Salimans and Kingma 2016): parameters {@code weight_v} and
     * {@code weight_g} in the place of {@code weight}.
     *
     * @param axis of the weight whose slices have a magnitude each: 0, or the last
     * @return this
     */
    public B weightNormalized(int axis) {
        form = WeightForm.normalized(axis);
        return self();
    }

    /**
     * Scales each output's weights down to a greatest Euclidean norm whenever they are used; the stored weights stay
     * as they are, and gradients pass through the scaling.
     *
     * @param greatest norm, above 0
     * @return this
     */
    public B maximumNorm(double greatest) {
        form = WeightForm.bounded(greatest);
        return self();
    }

    final long[] spread(String what, long... values) {
        if (values.length == 1) {
            long[] all = new long[axes];
            Arrays.fill(all, values[0]);
            return all;
        }
        if (values.length != axes) {
            throw new ShapeException(
                    what + " " + Arrays.toString(values) + " does not fit a convolution over "
                            + axes + " axes: give one value or " + axes);
        }
        return values.clone();
    }

    /** The shape of a weight: two sizes for channels, then the kernel. */
    final long[] weightShape(long first, long second) {
        long[] shape = new long[axes + 2];
        shape[0] = first;
        shape[1] = second;
        System.arraycopy(kernel, 0, shape, 2, axes);
        return shape;
    }

    /** How many weights lie behind one index of the first axis: PyTorch's "fan in". */
    static long fanIn(long... weightShape) {
        return Arrays.stream(weightShape).skip(1).reduce(1, (a, b) -> a * b);
    }
}
