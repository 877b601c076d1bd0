package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.SimpleLayer;

/**
 * Patches of 200 samples to tokens by three convolutions, each with group normalisation over all patches of a sample and
 * GELU. (batch, channel, patch, sample) to (batch, channel * patch, 25 times * filters), time before filter.
 */
final class PatchConvolutions extends SimpleLayer {
    static final int SAMPLES = 200;
    /** Positions that the first convolution leaves of a patch. */
    static final int TIMES = 25;

    private static final int GROUPS = 4;

    private final Convolution[] convolutions = new Convolution[3];
    private final GroupNormalization[] norms = new GroupNormalization[3];

    PatchConvolutions(int filters) {
        Initialization start = Initialization.truncatedNormal(0.02);
        for (int i = 0; i < 3; i++) {
            Convolution.Builder builder = Convolution.builder(2, i == 0 ? 1 : filters, filters).start(start);
            convolutions[i] = child("conv" + (i + 1), i == 0
                    ? builder.kernel(1, 15).stride(1, 8).padding(0, 7).build()
                    : builder.kernel(1, 3).padding(0, 1).build());
            norms[i] = child("norm" + (i + 1), new GroupNormalization(GROUPS, filters));
        }
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != 4 || shape.get(3) != SAMPLES) {
            throw new ShapeException("LaBraM takes (batch, channel, patch, " + SAMPLES
                    + " samples) at 200 Hz, but the input has shape " + shape
                    + ": resample to 200 Hz and cut into seconds");
        }
        NDArray x = input.reshape(shape.get(0), 1, shape.get(1) * shape.get(2), SAMPLES);
        for (int i = 0; i < convolutions.length; i++) {
            x = Activation.GELU.of(norms[i].apply(pass, convolutions[i].apply(pass, x)));
        }
        x = x.transpose(0, 2, 3, 1); // (batch, token, time, filter)
        return x.reshape(shape.get(0), shape.get(1) * shape.get(2), -1);
    }
}
