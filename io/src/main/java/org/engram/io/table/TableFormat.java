package org.engram.io.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a table stands in a text file.
 *
 * @param delimiter what separates cells; default by file name ({@link #forFile})
 * @param columnNames empty when the first line names the columns (default); else the file has no header and these are
 *     the names
 * @param textColumns columns kept as text even where every cell is a number (default: none), so that labels such as
 *     {@code 1.0} stay as they are written
 */
public record TableFormat(Delimiter delimiter, List<String> columnNames, Set<String> textColumns) {

    /** What separates the cells of a line. */
    public enum Delimiter {
        /** A tab; cells may be quoted. */
        TAB('\t'),
        /** A comma; cells may be quoted. */
        COMMA(','),
        /** A semicolon; cells may be quoted. */
        SEMICOLON(';'),
        /** Any run of spaces and tabs; no quotes; spaces at the ends of a line do not count. */
        WHITESPACE(' ');

        private final char character;

        Delimiter(char character) {
            this.character = character;
        }

        char character() {
            return character;
        }
    }

    /** Copies the collections. */
    public TableFormat {
        columnNames = List.copyOf(columnNames);
        textColumns = Set.copyOf(textColumns);
    }

    /** @return tab-separated with a header */
    public static TableFormat tsv() {
        return new TableFormat(Delimiter.TAB, List.of(), Set.of());
    }

    /** @return comma-separated with a header */
    public static TableFormat csv() {
        return new TableFormat(Delimiter.COMMA, List.of(), Set.of());
    }

    /**
     * @param columnNames the names of the columns
     * @return separated by spaces or tabs, without a header
     */
    public static TableFormat whitespace(String... columnNames) {
        return new TableFormat(Delimiter.WHITESPACE, List.of(columnNames), Set.of());
    }

    /**
     * @param file a file name; {@code .gz} at its end does not count
     * @return comma-separated for {@code .csv}, tab-separated for {@code .tsv} and every other name; with a header
     */
    public static TableFormat forFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz") ? csv() : tsv();
    }

    /**
     * @param names the names of the columns
     * @return the same for a file without a header
     */
    public TableFormat withColumnNames(String... names) {
        return new TableFormat(delimiter, List.of(names), textColumns);
    }

    /**
     * @param names columns to keep as text
     * @return the same with those columns as text
     */
    public TableFormat withTextColumns(String... names) {
        return new TableFormat(delimiter, columnNames, Set.of(names));
    }
}
