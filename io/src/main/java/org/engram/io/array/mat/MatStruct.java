package org.engram.io.array.mat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A struct, or an array of structs with the same fields. */
public final class MatStruct implements MatValue {
    private final int[] dims;
    private final int size;
    private final Map<String, List<MatValue>> fields;

    /**
     * @param dims the length of each dimension; 1 x 1 for a single struct
     * @param fields by name the value of that field in each struct, column-major
     */
    public MatStruct(int[] dims, Map<String, List<MatValue>> fields) {
        this.dims = dims.clone();
        int elements = 1;
        for (int length : dims) {
            elements *= length;
        }
        size = elements;
        Map<String, List<MatValue>> copy = new LinkedHashMap<>();
        fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        this.fields = Collections.unmodifiableMap(copy);
        for (Map.Entry<String, List<MatValue>> field : copy.entrySet()) {
            if (field.getValue().size() != size) {
                throw new IllegalArgumentException("field " + field.getKey() + " has "
                        + field.getValue().size() + " values for " + size + " structs");
            }
        }
    }

    /**
     * @param fields by name its values
     * @return a single struct
     */
    public static MatStruct of(Map<String, MatValue> fields) {
        Map<String, List<MatValue>> lists = new LinkedHashMap<>();
        fields.forEach((name, value) -> lists.put(name, List.of(value)));
        return new MatStruct(new int[] {1, 1}, lists);
    }

    @Override
    public int[] dims() {
        return dims.clone();
    }

    @Override
    public int size() {
        return size;
    }

    /** @return the names of its fields, in the order of the file */
    public Set<String> names() {
        return fields.keySet();
    }

    /**
     * @param name a field
     * @return its value in the first struct; empty when there is no such field or no struct
     */
    public Optional<MatValue> field(String name) {
        return field(0, name);
    }

    /**
     * @param element index of a struct, column-major
     * @param name a field
     * @return its value there; empty when there is no such field or struct
     */
    public Optional<MatValue> field(int element, String name) {
        List<MatValue> values = fields.get(name);
        return values == null || element >= values.size()
                ? Optional.empty()
                : Optional.of(values.get(element));
    }

    @Override
    public String toString() {
        return "MatStruct" + Arrays.toString(dims) + fields.keySet();
    }
}
