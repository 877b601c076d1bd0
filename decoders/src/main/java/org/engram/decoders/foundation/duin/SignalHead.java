package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.TransposedConvolution;

/** Decoded segments to a signal by transposed convolutions. (batch, segment, 160) to (batch, 100 * segment, 16). */
final class SignalHead extends SimpleLayer {
    private static final int[] KERNELS = {3, 3, 10, 9, 19};
    private static final int[] STRIDES = {1, 1, 10, 1, 10};
    private static final int[] FILTERS = {128, 128, 128, 128, SegmentTokenizer.CHANNELS};

    private final TransposedConvolution[] stages = new TransposedConvolution[KERNELS.length];
    private final Linear output;

    SignalHead() {
        int inputs = DuinConfiguration.FEATURES;
        for (int stage = 0; stage < stages.length; stage++) {
            stages[stage] = child("rgs_head." + stage + ".0.1",
                    longer(inputs, FILTERS[stage], KERNELS[stage], STRIDES[stage]));
            inputs = FILTERS[stage];
        }
        output = child("rgs_head." + stages.length + ".0",
                new Linear(inputs, inputs, true, Initialization.truncatedNormal(0.02)));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.transpose(0, 2, 1);
        for (TransposedConvolution stage : stages) {
            x = stage.apply(pass, x);
        }
        return output.apply(pass, x.transpose(0, 2, 1));
    }

    /** Makes the signal exactly {@code stride} times as long. */
    private static TransposedConvolution longer(int inputs, int outputs, int taps, int stride) {
        int cropped = (taps - stride + 1) / 2;
        return TransposedConvolution.builder(1, inputs, outputs).kernel(taps).stride(stride).padding(cropped)
                .outputPadding(2L * cropped + stride - taps).build();
    }
}
