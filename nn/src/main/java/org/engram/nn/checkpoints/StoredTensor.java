package org.engram.nn.checkpoints;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;

/**
 * A tensor in a weight file: a view of stored bytes with a shape and strides. Taking parts, exchanging axes and joining
 * tensors only changes the view; elements are read when asked for. Immutable.
 */
public final class StoredTensor {
    private static final int BLOCK = 1 << 18;

    private final Storage storage;
    private final TensorType type;
    private final ByteOrder order;
    private final long first;
    private final long[] shape;
    private final long[] strides;

    /**
     * @param storage where the elements lie
     * @param type of the elements
     * @param order of the bytes of one element
     * @param first element of the storage that is element (0, 0, ...)
     * @param shape size along each axis
     * @param strides elements to go on in the storage for one step along each axis; not negative
     */
    StoredTensor(Storage storage, TensorType type, ByteOrder order, long first, long[] shape,
            long[] strides) {
        this.storage = storage;
        this.type = type;
        this.order = order;
        this.first = first;
        this.shape = shape;
        this.strides = strides;
    }

    /** Row-major little-endian elements that fill a storage. */
    static StoredTensor of(Storage storage, TensorType type, long... shape) {
        return new StoredTensor(storage, type, ByteOrder.LITTLE_ENDIAN, 0, shape, rowMajor(shape));
    }

