package org.engram.nn.models;

import java.util.Locale;

/** Sizes of files as a person reads them. */
public final class ByteSize {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private ByteSize() {}

    /**
     * @param bytes a size, at least 0
     * @return such as "3.4 GB" (powers of 1000)
     */
    public static String describe(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
