package org.engram.io.recording;

import java.util.OptionalDouble;

/** The unit of the samples of a channel. Always without prefix: scaling to it is done by the reader. */
public enum Unit {
    /** Volt. */
    VOLT("V"),
    /** Tesla. */
    TESLA("T"),
    /** Tesla per metre. */
    TESLA_PER_METRE("T/m"),
    /** Volt per square metre: current source density. */
    VOLT_PER_SQUARE_METRE("V/m^2"),
    /** Siemens. */
    SIEMENS("S"),
    /** Degree Celsius. */
    DEGREE_CELSIUS("oC"),
    /** No unit, or one that is not known. */
    NONE("n/a");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** @return its symbol as BIDS writes it */
    public String symbol() {
        return symbol;
    }

    /**
     * How many volts a written unit of voltage is. Knows V, mV, uV and nV, with any of the signs that stand for micro in
     * files (mu, the micro sign, both in UTF-8 taken as Latin-1, u, and the two bytes old amplifiers write for it).
     *
     * @param text as the file has it
     * @return the factor to volts; empty when the text is no unit of voltage
     */
    public static OptionalDouble voltsPer(String text) {
        String unit = text.trim().replace("\u0083\u00CA", "u").replace('\u00B5', 'u').replace('\u03BC', 'u')
                .replace("\u00C2u", "u").replace("\u00CE\u00BC", "u");
        return switch (unit) {
            case "V", "v", "volt", "volts", "Volt", "Volts" -> OptionalDouble.of(1);
            case "mV", "mv" -> OptionalDouble.of(1e-3);
            case "uV", "uv", "UV", "microV" -> OptionalDouble.of(1e-6);
            case "nV", "nv" -> OptionalDouble.of(1e-9);
            default -> OptionalDouble.empty();
        };
    }
}
