package org.engram.nn.checkpoints;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every tensor of a file and every parameter of a network.
 *
 * @param source the file
 * @param matched paths that the file fills, in the order of the network
 * @param missing paths that the file does not fill, with their shapes
 * @param unexpected names in the file, after the key map, that the network does not have, with their shapes
 * @param misshapen paths whose shapes differ
 * @param dropped names left out on purpose: by the key map, or known to be no weights (counters, index tables)
 * @param notices what was decided in reading the file
 */
public record LoadReport(String source, List<String> matched, Map<String, Shape> missing,
        Map<String, Shape> unexpected, List<Misshapen> misshapen, List<String> dropped,
        List<String> notices) {
    private static final int SHOWN = 20;

    /**
     * A parameter whose shape in the file differs.
     *
     * @param path in the network
     * @param network its shape there
     * @param file its shape in the file, after the key map
     */
    public record Misshapen(String path, Shape network, Shape file) {
        @Override
        public String toString() {
            return path + ": network " + network + ", file " + file;
        }
    }

    /** Copies the lists. */
    public LoadReport {
        matched = List.copyOf(matched);
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        unexpected = Collections.unmodifiableMap(new LinkedHashMap<>(unexpected));
        misshapen = List.copyOf(misshapen);
        dropped = List.copyOf(dropped);
        notices = List.copyOf(notices);
    }

    /** @return whether file and network are of one architecture: nothing missing, unexpected or of another shape */
    public boolean complete() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /** @return how many parameters the network has */
    public int parameters() {
        return matched.size() + missing.size() + misshapen.size();
    }

    /** @return the same as {@link #toString}, with every name, as JSON has it */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("parameters", parameters());
        fields.put("matched", matched.size());
        fields.put("missing", shapes(missing));
        fields.put("unexpected", shapes(unexpected));
        Map<String, Object> differing = new LinkedHashMap<>();
        misshapen.forEach(each -> differing.put(each.path(), Map.of("network", sizes(each.network()), "file",
                sizes(each.file()))));
        fields.put("misshapen", differing);
        fields.put("dropped", dropped);
        fields.put("notices", notices);
        return fields;
    }

    private static Map<String, Object> shapes(Map<String, Shape> shapes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> fields.put(name, sizes(shape)));
        return fields;
    }

    private static List<Long> sizes(Shape shape) {
        return Arrays.stream(shape.getShape()).boxed().toList();
    }

    /** @return a table: the counts, then the first names of each kind that did not match */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(source).append('\n');
        line(text, "matched", matched.size() + " of " + parameters());
        line(text, "missing", String.valueOf(missing.size()));
        names(text, missing.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
        line(text, "unexpected", String.valueOf(unexpected.size()));
        names(text, unexpected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
        line(text, "misshapen", String.valueOf(misshapen.size()));
        names(text, misshapen.stream().map(Misshapen::toString).toList());
        line(text, "dropped", String.valueOf(dropped.size()));
        notices.forEach(notice -> text.append("  note: ").append(notice).append('\n'));
        return text.toString();
    }

    /** One sentence for an error. */
    String mismatch() {
        StringBuilder text = new StringBuilder(source).append(" does not fit the network: ")
                .append(matched.size())
                .append(" of ").append(parameters()).append(" parameters matched");
        part(text, missing.size(), "missing from the file", missing.keySet());
        part(text, unexpected.size(), "unexpected in it", unexpected.keySet());
        part(text, misshapen.size(), "of another shape",
                misshapen.stream().map(Misshapen::toString).toList());
        hint().forEach((prefix, count) -> text.append(". ").append(count)
                .append(" names would match without \"").append(prefix).append("\" in front"));
        return text.append(
                ". Give the key map of this file, or allow by pattern what may be missing or unexpected")
                .toString();
    }

    /** A prefix that keeps names of the file from matching, if it would help at least half of what is missing. */
    private Map<String, Integer> hint() {
        Map<String, Integer> prefixes = new TreeMap<>();
        for (String name : unexpected.keySet()) {
            for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                if (missing.containsKey(name.substring(dot + 1))) {
                    prefixes.merge(name.substring(0, dot + 1), 1, Integer::sum);
                }
            }
        }
        prefixes.values().removeIf(count -> 2 * count < missing.size());
        return prefixes;
    }

    private static void part(StringBuilder text, int count, String what, Iterable<String> names) {
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(what).append(" (");
            int shown = 0;
            for (String name : names) {
                if (shown == 3) {
                    text.append(", ...");
                    break;
                }
                text.append(shown++ == 0 ? "" : ", ").append(name);
            }
            text.append(')');
        }
    }

    private static void line(StringBuilder text, String what, String count) {
        text.append(String.format("  %-11s%s%n", what, count));
    }

    private static void names(StringBuilder text, List<String> names) {
        names.stream().limit(SHOWN).forEach(name -> text.append("    ").append(name).append('\n'));
        if (names.size() > SHOWN) {
            text.append("    and ").append(names.size() - SHOWN).append(" more\n");
        }
    }
}
