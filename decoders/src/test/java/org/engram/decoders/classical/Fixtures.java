package org.engram.decoders.classical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.testdata.Lcg;

/** The data sets of classical.py, made anew, and what scikit-learn 1.2 answered on them. */
final class Fixtures {
    static final String[] CASES = {"tall2", "tall5", "wide2", "wide5"};
    private static final Map<String, Matrix> GOLDEN = read();

    final String name;
    final int classes;
    final Matrix x;
    final Labels y;
    final Matrix test;

    private Fixtures(String name, int n, int p, int classes, long seed) {
        this.name = name;
        this.classes = classes;
        int[] codes = new int[n];
        int[] testCodes = new int[10];
        for (int i = 0; i < n; i++) {
            codes[i] = i >= classes ? (i * i + i / 3) % classes : i;
        }
        for (int i = 0; i < 10; i++) {
            testCodes[i] = i % classes;
        }
        x = samples(codes, p, seed);
        test = samples(testCodes, p, seed + 1);
        y = Labels.of(codes, names(classes));
    }

    static Fixtures of(String name) {
        return switch (name) {
            case "tall2" -> new Fixtures(name, 40, 6, 2, 11);
            case "tall5" -> new Fixtures(name, 60, 8, 5, 12);
            case "wide2" -> new Fixtures(name, 20, 50, 2, 13);
            case "wide5" -> new Fixtures(name, 30, 60, 5, 14);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Matrix samples(int[] codes, int p, long seed) {
        double[] values = Lcg.numbers(seed, codes.length * p);
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < p; j++) {
                values[i * p + j] += j % classes == codes[i] ? 3.3 : 3;
            }
        }
        return Matrix.of(codes.length, p, values);
    }

    private static List<String> names(int classes) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            names.add("class" + c);
        }
        return names;
    }

    /** Class weights by the tag of the golden values: "", ".balanced" or ".given". */
    ClassWeights weights(String tag) {
        if (tag.isEmpty()) {
            return ClassWeights.none();
        }
        if (tag.equals(".balanced")) {
            return ClassWeights.balanced();
        }
        Map<String, Double> given = new HashMap<>();
        for (int c = 0; c < classes; c++) {
            given.put("class" + c, 1.0 + c);
        }
        return ClassWeights.of(given);
    }

    Matrix golden(String what) {
        Matrix found = GOLDEN.get(name + "." + what);
        if (found == null) {
            throw new IllegalArgumentException("no golden value " + name + "." + what);
        }
        return found;
    }

    /** Decisions against those of scikit-learn, which has one column for two classes. */
    void assertDecisions(String what, Matrix actual, double tolerance) {
        Matrix expected = golden(what);
        assertEquals(expected.rows(), actual.rows());
        assertEquals(classes, actual.columns());
        double scale = 0;
        for (double value : expected.data()) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < actual.rows(); i++) {
            for (int c = 0; c < classes; c++) {
                double value = expected.columns() == classes
                        ? expected.get(i, c)
                        : expected.get(i, 0) * (c == 1 ? 1 : -1);
                assertEquals(value, actual.get(i, c), tolerance * scale,
                        name + "." + what + " at sample " + i + ", class " + c);
            }
        }
    }

    private static Map<String, Matrix> read() {
        Map<String, Matrix> golden = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Fixtures.class.getResourceAsStream("classical.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                double[] values = new double[parts.length - 3];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(parts[i + 3]);
                }
                golden.put(parts[0],
                        Matrix.of(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), values));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }
}
