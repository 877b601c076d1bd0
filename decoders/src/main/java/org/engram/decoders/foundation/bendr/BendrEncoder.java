package org.engram.decoders.foundation.bendr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.GroupNormalization;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * Six convolutions with group normalisation (pairs of channels) and GELU: one vector for each 96 samples.
 *
 * <p>(batch, 20, sample) to (batch, feature, sample / 96, rounded up).
 */
public final class BendrEncoder extends SimpleLayer {
    /** The channels of the input, in order; SCALE is the trial's range relative to the data set's. */
    public static final List<String> CHANNELS = List.of("FP1", "FP2", "F7", "F3", "FZ", "F4", "F8", "T7",
            "C3", "CZ",
            "C4", "T8", "T5", "P3", "PZ", "P4", "T6", "O1", "O2", "SCALE");

    private static final int[] STRIDES = {3, 2, 2, 2, 2, 2};

    private final Sequence stages = new Sequence();

    /** @param configuration sizes */
    public BendrEncoder(BendrConfiguration configuration) {
        int features = configuration.features();
        for (int stage = 0; stage < STRIDES.length; stage++) {
            Convolution convolution = Convolution
                    .builder(1, stage == 0 ? CHANNELS.size() : features, features)
                    .kernel(3).stride(STRIDES[stage]).padding(1).build();
            // The second member of a stage is dropout, which the published encoder has at zero.
            stages.then("Encoder_" + stage,
                    new Sequence().then("0", convolution)
                            .then("2", new GroupNormalization(features / 2, features))
                            .then("3", Activation.GELU.layer()));
        }
        child("encoder", stages);
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != 3 || shape.get(1) != CHANNELS.size()) {
            throw new ShapeException("BENDR takes (batch, " + CHANNELS.size() + ", sample) with the channels "
                    + CHANNELS + ", but the input has shape " + shape + ": add missing channels as zeros");
        }
        return stages.apply(pass, input);
    }
}
