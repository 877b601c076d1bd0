package org.engram.decoders.architectures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.core.EngramException;

/** Turns what a person writes into what a configuration holds, by the kind of the usual value. */
final class Settings {
    private Settings() {}

    static Object read(String network, String key, String text, Object usual) {
        String value = text.strip();
        if (usual instanceof List<?> list) {
            Object kind = list.isEmpty() ? Integer.valueOf(0) : list.get(0);
            return Arrays.stream(value.split("[,x ]+")).filter(part -> !part.isEmpty())
                    .map(part -> read(network, key, part, kind)).toList();
        }
        if (usual instanceof Boolean) {
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                throw misfit(network, key, text, "true or false");
            }
            return Boolean.parseBoolean(value.toLowerCase(Locale.ROOT));
        }
        try {
            if (usual instanceof Integer || usual instanceof Long) {
                return Integer.valueOf(value);
            }
            if (usual instanceof Number) {
                return Double.valueOf(value);
            }
        } catch (NumberFormatException e) {
            throw misfit(network, key, text, usual instanceof Double ? "a number" : "a whole number");
        }
        return value.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static EngramException misfit(String network, String key, String text, String expected) {
        return new EngramException("the setting \"" + key + "\" of " + network + " is \"" + text
                + "\"; expected " + expected);
    }
}
