package org.engram.io.array.mat;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.io.array.ElementType;

/**
 * An array of numbers or truth values. Kept in the width the file stores them in (MATLAB stores doubles that are small
 * whole numbers as such), given as doubles.
 */
public final class MatNumbers implements MatValue {
    private final ElementType type;
    private final int[] dims;
    private final int size;
    private final Object stored;
    private final boolean unsigned;
    private final Object imaginary;

    /** Takes an array of bytes, shorts, ints, longs, floats or doubles for the real parts and one or null for the rest. */
    MatNumbers(ElementType type, int[] dims, Object stored, boolean unsigned, Object imaginary) {
        this.type = type;
        this.dims = dims.clone();
        this.stored = stored;
        this.unsigned = unsigned;
        this.imaginary = imaginary;
        size = Array.getLength(stored);
        long elements = 1;
        for (int length : dims) {
            elements *= length;
        }
        if (elements != size || imaginary != null && Array.getLength(imaginary) != size) {
            throw new ShapeException(size + " numbers for an array of " + Arrays.toString(dims));
        }
    }

    /**
     * @param values the numbers, column-major; not copied
     * @param dims the length of each dimension
     * @return an array of doubles
     */
    public static MatNumbers of(double[] values, int... dims) {
        return new MatNumbers(ElementType.FLOAT64, dims, values, false, null);
    }

    /** @return what MATLAB takes the elements for; {@link ElementType#BOOLEAN} for logical ones */
    public ElementType type() {
        return type;
    }

    /** @return whether the elements are truth values */
    public boolean isLogical() {
        return type == ElementType.BOOLEAN;
    }

    /** @return whether the numbers have imaginary parts */
    public boolean isComplex() {
        return imaginary != null;
    }

    @Override
    public int[] dims() {
        return dims.clone();
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * @param element index of an element, column-major
     * @return its real part; true is 1
     */
    public double number(int element) {
        return number(stored, element);
    }

    /** @return real parts, column-major, a copy */
    public double[] toDoubles() {
        return doubles(stored);
    }

    /** @return imaginary parts, column-major, a copy; zeros for real numbers */
    public double[] toImaginary() {
        return imaginary == null ? new double[size] : doubles(imaginary);
    }

    /** @return a matrix as row x column, a copy; an error for more than two dimensions */
    public double[][] toRows() {
        if (dims.length != 2) {
            throw new ShapeException("an array of " + Arrays.toString(dims) + " is no matrix");
        }
        double[][] rows = new double[dims[0]][dims[1]];
        for (int column = 0; column < dims[1]; column++) {
            for (int row = 0; row < dims[0]; row++) {
                rows[row][column] = number(column * dims[0] + row);
            }
        }
        return rows;
    }

    /**
     * Copies some real parts, times a factor.
     *
     * @param first index of the first element, column-major
     * @param stride from one element to the next
     * @param count how many
     * @param factor to multiply by
     * @param into receives them
     * @param offset from this place on
     */
    public void copy(int first, int stride, int count, double factor, double[] into, int offset) {
        if (stored instanceof float[] floats) {
            for (int i = 0; i < count; i++) {
                into[offset + i] = floats[first + i * stride] * factor;
            }
        } else if (stored instanceof double[] doubles) {
            for (int i = 0; i < count; i++) {
                into[offset + i] = doubles[first + i * stride] * factor;
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[offset + i] = number(stored, first + i * stride) * factor;
            }
        }
    }

    private double[] doubles(Object from) {
        if (from instanceof double[] doubles) {
            return doubles.clone();
        }
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            out[i] = number(from, i);
        }
        return out;
    }

    private double number(Object from, int i) {
        if (from instanceof double[] doubles) {
            return doubles[i];
        }
        if (from instanceof float[] floats) {
            return floats[i];
        }
        if (from instanceof byte[] bytes) {
            return unsigned ? bytes[i] & 0xff : bytes[i];
        }
        if (from instanceof short[] shorts) {
            return unsigned ? shorts[i] & 0xffff : shorts[i];
        }
        if (from instanceof int[] ints) {
            return unsigned ? ints[i] & 0xffffffffL : ints[i];
        }
        long value = ((long[]) from)[i];
        // Unsigned and 2^63 or more: halve it with the lost bit kept for rounding, convert, double.
        return unsigned && value < 0 ? 2.0 * (double) (value >>> 1 | value & 1) : value;
    }

    @Override
    public String toString() {
        return "MatNumbers[" + type + " " + Arrays.toString(dims) + "]";
    }
}
