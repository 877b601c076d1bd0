package org.engram.preprocessing.volume;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.testdata.Lcg;

/** The numbers of {@code volumetric_fixtures.txt} (first axis fastest), and volumes filled from the generator. */
public final class Fixtures {
    private static final Map<String, double[]> VALUES = load();

    private Fixtures() {}

    public static double[] get(String name) {
        double[] values = VALUES.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no fixture " + name);
        }
        return values;
    }

    /** Numbers filled with the last axis fastest, as numpy does, returned with the first axis fastest. */
    public static float[] numbers(long seed, int nx, int ny, int nz) {
        double[] last = Lcg.numbers(seed, nx * ny * nz);
        float[] first = new float[last.length];
        int at = 0;
        for (int x = 0; x < nx; x++) {
            for (int y = 0; y < ny; y++) {
                for (int z = 0; z < nz; z++) {
                    first[(z * ny + y) * nx + x] = (float) last[at++];
                }
            }
        }
        return first;
    }

    /** A series of shape x, y, z, t filled with t fastest, as numpy does. */
    public static Volume series(long seed, int nx, int ny, int nz, int nt, Affine affine) {
        double[] last = Lcg.numbers(seed, nx * ny * nz * nt);
        float[] first = new float[last.length];
        int at = 0;
        for (int x = 0; x < nx; x++) {
            for (int y = 0; y < ny; y++) {
                for (int z = 0; z < nz; z++) {
                    for (int t = 0; t < nt; t++) {
                        first[((t * nz + z) * ny + y) * nx + x] = (float) last[at++];
                    }
                }
            }
        }
        return Volume.of(first, new long[] {nx, ny, nz, nt}, affine);
    }

    public static Volume volume(float[] values, int nx, int ny, int nz, Affine affine) {
        return Volume.of(values, new long[] {nx, ny, nz}, affine);
    }

    public static double largestDifference(double[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError("expected " + expected.length + " values, got " + actual.length);
        }
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - actual[i]);
            // A NaN must not pass.
            worst = difference <= worst ? worst : difference;
        }
        return worst;
    }

    private static Map<String, double[]> load() {
        Map<String, double[]> values = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Fixtures.class.getResourceAsStream("volumetric_fixtures.txt"), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split(" ");
                double[] numbers = new double[Integer.parseInt(parts[1])];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Double.parseDouble(parts[2 + i]);
                }
                values.put(parts[0], numbers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
