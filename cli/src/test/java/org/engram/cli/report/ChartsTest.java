package org.engram.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartsTest {
    @Test
    void everyCellOfTheConfusionMatrixHoldsItsOwnNumbers() throws Exception {
        Document svg = SvgDocument
                .parse(ConfusionMatrixChart.svg(List.of("a", "b"), new long[][] {{3, 1}, {0, 6}}));
        List<Element> cells = SvgDocument.byClass(svg, "rect", "cell");
        assertEquals(4, cells.size());
        String[] hints = {"a taken for a: 3 of 4 (75%)", "a taken for b: 1 of 4 (25%)",
                "b taken for a: 0 of 6 (0%)",
                "b taken for b: 6 of 6 (100%)"};
        List<Element> shares = SvgDocument.byClass(svg, "text", "share");
        List<Element> counts = SvgDocument.byClass(svg, "text", "count");
        String[] percents = {"75%", "25%", "0%", "100%"};
        String[] numbers = {"3", "1", "0", "6"};
        for (int i = 0; i < 4; i++) {
            Element cell = cells.get(i);
            assertEquals(hints[i], cell.getTextContent());
            assertEquals(i == 0 || i == 3, cell.getAttribute("class").contains("hit"));
            assertEquals(percents[i], shares.get(i).getTextContent());
            assertEquals(numbers[i], counts.get(i).getTextContent());
            double x = number(cell, "x");
            double y = number(cell, "y");
            double size = number(cell, "width");
            // Texts stand in the middle of their own cell.
            assertEquals(x + size / 2, number(shares.get(i), "x"), 0.11);
            assertTrue(number(counts.get(i), "y") > y && number(counts.get(i), "y") < y + size);
        }
        // Rows go down, columns to the right.
        assertTrue(number(cells.get(1), "x") > number(cells.get(0), "x"));
        assertTrue(number(cells.get(2), "y") > number(cells.get(0), "y"));
    }

    @Test
    void matricesOfManyClassesAndEmptyRowsAreDrawn() throws Exception {
        for (int n : new int[] {2, 8, 12, 20, 40}) {
            List<String> names = new ArrayList<>();
            long[][] counts = new long[n][n];
            for (int c = 0; c < n; c++) {
                names.add("a rather long class name <" + c + ">");
                counts[c][c] = c; // class 0 has no samples
            }
            Document svg = SvgDocument.parse(ConfusionMatrixChart.svg(names, counts));
            assertEquals(n * n, SvgDocument.byClass(svg, "rect", "cell").size());
            assertFalse(svg.getDocumentElement().getTextContent().contains("NaN"));
        }
        assertThrows(ShapeException.class,
                () -> ConfusionMatrixChart.svg(List.of("a"), new long[][] {{1, 2}}));
        assertThrows(ShapeException.class,
                () -> ConfusionMatrixChart.svg(List.of("a", "b"), new long[][] {{1, 2}}));
    }

    @Test
    void foldsStandAtTheirScores() throws Exception {
        List<FoldScore> folds = List.of(new FoldScore("run 1", 0.5, 10), new FoldScore("run <2>", 1, 10),
                new FoldScore("run 3", Double.NaN, 0));
        Document svg = SvgDocument.parse(FoldScoreChart.svg(folds, "fold", Score.ACCURACY, 0.75, 0.25));
        List<Element> dots = SvgDocument.byClass(svg, "circle", "dot");
        assertEquals(2, dots.size(), "a fold without a score has no dot");
        // The axis runs from 0 at y = 204 to 1 at y = 14.
        assertEquals(204 - 0.5 * 190, number(dots.get(0), "cy"), 0.05);
        assertEquals(14, number(dots.get(1), "cy"), 0.05);
        assertEquals("run <2>: 100.0% on 10 samples", dots.get(1).getTextContent());
        assertEquals(204 - 0.25 * 190, number(SvgDocument.byClass(svg, "line", "chance").get(0), "y1"), 0.05);
        assertEquals(204 - 0.75 * 190, number(SvgDocument.byClass(svg, "line", "mean").get(0), "y1"), 0.05);
    }

    @Test
    void histogramsCountAsNumpyDoes() throws IOException {
        double[] values = Arrays.stream(Lcg.numbers(42, 200)).map(v -> v * v).sorted().toArray();
        double[] edges = new double[13];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = values[0] + (values[199] - values[0]) * e / 12;
        }
        int[] expected = Arrays.stream(resource("histogram.csv").trim().split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertArrayEquals(expected, HistogramChart.counts(values, edges));
    }

    @Test
    void theNullDistributionMarksTheObservedScore() throws Exception {
        double[] nulls = {0.1, 0.2, 0.2, 0.3};
        Document svg = SvgDocument.parse(NullDistributionChart.svg(nulls, Score.ACCURACY, 0.9, 0.2));
        // Values 0.1 to 0.9 with 6% air at both ends lie between 20 and 440 pixels.
        double left = 0.1 - 0.06 * 0.8;
        double at = 20 + (0.9 - left) / (0.8 * 1.12) * 420;
        assertEquals(at, number(SvgDocument.byClass(svg, "line", "observed").get(0), "x1"), 0.06);
        assertEquals("observed 90.0%, p = 0.200",
                SvgDocument.byClass(svg, "text", "observed-label").get(0).getTextContent());
        List<Element> bars = SvgDocument.byClass(svg, "rect", "bar");
        double[] heights = bars.stream().mapToDouble(bar -> number(bar, "height")).toArray();
        assertArrayEquals(new double[] {82, 164, 82}, heights, 0.05);
        // Degenerate inputs still give a chart.
        SvgDocument.parse(NullDistributionChart.svg(new double[] {0.5, 0.5}, Score.ACCURACY, 0.5, 1));
        SvgDocument.parse(NullDistributionChart.svg(new double[] {Double.NaN}, Score.R2, -0.5, Double.NaN));
    }

    @Test
    void recallIntervalsAreWilsonsAsScipyHasThem() throws IOException {
        List<String> lines = resource("wilson.csv").lines().skip(1).toList();
        assertEquals(5, lines.size());
        for (String line : lines) {
            String[] cells = line.split(",");
            double[] interval = ClassTable.wilson(Long.parseLong(cells[0]), Long.parseLong(cells[1]));
            // The same closed formula in double precision.
            assertEquals(Double.parseDouble(cells[2]), interval[0], 1e-12);
            assertEquals(Double.parseDouble(cells[3]), interval[1], 1e-12);
        }
        assertEquals((0.75 + 1.0) / 2,
                ClassTable.balancedAccuracy(new long[][] {{3, 1, 0}, {0, 6, 0}, {0, 0, 0}}),
                1e-15);
    }

    @Test
    void ticksAreRoundNumbers() {
        assertArrayEquals(new double[] {0, 0.2, 0.4, 0.6, 0.8, 1},
                new Axis(0, 1, 0, 1).ticks().stream().mapToDouble(Double::doubleValue).toArray(), 1e-15);
        assertArrayEquals(new double[] {-0.5, 0, 0.5},
                new Axis(-0.7, 0.9, 0, 1).ticks().stream().mapToDouble(Double::doubleValue).toArray(), 1e-15);
    }

    @Test
    void numbersReadAsInAPaper() {
        assertEquals("p < 0.001", Numbers.pValue(0.0009));
        assertEquals("p = 0.020", Numbers.pValue(0.02));
        assertEquals("1\u202f234\u202f567", Numbers.count(1_234_567));
        assertEquals("\u221244.5", Numbers.millimetres(-44.5));
        assertEquals("0", Numbers.millimetres(-0.01));
        assertEquals("999 B", Numbers.bytes(999));
        assertEquals("1.0 kB", Numbers.bytes(1000));
        assertEquals("312 MB", Numbers.bytes(312_456_789));
        assertEquals("1 min 14 s", Numbers.duration(Duration.ofSeconds(74)));
        assertEquals("2.5 s", Numbers.duration(Duration.ofMillis(2500)));
        assertEquals("\u22120.250", Score.R2.format(-0.25));
        assertEquals("12.5%", Score.ACCURACY.format(0.125));
    }

    private String resource(String name) throws IOException {
        return new String(getClass().getResourceAsStream(name).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
