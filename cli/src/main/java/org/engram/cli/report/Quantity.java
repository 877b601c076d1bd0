package org.engram.cli.report;

import java.util.Locale;

/** Numbers with units, with the prefix a person would choose. */
public final class Quantity {
    private static final String[] PREFIXES = {"", "m", "\u00b5", "n", "p", "f", "a"};

    private Quantity() {}

    /**
     * @param value a number in the unit itself
     * @param unit its symbol; empty or {@code n/a} for a bare number
     * @return such as {@code 12.3 µV}
     */
    public static String words(double value, String unit) {
        if (unit.isEmpty() || unit.equals("n/a")) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        double size = Math.abs(value);
        int prefix = 0;
        while (size != 0 && size < 0.9995 && prefix < PREFIXES.length - 1) {
            size *= 1000;
            prefix++;
        }
        String number = String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", size);
        return (value < 0 ? "-" : "") + number.replaceFirst("\\.0+$", "") + " " + PREFIXES[prefix] + unit;
    }

    /**
     * The prefix that suits the largest of some values, for the title of an axis.
     *
     * @param largest the largest absolute value
     * @return the factor to multiply values with and the prefix to write before the unit
     */
    public static Scaling scaling(double largest) {
        double size = Math.abs(largest);
        double factor = 1;
        int prefix = 0;
        while (size != 0 && size < 0.9995 && prefix < PREFIXES.length - 1) {
            size *= 1000;
            factor *= 1000;
            prefix++;
        }
        return new Scaling(factor, PREFIXES[prefix]);
    }

    /**
     * How values are shown on an axis.
     *
     * @param factor shown = value x factor
     * @param prefix of the unit
     */
    public record Scaling(double factor, String prefix) {
        /**
         * @param values in the unit itself
         * @return them as shown
         */
        public double[] of(double[] values) {
            double[] shown = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                shown[i] = values[i] * factor;
            }
            return shown;
        }
    }
}
