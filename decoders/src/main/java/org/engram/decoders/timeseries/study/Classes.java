package org.engram.decoders.timeseries.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * Which classes are told apart, and which values of a column each is made of.
 *
 * @param values by the name of a class the values it stands for; all values of the column, each its own class, when empty
 */
public record Classes(Map<String, List<String>> values) {
    /** Every value is a class. */
    public static final Classes ALL = new Classes(Map.of());

    /** Copies, keeping the order. */
    public Classes {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * @param words one a class: a value ("left"), or a name with the values it joins ("S2=S2 match|S2 nomatch")
     * @return these classes; the error says what is wrong
     */
    public static Classes parse(Iterable<String> words) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = (equals < 0 ? word : word.substring(0, equals)).strip();
            List<String> joined = new ArrayList<>();
            for (String value : word.substring(equals + 1).split("\\|")) {
                joined.add(value.strip());
            }
            if (name.isEmpty() || joined.contains("") || values.put(name, joined) != null) {
                throw new IllegalArgumentException("class '" + word
                        + "': give each class once, as VALUE or NAME=VALUE|VALUE");
            }
        }
        return new Classes(values);
    }

    /**
     * @param table of trials
     * @param target the column that tells classes apart
     * @return the column with the name of the class of each trial, its own value where it belongs to none; fewer than two
     *     classes are an error
     */
    public Column of(Table table, String target) {
        Column column = table.column(target);
        Set<String> present = new TreeSet<>();
        for (int row = 0; row < column.size(); row++) {
            if (!column.isMissing(row)) {
                present.add(column.text(row));
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        present.stream().filter(value -> values.isEmpty()).forEach(value -> names.put(value, value));
        values.forEach((name, joined) -> joined.forEach(value -> {
            if (!present.contains(value)) {
                throw new EngramException("no trial has '" + value + "' in column '" + target + "'; "
                        + ClosestName.hint(value, present));
            }
            if (names.put(value, name) != null) {
                throw new EngramException("'" + value + "' is in two classes: give it to one");
            }
        }));
        for (String name : values.keySet()) {
            if (present.contains(name) && !name.equals(names.get(name))) {
                throw new EngramException("class '" + name + "' has the name of a value of column '" + target
                        + "' that is not in it: give the class another name");
            }
        }
        requireSeveral(table, target, new LinkedHashSet<>(names.values()), present);
        return named(column, names);
    }

    /**
     * The same for trials that are tested only, which need not hold all classes.
     *
     * @param table of trials
     * @param target the column that tells classes apart
     * @return the column with the name of the class of each trial, its own value where it belongs to none
     */
    public Column withoutCheck(Table table, String target) {
        Map<String, String> names = new LinkedHashMap<>();
        values.forEach((name, joined) -> joined.forEach(value -> names.put(value, name)));
        return named(table.column(target), names);
    }

    private static Column named(Column column, Map<String, String> names) {
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            labels.add(column.isMissing(row) ? null : names.getOrDefault(column.text(row), column.text(row)));
        }
        return Column.ofText(column.name(), labels);
    }

    /** @return the names of the classes, in order; empty where every value is one */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    private static void requireSeveral(Table table, String target, Set<String> found, Set<String> present) {
        if (found.size() < 2) {
            throw new EngramException("column '" + target + "' of " + table.source() + " gives "
                    + (found.isEmpty() ? "no class" : "one class only ('" + found.iterator().next() + "')")
                    + " of its values " + ClosestName.list(present)
                    + ": decoding needs two or more; choose another column or other classes");
        }
        if (found.size() > 2 && found.size() > table.rowCount() / 2) {
            throw new EngramException("column '" + target + "' of " + table.source() + " holds "
                    + found.size() + " different values in " + table.rowCount()
                    + " trials, too many to be classes: choose another column, or classes of it");
        }
    }
}
