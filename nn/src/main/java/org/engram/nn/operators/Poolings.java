package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.engram.core.ShapeException;

/** Means of windows; greatest values with their places, and the way back. */
public final class Poolings {
    private Poolings() {}

    /**
     * @param x (batch, channel, two or three axes)
     * @param kernel size of a window along each axis
     * @param stride steps between windows along each axis
     * @param padding cells of minus infinity around each axis, at most half the kernel
     * @return the greatest value of each window, and (int64) its index among the cells of the channel, row-major
     */
    public static NDList maximum(NDArray x, long[] kernel, long[] stride, long[] padding) {
        int axes = x.getShape().dimension() - 2;
        if (axes != 2 && axes != 3) {
            throw new ShapeException("places of greatest values are found over two or three axes behind "
                    + "(batch, channel), but the input has shape " + x.getShape());
        }
        return TorchScript.call(axes == 2 ? "max_pool_2d_with_indices" : "max_pool_3d_with_indices",
                List.of(x),
                Convolutions.numbersOf(null, kernel, stride, padding));
    }

    /**
     * DJL's own takes padding into every mean over three axes, whatever it is told.
     *
     * @param x (batch, channel, one to three axes)
     * @param kernel size of a window along each axis
     * @param stride steps between windows along each axis
     * @param padding zeros around each axis, at most half the kernel
     * @param roundedUp whether a last window that is not full counts
     * @param paddingCounted whether zeros of the padding count as cells of a mean
     * @return the mean of each window
     */
    public static NDArray average(NDArray x, long[] kernel, long[] stride, long[] padding, boolean roundedUp,
            boolean paddingCounted) {
        return TorchScript.callForOne("average_pool", List.of(x), Convolutions.numbersOf(null,
                new long[] {roundedUp ? 1 : 0, paddingCounted ? 1 : 0}, kernel, stride, padding));
    }

    /**
     * Puts values back where {@link #maximum} took them from, zeros elsewhere.
     *
     * @param x (batch, channel, axes...)
     * @param indices of the same shape, int64, into the cells of a channel of the result
     * @param size of the axes of the result
     * @return (batch, channel, size...)
     */
    public static NDArray unpool(NDArray x, NDArray indices, long... size) {
        return TorchScript.callForOne("max_unpool", List.of(x, indices),
                Convolutions.numbersOf(null, size));
    }
}
