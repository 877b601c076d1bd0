package org.engram.nn.checkpoints;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies elements of a strided view into row-major little-endian order. */
final class Gather {
    private final Storage storage;
    private final int width;
    private final boolean swap;
    private final long first;
    private final long[] shape;
    private final long[] strides;

    Gather(Storage storage, int width, ByteOrder order, long first, long[] shape, long[] strides) {
        this.storage = storage;
        this.width = width;
        this.swap = order == ByteOrder.BIG_ENDIAN;
        this.first = first;
        this.shape = shape;
        this.strides = strides;
    }

    /** Writes from the start of {@code out}, which is little-endian. */
    void into(ByteBuffer out, long from, int count) {
        if (count == 0) {
            return;
        }
        long[] place = new long[shape.length];
        long element = first;
        long rest = from;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place[axis] = rest % shape[axis];
            rest /= shape[axis];
            element += place[axis] * strides[axis];
        }
        // A storage below 2 GiB is one buffer; a larger one is asked for each element.
        ByteBuffer whole = storage.byteCount() <= Integer.MAX_VALUE
                ? storage.read(0, (int) storage.byteCount())
                : null;
        for (int i = 0; i < count; i++) {
            if (whole != null) {
                copy(whole, (int) (element * width), out, i * width);
            } else {
                copy(storage.read(element * width, width), 0, out, i * width);
            }
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                element += strides[axis];
                if (++place[axis] < shape[axis]) {
                    break;
                }
                element -= place[axis] * strides[axis];
                place[axis] = 0;
            }
        }
    }

    private void copy(ByteBuffer in, int at, ByteBuffer out, int to) {
        switch (width) {
            case 1 -> out.put(to, in.get(at));
            case 2 -> {
                short value = in.getShort(at);
                out.putShort(to, swap ? Short.reverseBytes(value) : value);
            }
            case 4 -> {
                int value = in.getInt(at);
                out.putInt(to, swap ? Integer.reverseBytes(value) : value);
            }
            default -> {
                long value = in.getLong(at);
                out.putLong(to, swap ? Long.reverseBytes(value) : value);
            }
        }
    }
}
