package org.engram.nn.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.operators.Convolutions;

/**
 * How a volume is cut into windows for attention: where an axis is no longer than the window, the window is the axis and
 * is not shifted; otherwise the volume is padded at the end to a multiple of the window.
 *
 * @param sizes of the volume, (depth, height, width)
 * @param window sizes of a window
 * @param shift steps by which the windows are moved, 0 for none
 */
record Windows(long[] sizes, long[] window, long[] shift) {
    /** Depth, height and width of (batch, depth, height, width, feature). */
    private static final long[] INNER = {1, 2, 3};

    static Windows of(long[] sizes, long[] window, boolean shifted) {
        long[] size = new long[3];
        long[] shift = new long[3];
        for (int axis = 0; axis < 3; axis++) {
            boolean whole = sizes[axis] <= window[axis];
            size[axis] = whole ? sizes[axis] : window[axis];
            shift[axis] = whole || !shifted ? 0 : window[axis] / 2;
        }
        return new Windows(sizes, size, shift);
    }

    boolean shifted() {
        return shift[0] + shift[1] + shift[2] > 0;
    }

    long tokens() {
        return window[0] * window[1] * window[2];
    }

    private long padded(int axis) {
        return (sizes[axis] + window[axis] - 1) / window[axis] * window[axis];
    }

    private long count(int axis) {
        return padded(axis) / window[axis];
    }

    /** How many windows a volume has. */
    long count() {
        return count(0) * count(1) * count(2);
    }

    /** (batch, depth, height, width, feature) to (batch and window, token, feature). */
    NDArray cut(NDArray x) {
        NDArray whole = x;
        if (padded(0) > sizes[0] || padded(1) > sizes[1] || padded(2) > sizes[2]) {
            whole = x.pad(new Shape(0, 0, 0, padded(2) - sizes[2], 0, padded(1) - sizes[1], 0,
                    padded(0) - sizes[0]), 0);
        }
        if (shifted()) {
            whole = Convolutions.roll(whole, new long[] {-shift[0], -shift[1], -shift[2]}, INNER);
        }
        long features = x.getShape().get(4);
        return whole.reshape(-1, count(0), window[0], count(1), window[1], count(2), window[2], features)
                .transpose(0, 1, 3, 5, 2, 4, 6, 7).reshape(-1, tokens(), features);
    }

    /** (batch and window, token, feature) to (batch, depth, height, width, feature). */
    NDArray join(NDArray windows) {
        long features = windows.getShape().get(2);
        NDArray whole = windows
                .reshape(-1, count(0), count(1), count(2), window[0], window[1], window[2], features)
                .transpose(0, 1, 4, 2, 5, 3, 6, 7).reshape(-1, padded(0), padded(1), padded(2), features);
        if (shifted()) {
            whole = Convolutions.roll(whole, shift, INNER);
        }
        for (int axis = 0; axis < 3; axis++) {
            if (padded(axis) > sizes[axis]) {
                whole = whole.get(new NDIndex()
                        .addAllDim(axis + 1).addSliceDim(0, sizes[axis]));
            }
        }
        return whole;
    }

    /**
     * After a shift, a window at the end of the volume holds what was at both ends; only tokens of one region see each
     * other.
     *
     * @return (window, token), the number of the region of each token
     */
    NDArray regions(NDManager manager) {
        float[] numbers = new float[Math.toIntExact(padded(0) * padded(1) * padded(2))];
        int at = 0;
        for (long z = 0; z < padded(0); z++) {
            for (long y = 0; y < padded(1); y++) {
                for (long x = 0; x < padded(2); x++) {
                    numbers[at++] = region(0, z) * 9 + region(1, y) * 3 + region(2, x);
                }
            }
        }
        NDArray volume = manager.create(numbers, new Shape(1, padded(0), padded(1), padded(2), 1));
        Windows unmoved = new Windows(new long[] {padded(0), padded(1), padded(2)}, window, new long[3]);
        return unmoved.cut(volume).reshape(count(), tokens());
    }

    private int region(int axis, long place) {
        if (shift[axis] == 0 || place < padded(axis) - window[axis]) {
            return 0;
        }
        return place < padded(axis) - shift[axis] ? 1 : 2;
    }
}
