package org.engram.preprocessing.electrophysiology.filtering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.engram.io.array.NpzFile;

/** The test signal of the specification, and arrays that MNE-Python and SciPy made. */
public final class Golden {
    private Golden() {}

    /** The signal. */
    public static double[] signal(int n, double rate) {
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = Math.sin(2 * Math.PI * 3 * k / rate) + 0.5 * Math.cos(2 * Math.PI * 17 * k / rate)
                    + 0.2 * Math.sin(2 * Math.PI * 50 * k / rate) + 0.001 * k + 7919L * k % 1000 / 1000.0
                    - 0.5;
        }
        return x;
    }

    /** An array of an archive beside a test class. */
    public static double[] array(Class<?> test, String archive, String name) throws IOException {
        try {
            Path path = Path.of(test.getResource(archive).toURI());
            return NpzFile.read(path, name).toDoubles();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Compares against the tolerance times the standard deviation of what is expected. */
    public static void near(double[] expected, double[] found, double relative, String what) {
        assertEquals(expected.length, found.length, what + ": length");
        double mean = 0;
        for (double value : expected) {
            mean += value / expected.length;
        }
        double sum = 0;
        for (double value : expected) {
            sum += (value - mean) * (value - mean);
        }
        double tolerance = relative * Math.sqrt(sum / expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], tolerance, what + ": sample " + i);
        }
    }
}
