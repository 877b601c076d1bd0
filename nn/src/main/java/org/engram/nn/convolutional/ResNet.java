package org.engram.nn.convolutional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * A residual network (He et al. 2015) over two or three axes with the parameter names of torchvision and MedicalNet:
 * {@code conv1}, {@code bn1}, {@code layer1.0.conv1} ... {@code layer1.0.downsample.0}, {@code fc}. In bottleneck blocks
 * the stride is at the middle convolution.
 *
 * <p>Takes (batch, channel, axes...); gives (batch, output), or (batch, feature) without a last layer.
 */
public final class ResNet extends SimpleLayer {
    private static final int EXPANSION = 4;

    private final ResNetConfiguration options;
    private final Sequence body = new Sequence();
    private final Linear head;

    /** @param options its shape */
    public ResNet(ResNetConfiguration options) {
        this.options = options;
        long stemPadding = options.stemKernel() / 2;
        body.then(child("conv1", Convolution.builder(options.axes(), options.inputs(), options.width())
                .kernel(options.stemKernel()).stride(2).padding(stemPadding).unbiased()
                .start(start(options.stemKernel(), options.width())).build()));
        body.then(child("bn1", new BatchNormalization(options.width())));
        body.then(Activation.RELU.layer());
        if (options.stemPool()) {
            body.then(new StemPool());
        }
        long inputs = options.width();
        for (int stage = 0; stage < options.blocks().size(); stage++) {
            long width = (long) options.width() << stage;
            Sequence blocks = new Sequence();
            for (int block = 0; block < options.blocks().get(stage); block++) {
                Block made = new Block(inputs, width, block == 0 && stage > 0 ? 2 : 1);
                blocks.then(made);
                inputs = width * (options.bottleneck() ? EXPANSION : 1);
            }
            body.then(child("layer" + (stage + 1), blocks));
        }
        head = options.outputs() == 0 ? null : child("fc", new Linear(inputs, options.outputs()));
    }

    /** @return its shape */
    public ResNetConfiguration configuration() {
        return options;
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray features = body.apply(pass, input);
        NDArray pooled = features.reshape(features.getShape().get(0), features.getShape().get(1), -1)
                .mean(new int[] {2});
        return head == null ? pooled : head.apply(pass, pooled);
    }

    private Initialization start(long kernel, long outputs) {
        // By fan out, as published: variance 2 / (outputs x taps).
        return Initialization.heNormal(outputs * Math.round(Math.pow(kernel, options.axes())));
    }

    private Convolution convolution(long inputs, long outputs, int kernel, int stride) {
        return Convolution.builder(options.axes(), inputs, outputs).kernel(kernel).stride(stride)
                .padding(kernel / 2)
                .unbiased().start(start(kernel, outputs)).build();
    }

    /** The pooling behind the first convolution: the largest of 3 with stride 2. */
    private final class StemPool extends SimpleLayer {
        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            return input.getNDArrayInternal().maxPool(spread(3), spread(2), spread(1), false);
        }

        private Shape spread(long value) {
            long[] all = new long[options.axes()];
            Arrays.fill(all, value);
            return new Shape(all);
        }
    }

    /** Two convolutions of 3, or 1 - 3 - 1, and the input added. */
    private final class Block extends SimpleLayer {
        private final Sequence convolutions = new Sequence();
        private final Sequence downsample;

        Block(long inputs, long width, int stride) {
            long outputs = options.bottleneck() ? width * EXPANSION : width;
            if (options.bottleneck()) {
                step(1, inputs, width, 1, 1);
                step(2, width, width, 3, stride);
                step(3, width, outputs, 1, 1);
            } else {
                step(1, inputs, width, 3, stride);
                step(2, width, width, 3, 1);
            }
            downsample = stride != 1 || inputs != outputs
                    ? child("downsample",
                            new Sequence(convolution(inputs, outputs, 1, stride),
                                    new BatchNormalization(outputs)))
                    : null;
        }

        private void step(int number, long inputs, long outputs, int kernel, int stride) {
            if (number > 1) {
                convolutions.then(Activation.RELU.layer());
            }
            convolutions.then(child("conv" + number, convolution(inputs, outputs, kernel, stride)));
            convolutions.then(child("bn" + number, new BatchNormalization(outputs)));
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray straight = downsample == null ? input : downsample.apply(pass, input);
            return Activation.RELU.of(convolutions.apply(pass, input).add(straight));
        }
    }
}
