package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/**
 * Two dilated convolutions along time, each followed by a layer normalisation over time without parameters and by GELU,
 * and a way around. (1, channel, patch, sample) to (1, channel, patch, sample).
 */
final class DilatedBlock extends SimpleLayer {
    private static final int TAPS = 3;
    private static final float EPSILON = 1e-5f;

    private final Convolution first;
    private final Convolution second;
    private final Convolution projector;

    DilatedBlock(int inputs, int outputs, int dilation, boolean projected) {
        first = child("conv1.conv", convolution(inputs, outputs, dilation));
        second = child("conv2.conv", convolution(outputs, outputs, dilation));
        projector = projected
                ? child("projector", Convolution.builder(2, inputs, outputs)
                        .start(Initialization.heNormal(inputs)).build())
                : null;
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = activated(pass, second, activated(pass, first, input));
        return x.add(projector == null ? input : projector.apply(pass, input));
    }

    private NDArray activated(Pass pass, Convolution convolution, NDArray input) {
        NDArray x = convolution.apply(pass, input);
        Shape time = new Shape(x.getShape().get(3));
        String key = x.getDataType() + " " + time;
        NDArray one = constant("one " + key, x, manager -> manager.ones(time, x.getDataType()));
        NDArray zero = constant("zero " + key, x, manager -> manager.zeros(time, x.getDataType()));
        return Activation.GELU.of(x.getNDArrayInternal().layerNorm(x, time, one, zero, EPSILON).get(0));
    }

    private static Convolution convolution(int inputs, int outputs, int dilation) {
        return Convolution.builder(2, inputs, outputs).kernel(1, TAPS).dilation(1, dilation)
                .padding(0, dilation * (TAPS - 1) / 2).start(Initialization.heNormal((long) inputs * TAPS))
                .build();
    }
}
