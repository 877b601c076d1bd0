package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;

/** Decoded segments to a signal by transposed convolutions. (batch, segment, 160) to (batch, 100 * segment, 16). */
final class SignalHead extends SimpleLayer {
    private static final int[] KERNELS = {3, 3, 10, 9, 19};
    private static final int[] STRIDES = {1, 1, 10, 1, 10};
    private static final int[] FILTERS = {128, 128, 128, 128, SegmentTokenizer.CHANNELS};

    private final Upsampling[] stages = new Upsampling[KERNELS.length];
    private final Linear output;

    SignalHead() {
        int inputs = DuinConfiguration.FEATURES;
        for (int stage = 0; stage < stages.length; stage++) {
            stages[stage] = child("rgs_head." + stage + ".0.1",
                    new Upsampling(inputs, FILTERS[stage], KERNELS[stage], STRIDES[stage]));
            inputs = FILTERS[stage];
        }
        output = child("rgs_head." + stages.length + ".0",
                new Linear(inputs, inputs, true, Initialization.truncatedNormal(0.02)));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray x = input.transpose(0, 2, 1);
        for (Upsampling stage : stages) {
            x = stage.apply(pass, x);
        }
        return output.apply(pass, x.transpose(0, 2, 1));
    }

    /**
     * A transposed convolution that makes the signal exactly {@code stride} times as long, written as a convolution of the
     * signal with zeros between its samples. Parameters: {@code weight} (input, output, tap), {@code bias} (output).
     */
    private static final class Upsampling extends SimpleLayer {
        private final Parameter weight;
        private final Parameter bias;
        private final int taps;
        private final int stride;

        Upsampling(int inputs, int outputs, int taps, int stride) {
            this.taps = taps;
            this.stride = stride;
            Initialization start = Initialization.fanIn((long) outputs * taps);
            weight = parameter("weight", start, inputs, outputs, taps);
            bias = parameter("bias", start, outputs);
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            Shape shape = input.getShape();
            int cropped = (taps - stride + 1) / 2;
            NDArray x = input;
            if (stride > 1) {
                Shape gaps = new Shape(shape.get(0), shape.get(1), shape.get(2), stride - 1);
                x = input.expandDims(3).concat(input.getManager().zeros(gaps, input.getDataType()), 3)
                        .reshape(shape.get(0), shape.get(1), -1);
            }
            // The zeros behind the last sample stand for part of the padding at the end.
            long before = taps - 1L - cropped;
            long after = shape.get(2) * stride - x.getShape().get(2) + taps - 1L - before;
            x = zeros(x, before).concat(x, 2).concat(zeros(x, after), 2);
            NDArray flipped = pass.value(weight).flip(2).transpose(1, 0, 2);
            return x.getNDArrayInternal().convolution(x, flipped,
                    pass.value(bias), new Shape(1), new Shape(0), new Shape(1), 1).get(0);
        }

        private static NDArray zeros(NDArray like, long count) {
            Shape shape = like.getShape();
            return like.getManager().zeros(new Shape(shape.get(0), shape.get(1), count), like.getDataType());
        }
    }
}
