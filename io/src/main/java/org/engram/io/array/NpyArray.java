package org.engram.io.array;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.engram.core.ShapeException;

/**
 * An array of numbers, truth values or strings with any number of dimensions, row-major: the last index runs fastest. The
 * Java array is shared by the factories and {@link #data()}, never copied; the {@code to...} methods copy.
 */
public final class NpyArray {
    private final ElementType type;
    private final int[] shape;
    private final Object data;
    private final int size;

    private NpyArray(ElementType type, Object data, int[] shape) {
        long elements = 1;
        for (int length : shape) {
            elements *= length;
            if (length < 0 || elements > Integer.MAX_VALUE) {
                throw new ShapeException("the shape " + Arrays.toString(shape)
                        + " is negative or has more than 2^31 - 1 elements");
            }
        }
        if (!type.arrayClass().isInstance(data)) {
            throw new IllegalArgumentException(
                    type + " elements stand in " + type.arrayClass().getSimpleName()
                            + ", not in " + data.getClass().getSimpleName());
        }
        if (Array.getLength(data) != elements * type.places()) {
            throw new ShapeException("an array of shape " + Arrays.toString(shape) + " of " + type + " needs "
                    + elements * type.places() + " places, not " + Array.getLength(data));
        }
        this.type = type;
        this.shape = shape.clone();
        this.data = data;
        this.size = (int) elements;
    }

    /**
     * @param type what the elements are
     * @param data a Java array of {@link ElementType#arrayClass}, row-major, not copied
     * @param shape the length of each dimension; none for a single value
     * @return that array
     */
    public static NpyArray of(ElementType type, Object data, int... shape) {
        return new NpyArray(type, data, shape);
    }

    /**
     * @param data row-major, not copied
     * @param shape the length of each dimension
     * @return an array of {@link ElementType#FLOAT64}
     */
    public static NpyArray of(double[] data, int... shape) {
        return new NpyArray(ElementType.FLOAT64, data, shape);
    }

    /**
     * @param data row-major, not copied
     * @param shape the length of each dimension
     * @return an array of {@link ElementType#FLOAT32}
     */
    public static NpyArray of(float[] data, int... shape) {
        return new NpyArray(ElementType.FLOAT32, data, shape);
    }

    /**
     * @param data row-major, not copied
     * @param shape the length of each dimension
     * @return an array of {@link ElementType#INT32}
     */
    public static NpyArray of(int[] data, int... shape) {
        return new NpyArray(ElementType.INT32, data, shape);
    }

    /**
     * @param data row-major, not copied
     * @param shape the length of each dimension
     * @return an array of {@link ElementType#INT64}
     */
    public static NpyArray of(long[] data, int... shape) {
        return new NpyArray(ElementType.INT64, data, shape);
    }

    /**
     * @param data row-major, not copied
     * @param shape the length of each dimension
     * @return an array of {@link ElementType#TEXT}
     */
    public static NpyArray of(String[] data, int... shape) {
        return new NpyArray(ElementType.TEXT, data, shape);
    }

    /** @return what the elements are */
    public ElementType type() {
        return type;
    }

    /** @return the length of each dimension, a copy; empty for a single value */
    public int[] shape() {
        return shape.clone();
    }

    /** @return how many elements; a complex number is one */
    public int size() {
        return size;
    }

    /** @return the Java array itself, of {@link ElementType#arrayClass} */
    public Object data() {
        return data;
    }

    /** @return the numbers row-major as doubles, a copy; integers beyond 2^53 are rounded; true is 1 */
    public double[] toDoubles() {
        requireReal();
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            out[i] = number(i);
        }
        return out;
    }

    /** @return the whole numbers row-major, a copy; true is 1; an error for floats and for numbers of 2^63 and more */
    public long[] toLongs() {
        if (type.kind() == 'f' || type.kind() == 'c' || type.isText()) {
            throw new ShapeException("an array of " + type + " does not hold whole numbers");
        }
        long[] out = new long[size];
        for (int i = 0; i < size; i++) {
            out[i] = whole(i);
            if (type == ElementType.UINT64 && out[i] < 0) {
                throw new ShapeException("element " + i + " is " + Long.toUnsignedString(out[i])
                        + ", more than the largest long (2^63 - 1)");
            }
        }
        return out;
    }

    /** @return the strings row-major, a copy; an error for numbers */
    public String[] toStrings() {
        if (!type.isText()) {
            throw new ShapeException("an array of " + type + " does not hold strings");
        }
        return ((String[]) data).clone();
    }

    private void requireReal() {
        if (type.isText() || type.kind() == 'c') {
            throw new ShapeException("an array of " + type + " does not hold real numbers");
        }
    }

    private double number(int i) {
        if (data instanceof double[] doubles) {
            return doubles[i];
        }
        if (data instanceof float[] floats) {
            return floats[i];
        }
        long value = whole(i);
        // An unsigned value of 2^63 or more: halve it with the lost bit kept for rounding, convert, double.
        return type == ElementType.UINT64 && value < 0 ? 2.0 * (double) (value >>> 1 | value & 1) : value;
    }

    private long whole(int i) {
        switch (type) {
            case BOOLEAN :
                return ((boolean[]) data)[i] ? 1 : 0;
            case INT8 :
                return ((byte[]) data)[i];
            case UINT8 :
                return ((byte[]) data)[i] & 0xff;
            case INT16 :
                return ((short[]) data)[i];
            case UINT16 :
                return ((short[]) data)[i] & 0xffff;
            case INT32 :
                return ((int[]) data)[i];
            case UINT32 :
                return ((int[]) data)[i] & 0xffffffffL;
            default :
                return ((long[]) data)[i];
        }
    }

    @Override
    public String toString() {
        return "NpyArray[" + type + " " + Arrays.toString(shape) + "]";
    }
}
