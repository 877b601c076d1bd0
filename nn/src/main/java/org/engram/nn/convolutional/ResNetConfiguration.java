package org.engram.nn.convolutional;

import java.util.List;
import org.engram.core.ShapeException;

/**
 * The shape of a {@link ResNet}.
 *
 * @param axes 2 or 3
 * @param inputs channels in
 * @param outputs classes or other numbers out; 0 leaves the last layer out and gives the pooled features
 * @param blocks how many blocks each of the stages has
 * @param width features of the first stage; doubled from stage to stage
 * @param bottleneck blocks of 1, 3 and 1 taps that widen four times, instead of two of 3
 * @param stemKernel taps of the first convolution, odd
 * @param stemPool whether a pooling of 3 with stride 2 follows it
 */
public record ResNetConfiguration(int axes, int inputs, int outputs, List<Integer> blocks, int width,
        boolean bottleneck, int stemKernel, boolean stemPool) {
    /** Checks that the sizes fit together. */
    public ResNetConfiguration {
        blocks = List.copyOf(blocks);
        if (axes != 2 && axes != 3) {
            throw new ShapeException("a residual network runs over 2 or 3 axes, not " + axes);
        }
        if (blocks.isEmpty() || blocks.stream().anyMatch(count -> count < 1) || width < 1 || inputs < 1
                || outputs < 0
                || stemKernel < 1 || stemKernel % 2 == 0) {
            throw new ShapeException(
                    "every stage has at least one block, width and inputs are at least 1, outputs at "
                            + "least 0 and the first kernel is odd");
        }
    }

    /** @return the 18-layer network */
    public static ResNetConfiguration resNet18(int axes, int inputs, int outputs) {
        return new ResNetConfiguration(axes, inputs, outputs, List.of(2, 2, 2, 2), 64, false, 7, true);
    }

    /** @return the 34-layer network */
    public static ResNetConfiguration resNet34(int axes, int inputs, int outputs) {
        return new ResNetConfiguration(axes, inputs, outputs, List.of(3, 4, 6, 3), 64, false, 7, true);
    }

    /** @return the 50-layer network */
    public static ResNetConfiguration resNet50(int axes, int inputs, int outputs) {
        return new ResNetConfiguration(axes, inputs, outputs, List.of(3, 4, 6, 3), 64, true, 7, true);
    }
}
