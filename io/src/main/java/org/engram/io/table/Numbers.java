package org.engram.io.table;

import java.util.Set;

/** How numbers stand in text files. */
final class Numbers {
    private static final Set<String> MISSING = Set.of("", "n/a", "N/A", "NA", "NaN", "nan", "NAN", "null");

    private Numbers() {}

    static boolean isMissing(String cell) {
        return MISSING.contains(cell);
    }

    /**
     * Parses decimal notation and infinities; {@code NaN} for everything else. Double.parseDouble alone would also take
     * hexadecimal numbers and the suffixes d and f, which turns labels such as "1d" into numbers.
     */
    static double parse(String cell) {
        switch (cell) {
            case "inf", "Inf", "+inf", "Infinity", "+Infinity" :
                return Double.POSITIVE_INFINITY;
            case "-inf", "-Inf", "-Infinity" :
                return Double.NEGATIVE_INFINITY;
            default :
                break;
        }
        boolean digit = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        if (!digit) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The cells as numbers, or null when one is text, when all are missing words, or when one is a label like 007. */
    static double[] parseAll(String[] cells) {
        double[] values = new double[cells.length];
        for (int row = 0; row < cells.length; row++) {
            String cell = cells[row];
            values[row] = parse(cell);
            if (Double.isNaN(values[row]) && !isMissing(cell) || isPaddedLabel(cell)) {
                return null;
            }
        }
        return values;
    }

    /** Leading zeros belong to identifiers: subject 001 must not become 1. */
    private static boolean isPaddedLabel(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '0' && cell.charAt(1) >= '0' && cell.charAt(1) <= '9'
                && cell.indexOf('.') < 0 && cell.indexOf('e') < 0 && cell.indexOf('E') < 0;
    }

    /** The shortest text that reads back as the same double; whole numbers without a fraction. */
    static String format(double value) {
        if (Double.isNaN(value)) {
            return Column.MISSING;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole && !(value == 0 && 1 / value < 0) ? Long.toString((long) value) : Double.toString(value);
    }
}
