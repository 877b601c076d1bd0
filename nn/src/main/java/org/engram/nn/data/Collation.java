package org.engram.nn.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.io.array.ElementType;
import org.engram.io.array.NpyArray;

/** How the arrays of several samples become one array with a batch axis in front. */
@FunctionalInterface
public interface Collation {
    /** Arrays of one name have one shape in all samples and are stacked. */
    Collation STACKED = samples -> collate(samples, Set.of(), 0);

    /**
     * @param samples at least one
     * @return arrays by name, each (batch, ...)
     */
    Map<String, NpyArray> collate(List<Example> samples);

    /**
     * Fills up arrays of different lengths on their first axis (time, tokens, points). Beside each array {@code name} a
     * boolean array {@code name.mask} (batch, length) is true where there are data. All other arrays are stacked.
     *
     * @param value what is filled in
     * @param names of the arrays whose length varies
     * @return that collation
     */
    static Collation padded(double value, String... names) {
        Set<String> padded = Set.of(names);
        return samples -> collate(samples, padded, value);
    }

    private static Map<String, NpyArray> collate(List<Example> samples, Set<String> padded, double value) {
        Map<String, NpyArray> batch = new LinkedHashMap<>();
        for (String name : samples.get(0).arrays().keySet()) {
            List<NpyArray> arrays = new ArrayList<>();
            samples.forEach(sample -> arrays.add(sample.array(name)));
            requireStackable(name, arrays, padded.contains(name));
            if (padded.contains(name)) {
                batch.put(name, pad(arrays, value));
                batch.put(name + ".mask", mask(arrays));
            } else {
                batch.put(name, stack(arrays, arrays.get(0).shape(), 0));
            }
        }
        return batch;
    }

    private static NpyArray pad(List<NpyArray> arrays, double value) {
        int[] shape = arrays.get(0).shape();
        shape[0] = longest(arrays);
        return stack(arrays, shape, value);
    }

    private static NpyArray mask(List<NpyArray> arrays) {
        int longest = longest(arrays);
        boolean[] mask = new boolean[Math.multiplyExact(arrays.size(), longest)];
        for (int i = 0; i < arrays.size(); i++) {
            Arrays.fill(mask, i * longest, i * longest + arrays.get(i).shape()[0], true);
        }
        return NpyArray.of(ElementType.BOOLEAN, mask, arrays.size(), longest);
    }

    private static int longest(List<NpyArray> arrays) {
        return arrays.stream().mapToInt(array -> array.shape()[0]).max().orElse(0);
    }

    /** Example shapes are at most {@code shape}, and smaller on the first axis only. */
    private static NpyArray stack(List<NpyArray> arrays, int[] shape, double filling) {
        NpyArray first = arrays.get(0);
        int places = Math.multiplyExact(Arrays.stream(shape).reduce(1, Math::multiplyExact),
                first.size() == 0 ? 1 : Array.getLength(first.data()) / first.size());
        Object data = Array.newInstance(first.data().getClass().getComponentType(),
                Math.multiplyExact(places, arrays.size()));
        for (int i = 0; i < arrays.size(); i++) {
            int length = Array.getLength(arrays.get(i).data());
            System.arraycopy(arrays.get(i).data(), 0, data, i * places, length);
            if (filling != 0) {
                fill(data, i * places + length, (i + 1) * places, filling);
            }
        }
        int[] batchShape = new int[shape.length + 1];
        batchShape[0] = arrays.size();
        System.arraycopy(shape, 0, batchShape, 1, shape.length);
        return NpyArray.of(first.type(), data, batchShape);
    }

    private static void fill(Object data, int from, int to, double value) {
        if (data instanceof float[] floats) {
            Arrays.fill(floats, from, to, (float) value);
        } else if (data instanceof double[] doubles) {
            Arrays.fill(doubles, from, to, value);
        } else if (data instanceof long[] longs) {
            Arrays.fill(longs, from, to, (long) value);
        } else if (data instanceof int[] ints) {
            Arrays.fill(ints, from, to, (int) value);
        } else {
            throw new ShapeException(
                    "arrays of " + data.getClass().getComponentType() + " cannot be filled up with "
                            + value + ": use float, double, int or long arrays, or fill with 0");
        }
    }

    private static void requireStackable(String name, List<NpyArray> arrays, boolean lengthsVary) {
        int[] wanted = arrays.get(0).shape();
        if (lengthsVary && wanted.length == 0) {
            throw new ShapeException("array \"" + name + "\" is a single number and cannot be filled up");
        }
        for (int i = 1; i < arrays.size(); i++) {
            int[] shape = arrays.get(i).shape();
            if (lengthsVary && shape.length > 0) {
                shape[0] = wanted[0];
            }
            if (!Arrays.equals(shape, wanted) || arrays.get(i).type() != arrays.get(0).type()) {
                throw new ShapeException("array \"" + name + "\" is " + arrays.get(i).type() + " "
                        + Arrays.toString(arrays.get(i).shape()) + " in sample " + i + " of the batch but "
                        + arrays.get(0).type() + " " + Arrays.toString(wanted)
                        + " in its first: bring them to one shape, or use Collation.padded");
            }
        }
    }
}
