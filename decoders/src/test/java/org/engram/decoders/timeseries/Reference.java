package org.engram.decoders.timeseries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;

/** Values from {@code reference.py}, and the trials they are of. */
final class Reference {
    private static final JsonNode ROOT = load();

    private Reference() {}

    private static JsonNode load() {
        try (InputStream in = Reference.class.getResourceAsStream("reference.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double number(String key) {
        return ROOT.get(key).asDouble();
    }

    static double[] vector(String key) {
        return vector(ROOT.get(key));
    }

    static double[] vector(JsonNode node) {
        return IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).asDouble()).toArray();
    }

    static double[][] matrix(String key) {
        JsonNode node = ROOT.get(key);
        return IntStream.range(0, node.size()).mapToObj(i -> vector(node.get(i))).toArray(double[][]::new);
    }

    static JsonNode node(String key) {
        return ROOT.get(key);
    }

    /** 20 trials x 4 channels x 100 times of a linear congruential sequence, scaled by class (even, odd). */
    static double[][][] trials() {
        double[][][] x = new double[20][4][100];
        long j = 0;
        for (int i = 0; i < 20; i++) {
            for (int c = 0; c < 4; c++) {
                for (int t = 0; t < 100; t++) {
                    x[i][c][t] = ((1103515245L * j + 12345) % (1L << 31)) / (double) (1L << 31) - 0.5;
                    j++;
                }
            }
            for (int t = 0; t < 100; t++) {
                x[i][i % 2 == 1 ? 0 : 1][t] *= i % 2 == 1 ? 3 : 2;
                x[i][2][t] += 0.5 * x[i][0][t];
            }
        }
        return x;
    }

    static Labels labels(int classes) {
        return Labels.of(IntStream.range(0, 20).map(i -> i % classes).toArray(),
                List.of("a", "b", "c").subList(0, classes));
    }

    static Matrix firstTrial() {
        return Matrix.ofRows(trials()[0]);
    }
}
