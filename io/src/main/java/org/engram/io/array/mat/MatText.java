package org.engram.io.array.mat;

import java.util.List;

/**
 * Text: one string, or a matrix of characters as one string for each row.
 *
 * @param rows the rows, all of the same length; none for empty text
 */
public record MatText(List<String> rows) implements MatValue {
    /** Copies. */
    public MatText {
        rows = List.copyOf(rows);
    }

    /** @return the only row, or the rows with a line break between; empty when there is none */
    public String text() {
        return String.join("\n", rows);
    }

    @Override
    public int[] dims() {
        return new int[] {rows.size(), rows.isEmpty() ? 0 : rows.get(0).length()};
    }

    /** Rows of a matrix of characters that stand column by column. */
    static MatText ofColumns(CharSequence characters, int[] dims) {
        int rows = dims[0];
        int columns = rows == 0 ? 0 : characters.length() / rows;
        if (rows <= 1) {
            return new MatText(characters.length() == 0 ? List.of() : List.of(characters.toString()));
        }
        String[] lines = new String[rows];
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder(columns);
            for (int column = 0; column < columns; column++) {
                line.append(characters.charAt(column * rows + row));
            }
            lines[row] = line.toString();
        }
        return new MatText(List.of(lines));
    }
}
