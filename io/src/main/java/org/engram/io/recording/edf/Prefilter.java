package org.engram.io.recording.edf;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.Band;

/** Filters in words: "HP:0.1Hz LP:75Hz N:50Hz", also with "DC" for no high-pass filter. */
public final class Prefilter {
    private static final Pattern HIGH_PASS = Pattern.compile("HP:?\\s*(DC|[0-9]+(?:[.,][0-9]*)?)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOW_PASS = Pattern.compile("LP:?\\s*([0-9]+(?:[.,][0-9]*)?)",
            Pattern.CASE_INSENSITIVE);

    private Prefilter() {}

    /**
     * @param text the prefiltering field of a channel
     * @return what it lets through; a low-pass edge of 0 stands for none
     */
    public static Band parse(String text) {
        double low = edge(LOW_PASS, text);
        return new Band(edge(HIGH_PASS, text), low == 0 ? Double.NaN : low);
    }

    private static double edge(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            return Double.NaN;
        }
        String value = found.group(1);
        return value.equalsIgnoreCase("DC") ? 0 : Double.parseDouble(value.replace(',', '.'));
    }

    /**
     * @param bands bands of channels
     * @return what all of them hold: the highest high-pass and the lowest low-pass edge known
     */
    public static Band common(Collection<Band> bands) {
        double high = bands.stream().mapToDouble(Band::highPassHz).filter(edge -> !Double.isNaN(edge)).max()
                .orElse(Double.NaN);
        double low = bands.stream().mapToDouble(Band::lowPassHz).filter(edge -> !Double.isNaN(edge)).min()
                .orElse(Double.NaN);
        return high >= low ? Band.UNKNOWN : new Band(high, low);
    }

    static String write(Band band) {
        StringBuilder text = new StringBuilder();
        if (band.highPassHz() >= 0) {
            text.append(band.highPassHz() == 0 ? "HP:DC" : "HP:" + number(band.highPassHz()) + "Hz");
        }
        if (band.lowPassHz() > 0) {
            text.append(text.isEmpty() ? "" : " ").append("LP:").append(number(band.lowPassHz()))
                    .append("Hz");
        }
        return text.toString();
    }

    private static String number(double hz) {
        return hz == Math.rint(hz) ? Long.toString((long) hz) : String.format(Locale.ROOT, "%.4f", hz);
    }
}
