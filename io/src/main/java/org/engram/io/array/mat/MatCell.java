package org.engram.io.array.mat;

import java.util.Arrays;
import java.util.List;

/** An array of values of any kind. */
public final class MatCell implements MatValue {
    private final int[] dims;
    private final List<MatValue> values;

    /**
     * @param dims the length of each dimension
     * @param values its elements, column-major
     */
    public MatCell(int[] dims, List<MatValue> values) {
        this.dims = dims.clone();
        this.values = List.copyOf(values);
    }

    @Override
    public int[] dims() {
        return dims.clone();
    }

    @Override
    public int size() {
        return values.size();
    }

    /** @return its elements, column-major */
    public List<MatValue> values() {
        return values;
    }

    @Override
    public String toString() {
        return "MatCell" + Arrays.toString(dims);
    }
}
