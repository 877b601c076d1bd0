package org.engram.cli.commands;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;

/** Amplitudes by type of channel as they stand on the command line: {@code eeg=100uV,mag=4000fT}. */
final class AmplitudeOption {
    private static final Pattern ENTRY = Pattern.compile("([\\w-]+)=([-+.0-9eE]+)\\s*(\\S+)");
    private static final Map<String, Double> TESLA = Map.of("T", 1.0, "mT", 1e-3, "uT", 1e-6, "nT", 1e-9,
            "pT", 1e-12,
            "fT", 1e-15);

    private AmplitudeOption() {}

    /** Amplitudes in SI units; an error names what is wrong with the entry. */
    static Map<ChannelType, Double> parse(List<String> entries, String option) {
        Map<ChannelType, Double> limits = new EnumMap<>(ChannelType.class);
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(option + " holds \"" + entry
                        + "\": give a type, = and an amplitude with its unit, such as eeg=100uV");
            }
            ChannelType type = RecordingOptions.type(matcher.group(1), option);
            OptionalDouble unit = perUnit(type.defaultUnit(), matcher.group(3));
            if (unit.isEmpty()) {
                throw new IllegalArgumentException(option + " holds \"" + entry + "\": " + matcher.group(1)
                        + " is measured in " + units(type.defaultUnit()) + ", not in " + matcher.group(3));
            }
            limits.put(type, amplitude(matcher.group(2), entry, option) * unit.getAsDouble());
        }
        return limits;
    }

    private static double amplitude(String number, String entry, String option) {
        double value;
        try {
            value = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    option + " holds \"" + entry + "\": give a positive amplitude");
        }
        return value;
    }

    private static OptionalDouble perUnit(Unit unit, String text) {
        return switch (unit) {
            case VOLT -> Unit.voltsPer(text);
            case TESLA -> tesla(text);
            case TESLA_PER_METRE -> text.endsWith("/cm")
                    ? times(tesla(text.substring(0, text.length() - 3)), 100)
                    : text.endsWith("/m")
                            ? tesla(text.substring(0, text.length() - 2))
                            : OptionalDouble.empty();
            default -> text.equals(unit.symbol()) ? OptionalDouble.of(1) : OptionalDouble.empty();
        };
    }

    private static OptionalDouble tesla(String text) {
        Double factor = TESLA.get(text);
        return factor == null ? OptionalDouble.empty() : OptionalDouble.of(factor);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static String units(Unit unit) {
        return switch (unit) {
            case VOLT -> "V, mV, uV or nV";
            case TESLA -> "T, nT, pT or fT";
            case TESLA_PER_METRE -> "T/m, pT/cm or fT/cm";
            default -> unit.symbol();
        };
    }
}
