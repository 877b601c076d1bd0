package org.engram.nn.operators;

import java.util.Locale;

/** How a value between cells is made of theirs. */
public enum Interpolation {
    /** The cell that holds the position after rounding down, as older networks do. One to three axes. */
    NEAREST,
    /** The cell whose centre is nearest. One to three axes. */
    NEAREST_EXACT,
    /** Linear along each of one to three axes (bilinear, trilinear). */
    LINEAR,
    /** Cubic convolution over two axes (Keys 1981) with a = -0.75, or -0.5 where antialiased. */
    CUBIC,
    /** Linear over two axes with a triangle filter that widens with the step when shrinking. */
    LINEAR_ANTIALIASED,
    /** Cubic over two axes with a filter that widens with the step when shrinking. */
    CUBIC_ANTIALIASED;

    String function() {
        return name().toLowerCase(Locale.ROOT);
    }

    int fewestAxes() {
        return ordinal() < CUBIC.ordinal() ? 1 : 2;
    }

    int mostAxes() {
        return ordinal() < CUBIC.ordinal() ? 3 : 2;
    }
}
