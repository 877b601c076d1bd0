package org.engram.generative.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/** Repeats every pixel and convolves with 3 x 3. Parameters: {@code conv}. */
public final class Upsampling extends SimpleLayer {
    private final Convolution convolution;

    /** @param channels in and out */
    public Upsampling(int channels) {
        convolution = child("conv", Convolution.builder(2, channels, channels).kernel(3).padding(1).build());
    }

    /** @param input (batch, channel, height, width) @return twice as high and wide */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        return compute(pass, input, 2 * shape.get(2), 2 * shape.get(3));
    }

    /**
     * @param pass the run it belongs to
     * @param input (batch, channel, height, width)
     * @param height of the result: twice the input's, or one less where an odd size had been halved
     * @param width of the result, likewise
     * @return (batch, channel, height, width)
     */
    public NDArray apply(Pass pass, NDArray input, long height, long width) {
        return Scope.returning(() -> compute(pass, input, height, width), input);
    }

    private NDArray compute(Pass pass, NDArray input, long height, long width) {
        return convolution.apply(pass,
                Resamplings.resize(input, Interpolation.NEAREST, false, height, width));
    }
}
