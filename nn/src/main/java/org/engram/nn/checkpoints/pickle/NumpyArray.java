package org.engram.nn.checkpoints.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A NumPy array or scalar inside a pickle. */
public final class NumpyArray implements Stateful {
    private static final int MOST_AXES = 64;

    private NumpyType type;
    private long[] shape = {};
    private boolean columnMajor;
    private byte[] data = {};

    private NumpyArray() {}

    static NumpyArray empty(List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Global global)
                || !global.path().equals("numpy.ndarray")) {
            throw new IllegalArgumentException("only plain numpy.ndarray is read");
        }
        return new NumpyArray();
    }

    static Object scalar(List<Object> arguments) {
        if (arguments.size() != 2 || !(arguments.get(0) instanceof NumpyType type)) {
            throw new IllegalArgumentException("expected an element type and its bytes");
        }
        NumpyArray scalar = new NumpyArray();
        scalar.fill(type, new long[0], false, arguments.get(1));
        return scalar;
    }

    /** Protocol 5: bytes, element type, shape, "C" or "F". */
    static Object fromBuffer(List<Object> arguments) {
        if (arguments.size() != 4 || !(arguments.get(1) instanceof NumpyType type)) {
            throw new IllegalArgumentException("expected bytes, element type, shape and order");
        }
        NumpyArray array = new NumpyArray();
        array.fill(type, PickleValues.longs(arguments.get(2)), "F".equals(arguments.get(3)),
                arguments.get(0));
        return array;
    }

    /** The state is (version, shape, element type, is column-major, bytes). */
    @Override
    public void setState(Object state) {
        if (!(state instanceof PickleTuple parts) || parts.size() != 5
                || !(parts.get(2) instanceof NumpyType elements)
                || !(parts.get(3) instanceof Boolean fortran)) {
            throw new IllegalArgumentException("expected version, shape, element type, order and bytes");
        }
        fill(elements, PickleValues.longs(parts.get(1)), fortran, parts.get(4));
    }

    private void fill(NumpyType elements, long[] sizes, boolean fortran, Object content) {
        if (sizes.length > MOST_AXES) {
            throw new IllegalArgumentException("an array of " + sizes.length + " axes");
        }
        byte[] bytes;
        if (content instanceof byte[] raw) {
            bytes = raw;
        } else if (content instanceof String text) {
            bytes = text.getBytes(StandardCharsets.ISO_8859_1); // written by Python 2
        } else {
            throw new IllegalArgumentException("the elements are " + PickleValues.kind(content)
                    + ", not bytes (arrays of Python objects are not read)");
        }
        long expected = elements.bytes();
        for (long size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(sizes) + " has a negative size");
            }
            expected = Math.multiplyExact(expected, size);
        }
        if (expected != bytes.length) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(sizes) + " and type "
                    + elements.code() + " takes " + expected + " bytes, but " + bytes.length + " are there");
        }
        type = elements;
        shape = sizes;
        columnMajor = fortran;
        data = bytes;
    }

    /** @return the element type; null if the pickle never filled the array */
    public NumpyType type() {
        return type;
    }

    /** @return size along each axis */
    public long[] shape() {
        return shape.clone();
    }

    /** @return whether the first axis varies fastest in {@link #data} */
    public boolean columnMajor() {
        return columnMajor;
    }

    /** @return the bytes of the elements; not copied */
    public byte[] data() {
        return data;
    }
}
