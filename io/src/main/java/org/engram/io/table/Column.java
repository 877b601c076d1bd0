package org.engram.io.table;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One named column: numbers (with {@code NaN} for what is missing) or text (with null for what is missing).
 * Immutable.
 */
public final class Column {
    /** How a missing value is written, in BIDS and here. */
    public static final String MISSING = "n/a";

    private final String name;
    private final double[] numbers;
    private final String[] text;

    private Column(String name, double[] numbers, String[] text) {
        this.name = Objects.requireNonNull(name, "name");
        this.numbers = numbers;
        this.text = text;
    }

    /**
     * @param name the column's name
     * @param values one per row, copied; {@code NaN} where missing
     * @return a column of numbers
     */
    public static Column ofNumbers(String name, double... values) {
        return new Column(name, values.clone(), null);
    }

    /**
     * @param name the column's name
     * @param values one per row, copied; null where missing
     * @return a column of text
     */
    public static Column ofText(String name, List<String> values) {
        return new Column(name, null, values.toArray(new String[0]));
    }

    /** Takes the cells of a file: numbers if every one that is not missing is a number, and text otherwise. */
    static Column ofCells(String name, String[] cells, boolean alwaysText) {
        double[] parsed = alwaysText ? null : Numbers.parseAll(cells);
        if (parsed != null) {
            return new Column(name, parsed, null);
        }
        String[] text = new String[cells.length];
        for (int row = 0; row < cells.length; row++) {
            text[row] = cells[row].isEmpty() || cells[row].equals(MISSING) ? null : cells[row];
        }
        return new Column(name, null, text);
    }

    /** @return the column's name */
    public String name() {
        return name;
    }

    /** @return how many rows */
    public int size() {
        return numbers != null ? numbers.length : text.length;
    }

    /** @return whether this column holds numbers */
    public boolean isNumeric() { return numbers != null; }

    /**
     * @param row row index from 0
     * @return whether nothing stands there
     */
    public boolean isMissing(int row) {
        return numbers != null ? Double.isNaN(numbers[row]) : text[row] == null;
    }

    /**
     * @param row row index from 0
     * @return that number, {@code NaN} when it is missing; text that is no number is an {@link IllegalStateException}
     */
    public double number(int row) {
        if (numbers != null) {
            return numbers[row];
        }
        double value = text[row] == null ? Double.NaN : Numbers.parse(text[row]);
        if (Double.isNaN(value) && text[row] != null && !Numbers.isMissing(text[row])) {
            throw new IllegalStateException("column \"" + name + "\" holds text at row " + row);
        }
        return value;
    }

    /**
     * @param row row index from 0
     * @return the cell as it is written to a file; {@value #MISSING} when it is missing
     */
    public String text(int row) {
        if (isMissing(row)) {
            return MISSING;
        }
        return numbers != null ? Numbers.format(numbers[row]) : text[row];
    }

    /** @return the first row that holds text which is no number, or -1 */
    int firstTextRow() {
        for (int row = 0; numbers == null && row < text.length; row++) {
            if (text[row] != null && !Numbers.isMissing(text[row])
                    && Double.isNaN(Numbers.parse(text[row]))) {
                return row;
            }
        }
        return -1;
    }

    /**
     * @param newName the name of the copy
     * @return this column under another name
     */
    public Column withName(String newName) {
        return new Column(newName, numbers, text);
    }

    Column rows(int[] rows) {
        double[] pickedNumbers = numbers == null ? null : new double[rows.length];
        String[] pickedText = text == null ? null : new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (numbers != null) {
                pickedNumbers[i] = numbers[rows[i]];
            } else {
                pickedText[i] = text[rows[i]];
            }
        }
        return new Column(name, pickedNumbers, pickedText);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Column column && name.equals(column.name)
                && Arrays.equals(numbers, column.numbers)
                && Arrays.equals(text, column.text);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(numbers)) + Arrays.hashCode(text);
    }

    @Override
    public String toString() {
        return "Column[" + name + ", " + size() + (isNumeric() ? " numbers]" : " texts]");
    }
}
