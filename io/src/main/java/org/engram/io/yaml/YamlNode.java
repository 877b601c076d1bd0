package org.engram.io.yaml;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;

/** A mapping, a list, a scalar or nothing, with the line it begins on. Immutable. */
public final class YamlNode {
    private final Path file;
    private final String path;
    private final int line;
    private final Object content;

    YamlNode(Path file, String path, int line, Object content) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.content = content;
    }

    /** @return the line it begins on, from 1 */
    public int line() {
        return line;
    }

    /** @return the keys that lead here, joined by dots: {@code clean.high-pass}; empty for the whole file */
    public String path() {
        return path;
    }

    /** @return whether nothing stands there, or null */
    public boolean isEmpty() { return content == null; }

    /** @return whether it has keys */
    public boolean isMapping() { return content instanceof Map<?, ?>; }

    /** @return whether it is a list */
    public boolean isList() { return content instanceof List<?>; }

    /** @return the values by key, in the order of the file; an error when it is no mapping; empty when nothing is there */
    public Map<String, YamlNode> fields() {
        if (content == null) {
            return Map.of();
        }
        if (!(content instanceof Map<?, ?> map)) {
            throw wrong("expected keys with values below it");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put((String) key, (YamlNode) value));
        return Collections.unmodifiableMap(fields);
    }

    /** @param key of a mapping @return what stands there */
    public Optional<YamlNode> get(String key) {
        return Optional.ofNullable(fields().get(key));
    }

    /**
     * Refuses a mapping with other keys.
     *
     * @param known the keys there may be
     */
    public void requireKeys(Collection<String> known) {
        fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new FormatException(file, "line " + value.line + ": \"" + key + "\" is no setting"
                        + (path.isEmpty() ? "" : " of " + path) + "; " + ClosestName.hint(key, known));
            }
        });
    }

    /** @return the items of a list; one for a scalar; none when nothing is there */
    public List<YamlNode> items() {
        if (content == null) {
            return List.of();
        }
        if (content instanceof Map<?, ?>) {
            throw wrong("expected a list such as [a, b]");
        }
        return content instanceof List<?> list
                ? list.stream().map(YamlNode.class::cast).toList()
                : List.of(this);
    }

    /** @return the scalar as it is written */
    public String text() {
        if (content instanceof String text) {
            return text;
        }
        throw wrong("expected one value");
    }

    /** @return the scalar as a finite number */
    public double number() {
        String text = text();
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && text.matches("[-+.0-9eE]+")) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as for values that are no finite number
        }
        throw wrong("expected a number");
    }

    /** @return the scalar as a whole number */
    public long integer() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw wrong("expected a whole number");
        }
    }

    /** @return whether the scalar is true, yes or on, rather than false, no or off */
    public boolean flag() {
        return switch (text().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw wrong("expected true or false");
        };
    }

    /**
     * @param expected what should stand here, "expected ..."
     * @return an error that says where this is and what it holds
     */
    public FormatException wrong(String expected) {
        String found = content instanceof String text
                ? "\"" + text + "\""
                : isMapping() ? "a mapping" : isList() ? "a list" : "empty";
        return new FormatException(file,
                "line " + line + ": " + (path.isEmpty() ? "it" : path) + " is " + found + "; " + expected);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + content;
    }
}