    static long[] rowMajor(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape[axis];
        }
        return strides;
    }

    /** @return what its elements are */
    public TensorType type() {
        return type;
    }

    /** @return size along each axis, in memory order */
    public Shape shape() {
        return new Shape(shape);
    }

    /** @return how many elements it has */
    public long count() {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return count;
    }

    /** @return bytes its elements take */
    public long byteCount() {
        return count() * type.bytes();
    }

    /**
     * @param from row-major number of the first element
     * @param count how many elements
     * @return their bytes, row-major and little-endian whatever the file has; read-only or a copy
     */
    public ByteBuffer elements(long from, int count) {
        if (from < 0 || count < 0 || from + count > count()) {
            throw new IndexOutOfBoundsException(
                    "elements " + from + " to " + (from + count) + " of " + count());
        }
        int bytes = Math.multiplyExact(count, type.bytes());
        if (count > 0 && order == ByteOrder.LITTLE_ENDIAN && contiguous()) {
            long start = (first + from) * type.bytes();
            ByteBuffer direct = storage.read(start, bytes);
            if (direct.remaining() == bytes) {
                return direct;
            }
            ByteBuffer joined = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (joined.hasRemaining()) {
                joined.put(storage.read(start + joined.position(), joined.remaining()));
            }
            return joined.flip().order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer gathered = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        new Gather(storage, type.bytes(), order, first, shape, strides).into(gathered, from, count);
        return gathered;
    }

    /** @return all elements as single-precision numbers, row-major */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(count())];
        for (int from = 0; from < values.length; from += BLOCK) {
            int size = Math.min(BLOCK, values.length - from);
            ElementNumbers.toFloats(elements(from, size), type, values, from, size);
        }
        return values;
    }

    /** @return all elements as double-precision numbers, row-major; whole numbers beyond 2^53 are rounded */
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(count())];
        for (int from = 0; from < values.length; from += BLOCK) {
            int size = Math.min(BLOCK, values.length - from);
            ByteBuffer block = elements(from, size);
            for (int i = 0; i < size; i++) {
                values[from + i] = ElementNumbers.get(block, type, i);
            }
        }
        return values;
    }

    /**
     * @param wanted a floating-point type of at least 16 bits
     * @return the same numbers rounded to that type when they are read
     */
    public StoredTensor as(TensorType wanted) {
        return wanted == type ? this : of(new ConvertedStorage(this, wanted), wanted, shape.clone());
    }

    /**
     * @param axes for each axis of the result, the axis of this tensor it is
     * @return the tensor with its axes exchanged
     */
    public StoredTensor permute(int... axes) {
        if (axes.length != shape.length) {
            throw new ShapeException("a tensor of shape " + shape() + " has " + shape.length + " axes, not "
                    + axes.length);
        }
        long[] newShape = new long[axes.length];
        long[] newStrides = new long[axes.length];
        boolean[] used = new boolean[axes.length];
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] < 0 || axes[i] >= axes.length || used[axes[i]]) {
                throw new ShapeException(
                        "axis " + axes[i] + " is taken twice or does not exist in shape " + shape());
            }
            used[axes[i]] = true;
            newShape[i] = shape[axes[i]];
            newStrides[i] = strides[axes[i]];
        }
        return new StoredTensor(storage, type, order, first, newShape, newStrides);
    }

    /**
     * @param axis along which to cut, from 0
     * @param from first index
     * @param size how many
     * @return that part
     */
    public StoredTensor narrow(int axis, long from, long size) {
        if (axis < 0 || axis >= shape.length || from < 0 || size < 0 || from + size > shape[axis]) {
            throw new ShapeException("indices " + from + " to " + (from + size) + " of axis " + axis
                    + " do not exist in a tensor of shape " + shape());
        }
        long[] newShape = shape.clone();
        newShape[axis] = size;
        return new StoredTensor(storage, type, order, first + from * strides[axis], newShape, strides);
    }

    /**
     * @param newShape size along each axis, with as many elements in all
     * @return the same elements in row-major order under another shape
     */
    public StoredTensor reshape(long... newShape) {
        if (new Shape(newShape).size() != count()) {
            throw new ShapeException(
                    "a tensor of shape " + shape() + " cannot have shape " + new Shape(newShape)
                            + ": the number of elements differs");
        }
        if (contiguous()) {
            return new StoredTensor(storage, type, order, first, newShape.clone(), rowMajor(newShape));
        }
        return of(new MemoryStorage(inMemory(byteCount()), () -> elements(0, (int) count())), type,
                newShape.clone());
    }

    /**
     * @param axis along which to join, from 0
     * @param parts at least one; of equal type and, but for {@code axis}, equal shape
     * @return them joined
     */
    public static StoredTensor concatenate(int axis, List<StoredTensor> parts) {
        StoredTensor head = parts.get(0);
        long[] shape = head.shape.clone();
        if (axis < 0 || axis >= shape.length) {
            throw new ShapeException("axis " + axis + " does not exist in a tensor of shape " + head.shape());
        }
        long total = 0;
        for (StoredTensor part : parts) {
            long[] like = part.shape.clone();
            if (like.length == shape.length) {
                total += like[axis];
                like[axis] = shape[axis];
            }
            if (!new Shape(like).equals(head.shape()) || part.type != head.type) {
                throw new ShapeException(
                        "tensors " + head.type + " " + head.shape() + " and " + part.type + " "
                                + part.shape() + " cannot be joined along axis " + axis);
            }
        }
        shape[axis] = total;
        List<StoredTensor> copied = new ArrayList<>(parts);
        long bytes = inMemory(new Shape(shape).size() * head.type.bytes());
        return of(new MemoryStorage(bytes, () -> joined(axis, copied, (int) bytes)), head.type, shape);
    }

    private static ByteBuffer joined(int axis, List<StoredTensor> parts, int bytes) {
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        long outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= parts.get(0).shape[i];
        }
        for (long row = 0; row < outer; row++) {
            for (StoredTensor part : parts) {
                int run = Math.toIntExact(part.count() / outer);
                joined.put(part.elements(row * run, run));
            }
        }
        return joined.flip();
    }

    private boolean contiguous() {
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != step) {
                return false;
            }
            step *= shape[axis];
        }
        return true;
    }

    private static long inMemory(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "a tensor of " + bytes + " bytes cannot be rearranged: at most 2 GiB can");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return type + " " + shape();
    }
}
