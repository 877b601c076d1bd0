package org.engram.nn.operators;

import java.util.Locale;

/** What stands beyond the ends of an axis. */
public enum PaddingMode {
    /** Zeros. */
    ZEROS,
    /** The axis mirrored at its last cell, which is not repeated: c b | a b c. */
    REFLECT,
    /** The last cell again and again: a a | a b c. */
    REPLICATE,
    /** The other end: b c | a b c. */
    CIRCULAR;

    String function() {
        return "pad_" + name().toLowerCase(Locale.ROOT);
    }
}
