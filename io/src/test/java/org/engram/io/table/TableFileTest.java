package org.engram.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private String failure(String name, String content) throws IOException {
        Path file = file(name, content);
        String message = assertThrows(FormatException.class, () -> TableFile.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    @Test
    void columnsAreTypedAndMissingValuesKept() throws IOException {
        Table table = TableFile.read(file("events.tsv",
                "\uFEFFonset\tduration\ttrial_type\tsubject\tscore\r\n"
                        + "1.5\t2\tface\t001\tn/a\r\n\r\n-2e1\tNaN\tn/a\t002\t7\r\n"));
        assertEquals(2, table.rowCount());
        assertEquals(List.of("onset", "duration", "trial_type", "subject", "score"), table.columnNames());
        assertArrayEquals(new double[] {1.5, -20}, table.numbers("onset"));
        assertArrayEquals(new double[] {2, Double.NaN}, table.numbers("duration"));
        assertEquals(List.of("face", "n/a"), table.text("trial_type"));
        assertTrue(table.column("trial_type").isMissing(1));
        assertFalse(table.column("subject").isNumeric(), "001 is a label, not the number 1");
        assertEquals(List.of("001", "002"), table.text("subject"));
        assertEquals(List.of("n/a", "7"), table.text("score"));
    }

    @Test
    void wordsThatJavaWouldParseAsNumbersStayText() throws IOException {
        Table table = TableFile.read(file("a.csv", "label,inf\n1d,inf\n2f,-inf\n0x1p3,1\n"));
        assertFalse(table.column("label").isNumeric());
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1},
                table.numbers("inf"));
    }

    @Test
    void quotedCellsMayHoldDelimitersQuotesAndLineEnds() throws IOException {
        Table table = TableFile
                .read(file("a.csv", "name,text\n\"a,b\",\"say \"\"hi\"\"\"\nc,\"two\nlines\""));
        assertEquals(List.of("a,b", "c"), table.text("name"));
        assertEquals(List.of("say \"hi\"", "two\nlines"), table.text("text"));
    }

    @Test
    void raggedRowsNameTheirLine() throws IOException {
        assertTrue(failure("a.tsv", "onset\tduration\n1\t2\n3\n").contains("line 3 has 1 cells, expected 2"));
        // The quoted cell spans lines 2 and 3, so the short row is on line 4 of the file.
        assertTrue(failure("b.csv", "a,b\n\"x\ny\",2\n3\n").contains("line 4 has 1 cells, expected 2"));
    }

    @Test
    void brokenFilesSayWhatIsWrong() throws IOException {
        assertTrue(failure("a.csv", "a,b\n1,\"open\n3,4\n")
                .contains("the quote opened on line 2 is never closed"));
        assertTrue(failure("b.csv", "a,b\n1,\"x\"y\n").contains("line 2 has text after the closing quote"));
        assertTrue(failure("c.tsv", "a\ta\n1\t2\n").contains("names the column \"a\" twice"));
        assertTrue(failure("d.tsv", "1.5\t2\n3\t4\n").contains("line 1 holds only numbers"));
        assertTrue(failure("e.tsv", "").contains("is empty"));
        Path latin = folder.resolve("latin.tsv");
        Files.write(latin, "name\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(assertThrows(FormatException.class, () -> TableFile.read(latin)).getMessage()
                .contains("is not UTF-8"));
    }

    @Test
    void damagedCompressedFilesAreErrors() throws IOException {
        assertTrue(failure("a.tsv.gz", "onset\n1\n").contains("no gzip file"));
        Path file = folder.resolve("b.tsv.gz");
        TableFile.write(file, Table.of(Column.ofNumbers("x", new double[1000])));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 12));
        assertTrue(assertThrows(FormatException.class, () -> TableFile.read(file)).getMessage()
                .contains("cut off"));
    }

    @Test
    void columnErrorsListTheNamesAndTheClosest() throws IOException {
        Table table = TableFile.read(file("a.tsv", "onset\tduration\ttrial_type\n1\tlong\tface\n"));
        String missing = assertThrows(EngramException.class, () -> table.column("trialtype")).getMessage();
        assertTrue(missing.contains("did you mean \"trial_type\"? there is: onset, duration, trial_type"),
                missing);
        String text = assertThrows(EngramException.class, () -> table.numbers("duration")).getMessage();
        assertTrue(text.contains("line 2 holds \"long\""), text);
        assertThrows(ShapeException.class,
                () -> Table.of(Column.ofNumbers("a", 1, 2), Column.ofNumbers("b", 1)));
    }

    @Test
    void tablesComeBackAsTheyWereWritten() throws IOException {
        Table table = Table.of(
                Column.ofNumbers("x", 0.1, Double.NaN, -1e-300, 3, Double.POSITIVE_INFINITY, -0.0),
                Column.ofText("t", Arrays.asList("a\tb", "quote \"q\"", null, "line\nend", "c,d", "007")));
        for (String name : List.of("a.tsv", "a.csv", "a.tsv.gz")) {
            Path file = folder.resolve(name);
            TableFile.write(file, table);
            assertEquals(table, TableFile.read(file), name);
        }
    }

    @Test
    void selectingAndFilteringLeaveTheTableAlone() {
        Table table = Table.of(Column.ofNumbers("x", 1, 2, 3), Column.ofText("t", List.of("a", "b", "c")));
        double[] x = table.numbers("x");
        x[0] = 99;
        assertArrayEquals(new double[] {1, 2, 3}, table.numbers("x"));
        assertEquals(List.of("b", "c"), table.filter(row -> x[row] < 10).text("t"));
        assertEquals(List.of("t"), table.select("t").columnNames());
        assertEquals(List.of("c", "a"), table.rows(2, 0).text("t"));
        assertArrayEquals(new double[] {4, 5, 6}, table.with(Column.ofNumbers("x", 4, 5, 6)).numbers("x"));
    }

    @Test
    void textColumnsCanBeForced() throws IOException {
        Path file = file("a.tsv", "label\n1.0\n2.0\n");
        assertEquals(List.of("1", "2"), TableFile.read(file).text("label"));
        assertEquals(List.of("1.0", "2.0"),
                TableFile.read(file, TableFormat.tsv().withTextColumns("label")).text("label"));
    }

    @Test
    void headerlessMotionFilesOfHaxbyAreRead() throws IOException {
        Path file = RealData
                .path("fmri/haxby2001_pymvpa/haxby2001/sub001/BOLD/task001_run001/bold_moest.txt");
        Table table = TableFile.read(file, TableFormat.whitespace("a", "b", "c", "d", "e", "f"));
        assertEquals(121, table.rowCount());
        assertEquals(-0.00416487, table.numbers("a")[0]);
        assertEquals(0.0110025, table.numbers("f")[0]);
    }
}
