package org.engram.cli.pipeline;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;
import org.engram.io.yaml.YamlNode;

/**
 * The values of one part of a run file, given or default.
 *
 * @param section the part's key
 * @param all values by name: texts, numbers, flags, lists of texts, or null for nothing
 * @param places where those that were given stand
 */
record Values(String section, Map<String, Object> all, Map<String, YamlNode> places) {
    Values {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        places = Map.copyOf(places);
    }

    private Object value(String name) {
        if (!all.containsKey(name)) {
            throw new IllegalArgumentException(section + " has no setting " + name);
        }
        return all.get(name);
    }

    Optional<String> text(String name) {
        String text = (String) value(name);
        return text == null || text.isEmpty() || text.equals("none") ? Optional.empty() : Optional.of(text);
    }

    /** The list; empty for none. */
    List<String> texts(String name) {
        List<String> texts = ((List<?>) value(name)).stream().map(String.class::cast).toList();
        return texts.equals(List.of("none")) ? List.of() : texts;
    }

    OptionalDouble number(String name) {
        Object number = value(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of((Double) number);
    }

    double require(String name) {
        return number(name).orElseThrow();
    }

    int count(String name) {
        return (int) (long) (Long) value(name);
    }

    boolean flag(String name) {
        return (Boolean) value(name);
    }

    /** The texts as numbers. */
    double[] numbers(String name) {
        Optional<YamlNode> place = Optional.ofNullable(places.get(name));
        return place.isPresent()
                ? place.get().items().stream().mapToDouble(YamlNode::number).toArray()
                : new double[0];
    }

    /** A constant by the name people type, such as zero-double. */
    <E extends Enum<E>> E choice(String name, Class<E> kind) {
        return choice(name, (String) value(name), kind);
    }

    <E extends Enum<E>> E choice(String name, String text, Class<E> kind) {
        List<String> names = Arrays.stream(kind.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
        int place = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (place < 0) {
            throw wrong(name, ClosestName.hint(text, names));
        }
        return kind.getEnumConstants()[place];
    }

    /** An error at a setting: with its line where it was given. */
    EngramException wrong(String name, String expected) {
        YamlNode place = places.get(name);
        return place != null
                ? place.wrong(expected)
                : new EngramException(section + "." + name + " is " + all.get(name) + "; " + expected);
    }

    /** What is made of a setting; values it refuses are errors at that setting. */
    <T> T made(String name, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        } catch (EngramException e) {
            YamlNode place = places.get(name);
            boolean told = place == null || e instanceof org.engram.core.FormatException;
            throw told ? e : wrong(name, e.getMessage());
        }
    }
}
