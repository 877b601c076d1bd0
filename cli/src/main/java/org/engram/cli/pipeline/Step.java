package org.engram.cli.pipeline;

import java.util.Locale;

/** The steps whose results are kept. */
enum Step {
    /** The cleaned recording. */
    CLEAN,
    /** Its epochs. */
    EPOCHS,
    /** Its page. */
    REPORT,
    /** What is decoded from the epochs of all. */
    DECODE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
