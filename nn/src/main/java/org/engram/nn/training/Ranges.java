package org.engram.nn.training;

/** Checks of single numbers. */
final class Ranges {
    private Ranges() {}

    static void share(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + " is " + value + ": it is at least 0 and below 1");
        }
    }

    static void notNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " is " + value + ": it is 0 or more and finite");
        }
    }

    static void positive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " is " + value + ": it is above 0");
        }
    }

    static void atLeast(String what, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + ": it is at least " + least);
        }
    }
}
