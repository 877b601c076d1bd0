package org.engram.nn.explanation;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * One input of a network, without a batch axis.
 *
 * @param values in memory order, last axis fastest, all finite; not copied
 * @param shape (channels, axes...) for images and volumes, or whatever the network takes; at least one axis
 */
public record Sample(float[] values, long... shape) {
    /** Checks that the shape fits and that every value is finite. */
    public Sample {
        shape = shape.clone();
        long size = 1;
        for (long length : shape) {
            if (length < 1) {
                throw new ShapeException(
                        "a sample of shape " + Arrays.toString(shape) + " has no values: every axis "
                                + "must be at least 1 long");
            }
            size = Math.multiplyExact(size, length);
        }
        if (shape.length == 0 || size != values.length) {
            throw new ShapeException("a sample of shape " + Arrays.toString(shape) + " has "
                    + (shape.length == 0 ? 0 : size) + " values, but " + values.length + " were given");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new EngramException("value " + i + " of the sample is " + values[i]
                        + ": an explanation needs finite input; replace or mask it first");
            }
        }
    }

    /** @return a copy */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** @return how many values */
    public int size() {
        return values.length;
    }

    /** @return the largest value less the smallest, by which noise levels are measured */
    public double range() {
        float low = values[0];
        float high = values[0];
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return (double) high - low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that && Arrays.equals(values, that.values)
                && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "Sample" + Arrays.toString(shape);
    }
}
