package org.engram.decoders.classical;

/** Grids of penalties, and penalties as text. */
final class Penalties {
    private Penalties() {}

    /** All powers of ten from 10^first to 10^last. */
    static double[] powersOfTen(int first, int last) {
        double[] values = new double[last - first + 1];
        for (int i = 0; i < values.length; i++) {
            // Parsed rather than multiplied up, so that 0.001 is exactly the number a person would type.
            values[i] = Double.parseDouble("1e" + (first + i));
        }
        return values;
    }

    /** Whole numbers without ".0". */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    static double requirePositive(double c) {
        if (!(c > 0) || Double.isInfinite(c)) {
            throw new IllegalArgumentException("C is " + c + ": give a positive number");
        }
        return c;
    }
}
