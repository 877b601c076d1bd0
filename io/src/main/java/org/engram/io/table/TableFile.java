package org.engram.io.table;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.engram.core.FormatException;
import org.engram.io.AtomicFile;

/**
 * Reads and writes tables as text: UTF-8 (a byte order mark is skipped), lines ended by LF or CRLF, cells quoted as in
 * RFC 4180, {@code n/a} for what is missing; {@code .gz} files are compressed. Blank lines do not count.
 *
 * <p>A column is numeric when every cell is a number or missing ({@code n/a}, {@code NaN}, {@code NA}, empty); cells
 * with leading zeros such as {@code 001} make it text. In a column of text only {@code n/a} and the empty cell are
 * missing. A header cell that is empty (as for the row names of a data frame) is read as {@code column_N}, N from 1.
 */
public final class TableFile {
    private TableFile() {}

    /**
     * @param file a file with a header, comma-separated when its name ends in {@code .csv}, else tab-separated
     * @return the table; errors name the line
     * @throws IOException if the file cannot be read
     */
    public static Table read(Path file) throws IOException {
        return read(file, TableFormat.forFile(file));
    }

    /**
     * @param file the file
     * @param format how the table stands in it
     * @return the table; errors name the line
     * @throws IOException if the file cannot be read
     */
    public static Table read(Path file, TableFormat format) throws IOException {
        try (CellReader cells = new CellReader(file, open(file), format.delimiter())) {
            return read(file, format, cells);
        } catch (CharacterCodingException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is not UTF-8 text: save it as UTF-8 and try again", e);
        } catch (ZipException | EOFException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "cannot be unpacked (" + e.getMessage() + "): it is damaged, cut off, or no gzip file",
                    e);
        }
    }

    private static Table read(Path file, TableFormat format, CellReader cells) throws IOException {
        List<String> first = cells.next();
        boolean named = !format.columnNames().isEmpty();
        List<String> names = named ? format.columnNames() : header(file, first);
        List<CellColumn> columns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            columns.add(new CellColumn());
        }
        for (List<String> row = named ? first : cells.next(); row != null; row = cells.next()) {
            if (row.size() != names.size()) {
                throw new FormatException(file,
                        "line " + cells.line() + " has " + row.size() + " cells, expected "
                                + names.size() + " (" + ClosestName.list(names)
                                + "): check the line for a missing or a surplus separator");
            }
            for (int c = 0; c < row.size(); c++) {
                columns.get(c).add(row.get(c));
            }
        }
        List<Column> typed = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            String name = names.get(c);
            typed.add(Column.ofCells(name, columns.get(c).cells(), format.textColumns().contains(name)));
        }
        return Table.of(file.toString(), typed);
    }

    private static List<String> header(Path file, List<String> first) {
        if (first == null) {
            throw new FormatException(file, "is empty; expected a first line with the names of the columns");
        }
        if (first.stream().allMatch(cell -> !Double.isNaN(Numbers.parse(cell)))) {
            throw new FormatException(file, "line 1 holds only numbers (" + ClosestName.list(first)
                    + ") where the names of the columns are expected: add a header line");
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : first) {
            String name = cell.isBlank() ? "column_" + (names.size() + 1) : cell.strip();
            if (!seen.add(name)) {
                throw new FormatException(file,
                        "line 1 names the column \"" + name + "\" twice: give each column its own name");
            }
            names.add(name);
        }
        return names;
    }

    private static Reader open(Path file) throws IOException {
        InputStream stream = new FileInputStream(file.toFile());
        try {
            InputStream content = file.getFileName().toString().endsWith(".gz")
                    ? new GZIPInputStream(stream, 1 << 16)
                    : stream;
            // A decoder made here reports malformed bytes; the one behind the Charset argument would replace them.
            return new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder());
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Writes a table with a header, whole or not at all; numbers so that they read back exactly.
     *
     * @param file the file; comma-separated when its name ends in {@code .csv}, else tab-separated; compressed when
     *     it ends in {@code .gz}
     * @param table what to write
     * @throws IOException if writing fails
     */
    public static void write(Path file, Table table) throws IOException {
        write(file, table, TableFormat.forFile(file));
    }

    /**
     * Writes a table, whole or not at all; numbers so that they read back exactly.
     *
     * @param file the file; compressed when its name ends in {@code .gz}
     * @param table what to write
     * @param format the delimiter; with column names given, the header line is left out
     * @throws IOException if writing fails
     */
    public static void write(Path file, Table table, TableFormat format) throws IOException {
        boolean compressed = file.getFileName().toString().endsWith(".gz");
        AtomicFile.write(file, partial -> {
            try (OutputStream stream = Files.newOutputStream(partial);
                    OutputStream content = compressed ? new GZIPOutputStream(stream, 1 << 16) : stream;
                    Writer writer = new OutputStreamWriter(content, StandardCharsets.UTF_8)) {
                writeRows(writer, table, format);
            }
        });
    }

    private static void writeRows(Writer writer, Table table, TableFormat format) throws IOException {
        char delimiter = format.delimiter().character();
        boolean quoted = format.delimiter() != TableFormat.Delimiter.WHITESPACE;
        List<Column> columns = table.columnNames().stream().map(table::column).toList();
        StringBuilder line = new StringBuilder();
        for (int row = format.columnNames().isEmpty() ? -1 : 0; row < table.rowCount(); row++) {
            line.setLength(0);
            for (Column column : columns) {
                if (column != columns.get(0)) {
                    line.append(delimiter);
                }
                String cell = row < 0 ? column.name() : column.text(row);
                line.append(quoted ? quote(cell, delimiter) : bare(table, cell));
            }
            writer.append(line).append('\n');
        }
    }

    private static String quote(String cell, char delimiter) {
        boolean needed = cell.indexOf(delimiter) >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0
                || cell.indexOf('\r') >= 0;
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static String bare(Table table, String cell) {
        if (cell.isEmpty() || cell.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(table.source() + ": the cell \"" + cell
                    + "\" cannot stand in a file separated by spaces: write it as .tsv");
        }
        return cell;
    }

    /** Cells of one column, growing. */
    private static final class CellColumn {
        private String[] cells = new String[64];
        private int size;

        void add(String cell) {
            if (size == cells.length) {
                cells = java.util.Arrays.copyOf(cells, size + (size >> 1));
            }
            cells[size++] = cell;
        }

        String[] cells() {
            return java.util.Arrays.copyOf(cells, size);
        }
    }
}
