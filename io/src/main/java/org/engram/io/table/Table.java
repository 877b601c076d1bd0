package org.engram.io.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;

/**
 * Named columns of one length, each of numbers or of text. Immutable: selecting and filtering give new tables. Rows
 * count from 0; messages give them as lines of the file (header = line 1) where a table was read from one.
 */
public final class Table {
    private final String source;
    private final Map<String, Column> columns;
    private final int rowCount;

    private Table(String source, Map<String, Column> columns, int rowCount) {
        this.source = source;
        this.columns = columns;
        this.rowCount = rowCount;
    }

    /**
     * @param columns columns of one length with different names
     * @return a table of them, in that order
     */
    public static Table of(Column... columns) {
        return of("table", Arrays.asList(columns));
    }

    /**
     * @param source what messages call the table, a file name as a rule
     * @param columns columns of one length with different names
     * @return a table of them, in that order
     */
    public static Table of(String source, Collection<Column> columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        int rows = columns.isEmpty() ? 0 : columns.iterator().next().size();
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new ShapeException(source + ": column \"" + column.name() + "\" has " + column.size()
                        + " rows, the first column has " + rows);
            }
            if (byName.put(column.name(), column) != null) {
                throw new EngramException(source + ": two columns are called \"" + column.name()
                        + "\": give each its own name");
            }
        }
        return new Table(source, byName, rows);
    }

    /** @return what messages call this table: the file it was read from, or {@code "table"} */
    public String source() {
        return source;
    }

    /** @return how many rows, the header not counted */
    public int rowCount() {
        return rowCount;
    }

    /** @return the names in the order of the columns */
    public List<String> columnNames() {
        return List.copyOf(columns.keySet());
    }

    /**
     * @param name a column name
     * @return whether there is such a column
     */
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /**
     * @param name a column name
     * @return that column; the error lists the names there are and the closest one
     */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new EngramException(
                    source + ": no column \"" + name + "\"; " + ClosestName.hint(name, columns.keySet()));
        }
        return column;
    }

    /**
     * @param name a column name
     * @return its numbers, a copy, {@code NaN} where missing; the error names the first row that is no number
     */
    public double[] numbers(String name) {
        Column column = column(name);
        int bad = column.firstTextRow();
        if (bad >= 0) {
            throw new EngramException(
                    source + ": column \"" + name + "\" must hold numbers, but line " + (bad + 2)
                            + " holds \"" + column.text(bad) + "\" (write n/a for a missing number)");
        }
        return IntStream.range(0, rowCount).mapToDouble(column::number).toArray();
    }

    /**
     * @param name a column name
     * @return its cells as text; {@value Column#MISSING} where missing
     */
    public List<String> text(String name) {
        Column column = column(name);
        return IntStream.range(0, rowCount).mapToObj(column::text).toList();
    }

    /**
     * @param names the columns wanted, in that order
     * @return a table of those columns
     */
    public Table select(String... names) {
        return of(source, Arrays.stream(names).map(this::column).toList());
    }

    /**
     * @param keep whether to keep the row of that index
     * @return a table of those rows
     */
    public Table filter(IntPredicate keep) {
        return rows(IntStream.range(0, rowCount).filter(keep).toArray());
    }

    /**
     * @param rows row indices from 0, in the order wanted; may repeat
     * @return a table of those rows
     */
    public Table rows(int... rows) {
        Map<String, Column> picked = new LinkedHashMap<>();
        columns.forEach((name, column) -> picked.put(name, column.rows(rows)));
        return new Table(source, picked, rows.length);
    }

    /**
     * @param column a column as long as the table; takes the place of one with its name, or comes last
     * @return a table with it
     */
    public Table with(Column column) {
        Map<String, Column> all = new LinkedHashMap<>(columns);
        all.put(column.name(), column);
        return of(source, new ArrayList<>(all.values()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Table table && new ArrayList<>(columns.values()).equals(
                new ArrayList<>(table.columns.values()));
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return "Table[" + source + ", " + rowCount + " rows: " + ClosestName.list(columns.keySet()) + "]";
    }
}
