package org.engram.decoders.foundation.cbramod;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.operators.Signals;

/**
 * Patches to tokens: three convolutions along time, plus a projection of the amplitude spectrum, plus a depthwise
 * convolution over the plane of channels and seconds.
 *
 * <p>Inputs: (batch, channel, second, 200); optionally boolean (batch, channel, second), true where a patch is replaced
 * by the (frozen, zero) mask vector. Result: (batch, channel, second, 200).
 */
final class PatchEmbedding extends Layer {
    static final int SAMPLES = 200;

    private static final int FILTERS = 25;
    private static final int GROUPS = 5;
    private static final int FREQUENCIES = SAMPLES / 2 + 1;

    private final Parameter mask;
    private final Convolution position;
    private final Sequence projection;
    private final Linear spectrum;
    private final Dropout dropout;

    PatchEmbedding(double dropout) {
        mask = parameter("mask_encoding", Initialization.ZEROS, SAMPLES);
        mask.freeze(true);
        position = child("positional_encoding.0", Convolution.builder(2, SAMPLES, SAMPLES).kernel(19, 7)
                .padding(9, 3).groups(SAMPLES).build());
        projection = child("proj_in", new Sequence(
                Convolution.builder(2, 1, FILTERS).kernel(1, 49).stride(1, 25).padding(0, 24).build(),
                new GroupNormalization(GROUPS, FILTERS), Activation.GELU.layer(),
                Convolution.builder(2, FILTERS, FILTERS).kernel(1, 3).padding(0, 1).build(),
                new GroupNormalization(GROUPS, FILTERS), Activation.GELU.layer(),
                Convolution.builder(2, FILTERS, FILTERS).kernel(1, 3).padding(0, 1).build(),
                new GroupNormalization(GROUPS, FILTERS), Activation.GELU.layer()));
        spectrum = child("spectral_proj.0", new Linear(FREQUENCIES, SAMPLES));
        this.dropout = new Dropout(dropout);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        Shape shape = inputs.get(0).getShape();
        if (shape.dimension() != 4 || shape.get(3) != SAMPLES) {
            throw new ShapeException("CBraMod takes (batch, channel, second, " + SAMPLES
                    + " samples) at 200 Hz, but the input has shape " + shape
                    + ": resample to 200 Hz and cut into whole seconds");
        }
        NDArray x = inputs.size() < 2 ? inputs.get(0) : masked(pass, inputs.get(0), inputs.get(1));
        NDArray shapes = projection
                .apply(pass, x.reshape(shape.get(0), 1, shape.get(1) * shape.get(2), SAMPLES))
                .transpose(0, 2, 1, 3).reshape(shape); // filter before time
        NDArray amplitudes = Signals.magnitudeSpectrum(x).div(SAMPLES);
        NDArray tokens = shapes.add(dropout.apply(pass, spectrum.apply(pass, amplitudes)));
        NDArray place = position.apply(pass, tokens.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1);
        return new NDList(tokens.add(place));
    }

    private NDArray masked(Pass pass, NDArray x, NDArray where) {
        NDArray hidden = where.toType(x.getDataType(), false).expandDims(3);
        return x.mul(hidden.neg().add(1)).add(pass.value(mask).mul(hidden));
    }
}
