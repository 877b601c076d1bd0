package org.engram.preprocessing.electrophysiology.epoching;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;
import org.engram.io.table.ClosestName;

/**
 * An amplitude of a type of channels, as people write it: {@code eeg=100uV}, {@code grad=4000fT/cm}.
 *
 * @param type of channels
 * @param value in the SI unit of the type; above 0
 */
public record ChannelAmplitude(ChannelType type, double value) {
    private static final Pattern ENTRY = Pattern.compile("([\\w-]+)=([-+.0-9eE]+)\\s*([^-+.0-9\\s]\\S*)");
    private static final Map<String, Double> TESLA = Map.of("T", 1.0, "mT", 1e-3, "uT", 1e-6, "nT", 1e-9,
            "pT", 1e-12,
            "fT", 1e-15);

    /**
     * @param entry a type, = and an amplitude with its unit
     * @return it
     * @throws IllegalArgumentException if it is not so written, or the unit is not one of that type; says what is
     */
    public static ChannelAmplitude parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + entry
                    + "\" is no amplitude: give a type, = and an amplitude with its unit, such as eeg=100uV");
        }
        ChannelType type = type(matcher.group(1));
        OptionalDouble unit = perUnit(type.defaultUnit(), matcher.group(3));
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("\"" + entry + "\" has a wrong unit: " + matcher.group(1)
                    + " is measured in " + units(type.defaultUnit()) + ", not in " + matcher.group(3));
        }
        return new ChannelAmplitude(type, amplitude(matcher.group(2), entry) * unit.getAsDouble());
    }

    private static ChannelType type(String name) {
        return ChannelType.named(name).orElseThrow(() -> new IllegalArgumentException("\"" + name
                + "\" is no type of channels; " + ClosestName.hint(name, Arrays.stream(ChannelType.values())
                        .map(type -> type.name().toLowerCase(Locale.ROOT)).toList())));
    }

    private static double amplitude(String number, String entry) {
        double value;
        try {
            value = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "\"" + entry + "\": give a positive amplitude");
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
