package org.engram.nn.data;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;

/**
 * Samples along the first axis of arrays in memory: sample {@code i} is row {@code i} of each. The arrays are shared,
 * rows are copied. Thread-safe as long as nobody changes the arrays.
 */
public final class ArraySource implements DataSource {
    private final Map<String, NpyArray> arrays;
    private final int size;

    private ArraySource(Map<String, NpyArray> arrays) {
        this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        this.size = commonSize(arrays);
    }

    /**
     * @param arrays by name, each (sample, ...), all with the same number of samples
     * @return a source of their rows
     */
    public static ArraySource of(Map<String, NpyArray> arrays) {
        return new ArraySource(arrays);
    }

    /**
     * @param file an {@code .npz} file whose arrays are (sample, ...)
     * @param names which of its arrays; none for all
     * @return a source of their rows
     * @throws IOException if the file cannot be read
     */
    public static ArraySource read(Path file, String... names) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        if (names.length == 0) {
            arrays.putAll(NpzFile.read(file));
        }
        for (String name : names) {
            arrays.put(name, NpzFile.read(file, name));
        }
        return new ArraySource(arrays);
    }

    private static int commonSize(Map<String, NpyArray> arrays) {
        if (arrays.isEmpty()) {
            throw new EngramException("a data source needs at least one array");
        }
        int size = -1;
        String first = null;
        for (var entry : arrays.entrySet()) {
            int[] shape = entry.getValue().shape();
            if (shape.length == 0) {
                throw new ShapeException("array \"" + entry.getKey()
                        + "\" is a single number: the first axis of training arrays counts samples");
            }
            if (first != null && shape[0] != size) {
                throw new ShapeException("array \"" + first + "\" has " + size + " samples but \""
                        + entry.getKey()
                        + "\" has shape " + Arrays.toString(shape) + ": their first axes must agree");
            }
            first = entry.getKey();
            size = shape[0];
        }
        return size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Example sample(int index, RandomStream random) {
        Objects.checkIndex(index, size);
        Map<String, NpyArray> rows = new LinkedHashMap<>();
        arrays.forEach((name, array) -> rows.put(name, row(array, index)));
        return new Example(rows);
    }

    private static NpyArray row(NpyArray array, int index) {
        int[] shape = array.shape();
        int[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
        int places = Array.getLength(array.data()) / shape[0];
        Object row = Array.newInstance(array.data().getClass().getComponentType(), places);
        System.arraycopy(array.data(), index * places, row, 0, places);
        return NpyArray.of(array.type(), row, rowShape);
    }

    @Override
    public String toString() {
        return size + " samples of " + arrays;
    }
}
