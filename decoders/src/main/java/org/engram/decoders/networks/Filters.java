package org.engram.decoders.networks;

import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;

/** Convolutions over two axes that start as these networks do: Glorot weights, zero bias. */
final class Filters {
    private Filters() {}

    static Convolution of(int inputs, int filters, int height, int width) {
        return builder(inputs, filters, 1, height, width).unbiased().build();
    }

    static Convolution biased(int inputs, int filters, int height, int width) {
        return builder(inputs, filters, 1, height, width).build();
    }

    /** Along time, with half the kernel of zeros at both ends: an even kernel makes the signal one sample longer. */
    static Convolution padded(int inputs, int filters, int width, int groups) {
        return builder(inputs, filters, groups, 1, width).padding(0, width / 2).unbiased().build();
    }

    /** One set of filters over all channels for each input, none longer than {@code maximumNorm}. */
    static Convolution depthwise(int inputs, int filters, int height, double maximumNorm) {
        return builder(inputs, filters, inputs, height, 1).maximumNorm(maximumNorm).unbiased().build();
    }

    private static Convolution.Builder builder(int inputs, int filters, int groups, int height, int width) {
        long taps = (long) height * width;
        return Convolution.builder(2, inputs, filters).kernel(height, width).groups(groups).start(
                Initialization.glorotUniform(inputs / groups * taps, filters * taps), Initialization.ZEROS);
    }
}
