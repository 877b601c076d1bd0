package org.engram.preprocessing.fmri.cleaning;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.engram.compute.linalg.Matrix;

/** Numbers a reference produced: blocks of a line "name rows columns" and the rows. The script lies beside the file. */
final class Fixture {
    private final Map<String, Matrix> blocks = new HashMap<>();

    private Fixture() {}

    /** Reads a resource that lies beside the class. */
    static Fixture read(Class<?> beside, String name) {
        Fixture fixture = new Fixture();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(beside.getResourceAsStream(name), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] head = line.split(" ");
                Matrix matrix = Matrix.zeros(Integer.parseInt(head[1]), Integer.parseInt(head[2]));
                for (int r = 0; r < matrix.rows(); r++) {
                    String[] cells = in.readLine().split(" ");
                    for (int c = 0; c < matrix.columns(); c++) {
                        matrix.set(r, c, number(cells[c]));
                    }
                }
                fixture.blocks.put(head[0], matrix);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fixture;
    }

    private static double number(String cell) {
        return switch (cell) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(cell);
        };
    }

    /** The block of that name. */
    Matrix matrix(String name) {
        if (!blocks.containsKey(name)) {
            throw new IllegalArgumentException("no block " + name + " among " + blocks.keySet());
        }
        return blocks.get(name);
    }

    /** The numbers of that block, row-major. */
    double[] numbers(String name) {
        return matrix(name).data();
    }
}
