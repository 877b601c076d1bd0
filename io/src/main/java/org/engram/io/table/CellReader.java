package org.engram.io.table;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;

/** Cuts a text file into rows of cells, one row in memory at a time. */
final class CellReader implements AutoCloseable {
    /** An unclosed quote must not take the rest of a large file for one cell. */
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_CELLS = 1 << 20;

    private final Path file;
    private final Reader reader;
    private final TableFormat.Delimiter delimiter;
    private final StringBuilder cell = new StringBuilder();
    /** Filled from the reader, which would lock for each character. */
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private int line;
    private int rowLine;
    private int pushedBack = -2;

    CellReader(Path file, Reader reader, TableFormat.Delimiter delimiter) throws IOException {
        this.file = file;
        this.reader = reader;
        this.delimiter = delimiter;
        int first = read();
        pushedBack = first == '\uFEFF' ? -2 : first;
    }

    /** The line the last row began on, from 1. */
    int line() {
        return rowLine;
    }

    /** The next row that is not blank, or null at the end. */
    List<String> next() throws IOException {
        while (true) {
            rowLine = line + 1;
            List<String> row = delimiter == TableFormat.Delimiter.WHITESPACE ? splitLine() : quotedRow();
            if (row == null) {
                return null;
            }
            boolean blank = row.isEmpty() || row.size() == 1 && row.get(0).isBlank();
            if (!blank) {
                return row;
            }
        }
    }

    private int read() throws IOException {
        if (pushedBack != -2) {
            int c = pushedBack;
            pushedBack = -2;
            return c;
        }
        if (position == limit) {
            limit = Math.max(0, reader.read(buffer, 0, buffer.length));
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++];
    }

    private List<String> splitLine() throws IOException {
        List<String> row = new ArrayList<>();
        cell.setLength(0);
        int c = read();
        if (c < 0) {
            return null;
        }
        while (!endsLine(c)) {
            if (c == ' ' || c == '\t') {
                flushWord(row);
            } else {
                append(c);
            }
            c = read();
        }
        flushWord(row);
        return row;
    }

    private void flushWord(List<String> row) {
        if (cell.length() > 0) {
            addCell(row);
        }
    }

    private List<String> quotedRow() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        List<String> row = new ArrayList<>();
        while (true) {
            cell.setLength(0);
            if (c == '"') {
                c = readQuoted();
                if (c != delimiter.character() && !isLineEnd(c)) {
                    throw new FormatException(file,
                            "line " + rowLine + " has text after the closing quote of cell "
                                    + (row.size() + 1) + ": double every quote inside a quoted cell");
                }
            } else {
                while (c != delimiter.character() && !isLineEnd(c)) {
                    append(c);
                    c = read();
                }
                trim();
            }
            addCell(row);
            if (c != delimiter.character()) {
                endsLine(c);
                return row;
            }
            c = read();
        }
    }

    /** Reads up to the closing quote and gives the character after it. */
    private int readQuoted() throws IOException {
        int startLine = line + 1;
        while (true) {
            int c = read();
            if (c < 0) {
                throw new FormatException(file,
                        "the quote opened on line " + startLine + " is never closed: add the missing \"");
            }
            if (c == '"') {
                int after = read();
                if (after != '"') {
                    return after;
                }
            } else if (c == '\n') {
                line++;
            }
            append(c);
        }
    }

    private static boolean isLineEnd(int c) {
        return c < 0 || c == '\n' || c == '\r';
    }

    /** Whether the character ends the line; takes the LF of a CRLF too and counts the line. */
    private boolean endsLine(int c) throws IOException {
        if (!isLineEnd(c)) {
            return false;
        }
        line++;
        if (c == '\r') {
            int after = read();
            if (after != '\n') {
                pushedBack = after;
            }
        }
        return true;
    }

    private void append(int c) {
        if (cell.length() >= MOST_CHARACTERS) {
            throw new FormatException(file, "line " + rowLine + " has a cell of more than " + MOST_CHARACTERS
                    + " characters: is this a text table?");
        }
        cell.append((char) c);
    }

    private void addCell(List<String> row) {
        if (row.size() >= MOST_CELLS) {
            throw new FormatException(file, "line " + rowLine + " has more than " + MOST_CELLS
                    + " cells: is this a text table with that separator?");
        }
        row.add(cell.toString());
        cell.setLength(0);
    }

    /** Spaces around an unquoted cell are padding. */
    private void trim() {
        int end = cell.length();
        while (end > 0 && cell.charAt(end - 1) == ' ') {
            end--;
        }
        cell.setLength(end);
        int start = 0;
        while (start < end && cell.charAt(start) == ' ') {
            start++;
        }
        cell.delete(0, start);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
