package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.SimpleLayer;

/**
 * Cuts a signal, an image or a volume into patches and makes a token of each, by a convolution whose stride is its
 * kernel (Dosovitskiy et al. 2021). Parameters: {@code proj.weight}, {@code proj.bias}.
 */
public final class PatchEmbedding extends SimpleLayer {
    private final Convolution projection;
    private final long[] patch;

    /**
     * @param channels of the input
     * @param width features of a token
     * @param biased whether a bias is added
     * @param patch size along each of one to three axes
     */
    public PatchEmbedding(long channels, long width, boolean biased, long... patch) {
        this.patch = patch.clone();
        Convolution.Builder convolution = Convolution.builder(patch.length, channels, width).kernel(patch)
                .stride(patch);
        projection = child("proj", biased ? convolution.build() : convolution.unbiased().build());
    }

    /**
     * @param sizes of the input along its axes
     * @return how many patches lie along each
     * @throws ShapeException when a size is not a multiple of the patch
     */
    public long[] grid(long... sizes) {
        long[] grid = new long[patch.length];
        for (int axis = 0; axis < patch.length; axis++) {
            if (sizes.length != patch.length || sizes[axis] < patch[axis] || sizes[axis] % patch[axis] != 0) {
                throw new ShapeException("an input of size " + Arrays.toString(sizes)
                        + " cannot be cut into patches of " + Arrays.toString(patch)
                        + ": pad or resample it to a multiple of the patch along each axis");
            }
            grid[axis] = sizes[axis] / patch[axis];
        }
        return grid;
    }

    /** @param input (batch, channel, axes...) @return (batch, patch, feature), the last axis of the grid fastest */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        grid(shape.slice(2).getShape());
        NDArray maps = projection.apply(pass, input); // (batch, feature, grid...)
        return maps.reshape(shape.get(0), maps.getShape().get(1), -1).transpose(0, 2, 1);
    }
}
