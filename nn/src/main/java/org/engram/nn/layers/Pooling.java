package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Poolings;

/** The greatest or mean value of windows over one to three axes. No parameters. */
public final class Pooling extends SimpleLayer {
    private final UnaryOperator<NDArray> pooling;
    private final int axes;
    private final boolean maximum;

    private Pooling(int axes, boolean maximum, UnaryOperator<NDArray> pooling) {
        if (axes < 1 || axes > 3) {
            throw new ShapeException("pooling runs over 1, 2 or 3 axes, not " + axes);
        }
        this.axes = axes;
        this.maximum = maximum;
        this.pooling = pooling;
    }

    /** @param kernel size of a window along each axis; windows lie side by side @return the greatest of each */
    public static Pooling maximum(long... kernel) {
        return new Builder(true, kernel).build();
    }

    /** @param kernel size of a window along each axis; windows lie side by side @return the mean of each */
    public static Pooling average(long... kernel) {
        return new Builder(false, kernel).build();
    }

    /** @param kernel size of a window along each axis @return the options of a layer that takes the greatest of each */
    public static Builder maximumBuilder(long... kernel) {
        return new Builder(true, kernel);
    }

    /** @param kernel size of a window along each axis @return the options of a layer that takes the mean of each */
    public static Builder averageBuilder(long... kernel) {
        return new Builder(false, kernel);
    }

    /** @param size of each axis of the result, into which windows are fitted @return the greatest of each */
    public static Pooling adaptiveMaximum(long... size) {
        Shape result = new Shape(size);
        return new Pooling(size.length, true, x -> JniUtils.adaptiveMaxPool((PtNDArray) x, result));
    }

    /** @param size of each axis of the result, into which windows are fitted @return the mean of each */
    public static Pooling adaptiveAverage(long... size) {
        Shape result = new Shape(size);
        return new Pooling(size.length, false, x -> JniUtils.adaptiveAvgPool((PtNDArray) x, result));
    }

    /** @param axes behind (batch, channel) @return (batch, channel): the greatest value of each channel */
    public static Pooling globalMaximum(int axes) {
        return new Pooling(axes, true, x -> cells(x).max(new int[] {2}));
    }

    /** @param axes behind (batch, channel) @return (batch, channel): the mean of each channel */
    public static Pooling globalAverage(int axes) {
        return new Pooling(axes, false, x -> cells(x).mean(new int[] {2}));
    }

    /** @return whether it gives the greatest value of each window, not the mean */
    public boolean isMaximum() {
        return maximum;
    }

    /**
     * @param input (batch, channel, axes...)
     * @return (batch, channel, fewer cells...), or (batch, channel) if global
     */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        if (input.getShape().dimension() != axes + 2) {
            throw new ShapeException(
                    (path().isEmpty() ? "pooling" : path()) + " wants (batch, channel, " + axes
                            + " further axes), but the input has shape " + input.getShape());
        }
        return pooling.apply(input);
    }

    private static NDArray cells(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    }

    /** Collects the options of pooling. Defaults: windows side by side, no padding, sizes rounded down. */
    public static final class Builder {
        private final boolean maximum;
        private final Shape kernel;
        private Shape stride;
        private Shape padding;
        private boolean roundedUp;
        private boolean paddingCounted = true;

        private Builder(boolean maximum, long... kernel) {
            this.maximum = maximum;
            this.kernel = new Shape(kernel);
            stride = this.kernel;
            padding = new Shape(new long[kernel.length]);
        }

        /** @param steps between windows along each axis @return this */
        public Builder stride(long... steps) {
            stride = fitting("stride", steps);
            return this;
        }

        /**
         * @param cells around each axis, at most half the kernel: zeros for means, nothing for greatest values
         * @return this
         */
        public Builder padding(long... cells) {
            padding = fitting("padding", cells);
            return this;
        }

        /** Keeps a last window that is not full. @return this */
        public Builder roundedUp() {
            roundedUp = true;
            return this;
        }

        /** Divides a mean by the number of cells that are not padding. @return this */
        public Builder withoutPaddingInMeans() {
            paddingCounted = false;
            return this;
        }

        /** @return the layer */
        public Pooling build() {
            int axes = kernel.dimension();
            for (int axis = 0; axis < axes; axis++) {
                if (2 * padding.get(axis) > kernel.get(axis)) {
                    throw new ShapeException(
                            "padding " + padding + " is more than half the kernel " + kernel);
                }
            }
            Shape windows = kernel;
            Shape steps = stride;
            Shape around = padding;
            boolean up = roundedUp;
            boolean counted = paddingCounted;
            return maximum
                    ? new Pooling(axes, true,
                            x -> JniUtils.maxPool((PtNDArray) x, windows, steps, around, up))
                    : new Pooling(axes, false, x -> Poolings.average(x, windows.getShape(), steps.getShape(),
                            around.getShape(), up, counted));
        }

        private Shape fitting(String what, long... values) {
            if (values.length != 1 && values.length != kernel.dimension()) {
                throw new ShapeException(
                        what + " " + Arrays.toString(values) + " does not fit the kernel " + kernel
                                + ": give one value or " + kernel.dimension());
            }
            return new Shape(values.length == 1
                    ? LongStream.generate(() -> values[0]).limit(kernel.dimension()).toArray()
                    : values);
        }
    }
}
