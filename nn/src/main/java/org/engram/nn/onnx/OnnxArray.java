package org.engram.nn.onnx;

import java.util.Arrays;
import org.engram.core.ShapeException;

/** Numbers that go into an ONNX model or come out of it. Immutable from the outside; the data are not copied in. */
public final class OnnxArray {
    private final Object data;
    private final int size;
    private final long[] shape;

    private OnnxArray(Object data, int size, long... shape) {
        long count = 1;
        for (long axis : shape) {
            if (axis < 0) {
                throw new ShapeException("shape " + Arrays.toString(shape) + " has a negative size");
            }
            count *= axis;
        }
        if (count != size) {
            throw new ShapeException("an array of shape " + Arrays.toString(shape) + " holds " + count
                    + " numbers, but " + size + " are given");
        }
        this.data = data;
        this.size = size;
        this.shape = shape.clone();
    }

    /** @return single-precision numbers, row-major */
    public static OnnxArray of(float[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return double-precision numbers, row-major */
    public static OnnxArray of(double[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return 64-bit integers, row-major */
    public static OnnxArray of(long[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return 32-bit integers, row-major */
    public static OnnxArray of(int[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return 8-bit integers, row-major; whether signed is for the model to say */
    public static OnnxArray of(byte[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return truth values, row-major */
    public static OnnxArray of(boolean[] data, long... shape) {
        return new OnnxArray(data, data.length, shape);
    }

    /** @return size along each axis, in memory order */
    public long[] shape() {
        return shape.clone();
    }

    /** @return how many numbers */
    public int size() {
        return size;
    }

    /** The array given, of the class its factory takes. */
    Object data() {
        return data;
    }

    /** @return the numbers as single precision, row-major */
    public float[] toFloats() {
        if (data instanceof float[] same) {
            return same.clone();
        }
        double[] doubles = toDoubles();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) doubles[i];
        }
        return values;
    }

    /** @return the numbers as double precision, row-major; integers beyond 2^53 are rounded */
    public double[] toDoubles() {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = data instanceof float[] f
                    ? f[i]
                    : data instanceof double[] d
                            ? d[i]
                            : data instanceof long[] l
                                    ? l[i]
                                    : data instanceof int[] n
                                            ? n[i]
                                            : data instanceof byte[] b
                                                    ? b[i]
                                                    : ((boolean[]) data)[i] ? 1 : 0;
        }
        return values;
    }

    /** @return the numbers as integers, row-major; fractions are an error */
    public long[] toLongs() {
        if (data instanceof long[] same) {
            return same.clone();
        }
        if (data instanceof float[] || data instanceof double[]) {
            throw new IllegalArgumentException("these are " + data.getClass().getComponentType()
                    + ", not whole numbers: ask for toFloats or toDoubles");
        }
        return Arrays.stream(toDoubles()).mapToLong(value -> (long) value).toArray();
    }

    @Override
    public String toString() {
        return data.getClass().getComponentType() + " " + Arrays.toString(shape);
    }
}
