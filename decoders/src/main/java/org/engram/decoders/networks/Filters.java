package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/**
 * A convolution over two axes that starts as these networks do (Glorot weights, zero bias) and can keep every filter
 * within a Euclidean norm. Parameters: {@code weight} (filter, input / groups, height, width), {@code bias} (filter).
 */
final class Filters extends SimpleLayer {
    private static final Shape ONE = new Shape(1, 1);

    private final Parameter weight;
    private final Parameter bias;
    private final Shape padding;
    private final int groups;
    private final double maximumNorm;

    private Filters(int filters, int inputs, int[] kernel, int[] padding, int groups, boolean biased,
            double maximumNorm) {
        long taps = (long) kernel[0] * kernel[1];
        weight = parameter("weight", Initialization.glorotUniform(inputs / groups * taps, filters * taps),
                filters, inputs / groups, kernel[0], kernel[1]);
        bias = biased ? parameter("bias", Initialization.ZEROS, filters) : null;
        this.padding = new Shape(padding[0], padding[1]);
        this.groups = groups;
        this.maximumNorm = maximumNorm;
    }

    static Filters of(int inputs, int filters, int height, int width) {
        return new Filters(filters, inputs, new int[] {height, width}, new int[2], 1, false,
                Double.POSITIVE_INFINITY);
    }

    static Filters biased(int inputs, int filters, int height, int width) {
        return new Filters(filters, inputs, new int[] {height, width}, new int[2], 1, true,
                Double.POSITIVE_INFINITY);
    }

    /** Along time, with half the kernel of zeros at both ends: an even kernel makes the signal one sample longer. */
    static Filters padded(int inputs, int filters, int width, int groups) {
        return new Filters(filters, inputs, new int[] {1, width}, new int[] {0, width / 2}, groups, false,
                Double.POSITIVE_INFINITY);
    }

    /** One set of filters over all channels for each input, none longer than {@code maximumNorm}. */
    static Filters depthwise(int inputs, int filters, int height, double maximumNorm) {
        return new Filters(filters, inputs, new int[] {height, 1}, new int[2], inputs, false, maximumNorm);
    }

    /** @param input (batch, input, height, width) @return (batch, filter, height, width) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input;
        return x.getNDArrayInternal()
                .convolution(x, MaximumNorm.bounded(pass.value(weight), maximumNorm),
                        bias == null ? null : pass.value(bias), ONE, padding, ONE, groups)
                .get(0);
    }
}
