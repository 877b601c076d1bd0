package org.engram.generative.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.SimpleLayer;

/** Halves an image by a 3 x 3 convolution with stride 2. Parameters: {@code conv}. */
public final class Downsampling extends SimpleLayer {
    private final Convolution convolution;
    private final boolean padAfterOnly;

    /**
     * @param channels in and out
     * @param padAfterOnly one row below and one column to the right of zeros, as the autoencoders have it; else one
     * on every side
     */
    public Downsampling(int channels, boolean padAfterOnly) {
        convolution = child("conv", Convolution.builder(2, channels, channels).kernel(3).stride(2)
                .padding(padAfterOnly ? 0 : 1).build());
        this.padAfterOnly = padAfterOnly;
    }

    /** @param input (batch, channel, height, width) @return half as high and wide */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return convolution.apply(pass, padAfterOnly ? input.pad(new Shape(0, 1, 0, 1), 0) : input);
    }
}
