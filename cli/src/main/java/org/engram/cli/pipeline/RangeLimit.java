package org.engram.cli.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;

/**
 * A range of a type of channels, as people write it.
 *
 * @param type of channels
 * @param value in the SI unit of the type
 */
record RangeLimit(ChannelType type, double value) {
    private static final Map<String, Double> MAGNETIC = Map.of("T", 1.0, "pT", 1e-12, "fT", 1e-15, "T/m", 1.0,
            "pT/m", 1e-12, "fT/m", 1e-15, "fT/cm", 1e-13);

    private static final Pattern AMOUNT = Pattern.compile("([-+.0-9eE]*[0-9.])\\s*(\\S+)");

    static RangeLimit parse(String text, Values values, String setting) {
        String[] parts = text.split("=", 2);
        Optional<ChannelType> type = ChannelType.named(parts[0].strip());
        Matcher amount = AMOUNT
                .matcher(parts.length < 2 ? "" : parts[1].strip());
        if (type.isEmpty() || !amount.matches()) {
            throw values.wrong(setting, "expected TYPE=RANGE such as eeg=150uV or grad=3000fT/cm");
        }
        String unit = amount.group(2);
        double factor = Unit.voltsPer(unit)
                .orElse(MAGNETIC.getOrDefault(unit, Double.NaN));
        boolean fits = type.get().isMeg() == MAGNETIC.containsKey(unit);
        try {
            double value = factor * Double.parseDouble(amount.group(1));
            if (fits && value > 0 && value < Double.POSITIVE_INFINITY) {
                return new RangeLimit(type.get(), value);
            }
        } catch (NumberFormatException e) {
            // told below, as for units that do not fit
        }
        throw values.wrong(setting,
                String.format(Locale.ROOT, "\"%s\" is no range of %s: give one such as %s",
                        text, parts[0], type.get().isMeg() ? parts[0] + "=4000fT" : parts[0] + "=150uV"));
    }
}
