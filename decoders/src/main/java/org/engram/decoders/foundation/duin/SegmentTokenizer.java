package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.SimpleLayer;

/**
 * Segments of 100 samples to tokens by three convolutions with batch normalisation and no nonlinearity. (batch, sample,
 * 16) to (batch, segment, 160), time before filter.
 */
final class SegmentTokenizer extends SimpleLayer {
    static final int CHANNELS = 16;

    private static final int FILTERS = 128;
    private static final int SEGMENT = DuinConfiguration.SEGMENT;

    private final Convolution[] convolutions = new Convolution[3];
    private final BatchNormalization[] norms = new BatchNormalization[3];

    SegmentTokenizer() {
        int[] inputs = {CHANNELS, FILTERS, FILTERS};
        int[] outputs = {FILTERS, FILTERS, CHANNELS};
        for (int i = 0; i < 3; i++) {
            Convolution.Builder builder = Convolution.builder(1, inputs[i], outputs[i]);
            convolutions[i] = child("conv_blocks." + i + ".0.1",
                    i == 0
                            ? builder.kernel(19).stride(10).padding(9).build()
                            : builder.kernel(3).padding(1).build());
            norms[i] = child("conv_blocks." + i + ".1.1", new BatchNormalization(outputs[i]));
        }
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.get(1) % SEGMENT != 0 || shape.get(1) == 0) {
            throw new ShapeException("Du-IN takes a multiple of " + SEGMENT
                    + " samples at 1000 Hz, but the input has shape " + shape);
        }
        NDArray x = input.reshape(-1, SEGMENT, CHANNELS).transpose(0, 2, 1);
        for (int i = 0; i < convolutions.length; i++) {
            x = norms[i].apply(pass, convolutions[i].apply(pass, x));
        }
        return x.transpose(0, 2, 1).reshape(shape.get(0), shape.get(1) / SEGMENT, -1);
    }
}
