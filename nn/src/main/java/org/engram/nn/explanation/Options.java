package org.engram.nn.explanation;

/** Checks that several methods share. */
final class Options {
    private Options() {}

    static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + ": give 1 or more");
        }
        return value;
    }
}
