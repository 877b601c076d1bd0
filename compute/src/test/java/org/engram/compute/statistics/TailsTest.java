package org.engram.compute.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.engram.compute.Fixture;
import org.engram.compute.linalg.Matrix;
import org.junit.jupiter.api.Test;

class TailsTest {
    /** What the class promises: relative error of log p. */
    private static final double PROMISE = 1e-10;

    private final Fixture exact = Fixture.read(TailsTest.class, "scores_and_tails.txt");

    private static void assertRelative(double expected, double found, String where) {
        assertEquals(expected, found, PROMISE * Math.abs(expected), where);
    }

    @Test
    void publishedValues() {
        double[] t = {3, 10, 40};
        double[] logs = {-5.6442079865, -20.2646449464, -46.3681472210};
        double[] z = {2.6932509491, 5.9228662403, 9.2960597370};
        for (int i = 0; i < 3; i++) {
            // Ten digits after the point are printed, the z values cut off and not rounded.
            assertEquals(logs[i], Tails.logStudent(t[i], 20), 6e-11);
            assertEquals(z[i], Tails.normalQuantile(Tails.logStudent(t[i], 20)), 1e-10);
        }
        assertEquals(-24.2058572705, Tails.logFisher(30, 3, 50), 6e-11);
    }

    @Test
    void logarithmsMatchExactArithmetic() {
        Matrix student = exact.matrix("student");
        for (int i = 0; i < student.rows(); i++) {
            double[] row = student.row(i);
            assertRelative(row[2], Tails.logStudent(row[0], row[1]), "t " + row[0] + " with " + row[1]);
        }
        Matrix fisher = exact.matrix("fisher");
        for (int i = 0; i < fisher.rows(); i++) {
            double[] row = fisher.row(i);
            assertRelative(row[3], Tails.logFisher(row[0], row[1], row[2]),
                    "F " + row[0] + " with " + row[1] + ", " + row[2]);
        }
        Matrix normal = exact.matrix("normal");
        for (int i = 0; i < normal.rows(); i++) {
            assertRelative(normal.get(i, 1), Tails.logNormal(normal.get(i, 0)), "z " + normal.get(i, 0));
        }
    }

    @Test
    void quantileInvertsTheTail() {
        for (double z = -7; z < 38; z += 0.37) {
            // Below the mean the tail is near 1 and its logarithm keeps fewer digits of z.
            double tolerance = z < 0 ? 1e-15 / Math.exp(-z * z / 2) + 1e-13 : 1e-13 * Math.max(1, z);
            assertEquals(z, Tails.normalQuantile(Tails.logNormal(z)), tolerance);
        }
        assertEquals(Double.POSITIVE_INFINITY, Tails.normalQuantile(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NEGATIVE_INFINITY, Tails.normalQuantile(0));
        assertThrows(IllegalArgumentException.class, () -> Tails.normalQuantile(0.1));
    }

    @Test
    void negativeAndExtremeArguments() {
        assertEquals(Math.log1p(-Math.exp(Tails.logStudent(1.5, 9))), Tails.logStudent(-1.5, 9), 1e-15);
        assertEquals(Tails.logNormal(2.5), Tails.logStudent(2.5, Double.POSITIVE_INFINITY), 0.0);
        assertEquals(Double.NEGATIVE_INFINITY, Tails.logFisher(Double.POSITIVE_INFINITY, 2, 3));
        assertEquals(Double.NEGATIVE_INFINITY, Tails.logNormal(Double.POSITIVE_INFINITY));
        assertEquals(0, Tails.logFisher(0, 2, 3));
        assertEquals(Double.NaN, Tails.logFisher(Double.NaN, 2, 3));
        assertEquals(Double.NaN, Tails.logStudent(Double.NaN, 3));
        assertThrows(IllegalArgumentException.class, () -> Tails.logStudent(1, 0));
    }
}
