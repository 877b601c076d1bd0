package org.engram.cli.report;

import java.util.Locale;

/** Numbers as papers write them. */
final class Numbers {
    private Numbers() {}

    /** "p = 0.012" or "p &lt; 0.001". */
    static String pValue(double p) {
        if (Double.isNaN(p)) {
            return "p not available";
        }
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
    }

    /** Thousands apart by a thin space: 12 345. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f').replace('-', '\u2212');
    }

    /** Millimetres with one decimal at most and a true minus sign. */
    static String millimetres(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        if (text.equals("-0.0")) {
            text = "0.0";
        }
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text).replace('-', '\u2212');
    }

    /** A size in bytes: "532 B", "3.5 MB" (millions). */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** "42 s", "3 min 7 s", "2 h 5 min". */
    static String duration(java.time.Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        if (seconds < 60) {
            return duration.toMillis() < 10_000
                    ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                    : seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
