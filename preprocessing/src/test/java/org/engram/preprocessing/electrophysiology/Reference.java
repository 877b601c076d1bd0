package org.engram.preprocessing.electrophysiology;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.engram.io.table.JsonFile;

/** Reads the numbers {@code make_fixtures.py} wrote. */
public final class Reference {
    private Reference() {}

    public static Map<String, Object> read(String name) {
        try (InputStream in = Reference.class.getResourceAsStream(name)) {
            return JsonFile.parse(Path.of(name), in.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static double[] vector(Object value) {
        return ((List<?>) value).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    public static double[][] matrix(Object value) {
        return ((List<?>) value).stream().map(Reference::vector).toArray(double[][]::new);
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Object value) {
        return (List<Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    public static List<String> texts(Object value) {
        return (List<String>) value;
    }

    /** The formula of {@code wave} in make_fixtures.py. */
    public static double[][] wave(int channels, int count) {
        double[][] x = new double[channels][count];
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < count; t++) {
                x[c][t] = 1e-5 * (Math.sin(0.05 * (c + 1) * t) + 0.5 * Math.cos(0.031 * t * (c + 2)))
                        + 1e-8 * t;
            }
        }
        return x;
    }
}
