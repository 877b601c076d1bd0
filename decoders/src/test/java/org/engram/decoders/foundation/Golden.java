package org.engram.decoders.foundation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.Locale;

/** Compares results with the numbers a specification prints: to the last digit that is printed. */
public final class Golden {
    /** One and a half of the eighth decimal place: the printed number was rounded, and so may ours be. */
    public static final double PRINTED = 1.5e-8;

    private Golden() {}

    /** @param found float64 @param first what its first elements should be */
    public static void first(NDArray found, double... first) {
        double[] values = found.toDoubleArray();
        for (int i = 0; i < first.length; i++) {
            check("element " + i, first[i], values[i]);
        }
    }

    /** @param found float64 @param last what its last element should be */
    public static void last(NDArray found, double last) {
        double[] values = found.toDoubleArray();
        check("the last element", last, values[values.length - 1]);
    }

    /** @param what is compared @param expected printed with eight places @param found computed */
    public static void check(String what, double expected, double found) {
        assertEquals(expected, found, PRINTED, what + String.format(Locale.ROOT, " (found %.10f)", found));
    }
}
