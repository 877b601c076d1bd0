package org.engram.cli.results;

import java.util.Locale;

/** Numbers about signals as people write them. */
final class SignalWords {
    private SignalWords() {}

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
    }

    /** Seconds up to two minutes, then minutes. */
    static String seconds(double value) {
        return value < 120
                ? String.format(Locale.ROOT, "%.1f s", value)
                : String.format(Locale.ROOT, "%.1f min", value / 60);
    }
}
