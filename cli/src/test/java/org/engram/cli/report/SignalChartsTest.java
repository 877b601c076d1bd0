package org.engram.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.engram.core.ShapeException;
import org.engram.io.recording.Position;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SignalChartsTest {
    @Test
    void curvesRunThroughTheirValuesOnTheirAxes() throws Exception {
        Document svg = SvgDocument.parse(new LineChart("t", "Time (s)", "uV")
                .curve("a", new double[] {0, 1, 2}, new double[] {0, 10, 0})
                .level(5, "half").mark(1, "now").svg());
        double[][] points = points(one(svg, "path", "curve").getAttribute("d"));
        assertEquals(3, points.length);
        assertEquals(points[0][1], points[2][1], 1e-9);
        assertEquals((points[0][0] + points[2][0]) / 2, points[1][0], 0.11);
        // The level lies half way between the lowest and the highest point; the event at the middle one.
        Element level = one(svg, "line", "chance");
        assertEquals((points[0][1] + points[1][1]) / 2, Double.parseDouble(level.getAttribute("y1")), 0.11);
        assertEquals(points[1][0], Double.parseDouble(one(svg, "line", "event").getAttribute("x1")), 0.11);
        assertTrue(points[1][1] < points[0][1], "larger values must stand higher");
    }

    @Test
    void logarithmicAxesSpaceDecadesEvenlyAndLeaveOutZero() throws Exception {
        Document svg = SvgDocument.parse(new LineChart("t", "Hz", "V").logAcross().logUp()
                .curve("a", new double[] {0, 1, 10, 100}, new double[] {1, 1, 1e-2, 1e-4}).svg());
        double[][] points = points(one(svg, "path", "curve").getAttribute("d"));
        assertEquals(3, points.length);
        assertEquals(points[1][0] - points[0][0], points[2][0] - points[1][0], 0.11);
        assertEquals(points[1][1] - points[0][1], points[2][1] - points[1][1], 0.11);
    }

    @Test
    void gapsBreakTheCurveAndBandsHoldTheirEdges() throws Exception {
        Document svg = SvgDocument.parse(new LineChart("t", "s", "V").curve("a", new double[] {0, 1, 2, 3},
                new double[] {1, Double.NaN, 3, 4}, new double[] {0, 0, 2, 3}, new double[] {2, 2, 4, 5})
                .svg());
        String d = one(svg, "path", "curve").getAttribute("d");
        assertEquals(2, d.chars().filter(c -> c == 'M').count(), d);
        double[][] band = points(one(svg, "path", "band").getAttribute("d").replace("Z", ""));
        assertEquals(8, band.length);
        assertEquals(band[0][0], band[7][0], 1e-9);
        assertTrue(band[0][1] < band[7][1]);
        assertThrows(ShapeException.class,
                () -> new LineChart("t", "s", "V").curve("a", new double[2], new double[3]));
    }

    @Test
    void manyCurvesBecomeAButterflyWithoutLegend() throws Exception {
        LineChart chart = new LineChart("t", "s", "V");
        for (int i = 0; i < 20; i++) {
            chart.curve("c" + i, new double[] {0, 1}, new double[] {i, -i});
        }
        Document svg = SvgDocument.parse(chart.svg());
        assertEquals(20, SvgDocument.byClass(svg, "path", "many").size());
        assertEquals(0, SvgDocument.byClass(svg, "text", "legend").size());
    }

    @Test
    void headsAreDrawnFromAboveWithTheNoseUp() throws Exception {
        assertArrayEquals(new double[] {0, 0}, ScalpMap.flat(new Position(0, 0, 0.1)), 1e-12);
        assertArrayEquals(new double[] {1, 0}, ScalpMap.flat(new Position(0.09, 0, 0)), 1e-12);
        assertArrayEquals(new double[] {0, 0.5}, ScalpMap.flat(new Position(0, 0.06, 0.06)), 1e-12);
        List<Position> places = List.of(new Position(0, 0.09, 0), new Position(0.09, 0, 0),
                new Position(0, 0, 0.09));
        // A field that grows to the nose.
        ScalpMap map = new ScalpMap(places, List.of("front", "right", "top"),
                (values, directions) -> directions.stream().mapToDouble(Position::y).toArray(), "V");
        Document svg = SvgDocument
                .parse(map.svg(List.of("one", "two"), new double[][] {{1e-6, 0, 0}, {-1e-6, 0, 0}}));
        assertEquals(6, SvgDocument.byClass(svg, "circle", "electrode").size());
        assertEquals("front: 1 \u00b5V",
                SvgDocument.byClass(svg, "circle", "electrode").get(0).getTextContent());
        Element picture = (Element) svg.getElementsByTagName("image").item(0);
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(picture.getAttribute("href").replaceFirst("^.*,", ""))));
        int top = pixels.getRGB(48, 10);
        int bottom = pixels.getRGB(48, 85);
        assertTrue((top >> 16 & 0xff) > (top & 0xff), "above zero is red");
        assertTrue((bottom >> 16 & 0xff) < (bottom & 0xff), "below zero is blue");
        assertEquals(0, pixels.getRGB(1, 1) >>> 24, "corners lie off the head");
        assertThrows(ShapeException.class, () -> map.svg(List.of("x"), new double[][] {{1}}));
    }

    @Test
    void matricesStandWithTheFirstRowAtTheBottom() throws Exception {
        double[][] values = {{0.5, 0.5, 0.5}, {0.5, 1.0, 0.0}};
        Document svg = SvgDocument.parse(new TimeMatrixChart("g", new double[] {0, 0.1}, "Trained at (s)",
                new double[] {0, 0.1, 0.2}, "Tested at (s)").svg(values, 0.5,
                        new boolean[][] {{false, false, false}, {false, true, false}}));
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder()
                .decode(((Element) svg.getElementsByTagName("image").item(0)).getAttribute("href")
                        .replaceFirst("^.*,", ""))));
        assertEquals(3, pixels.getWidth());
        assertEquals(0x67001f, pixels.getRGB(1, 0) & 0xffffff);
        assertEquals(0x053061, pixels.getRGB(2, 0) & 0xffffff);
        assertEquals(0xf7f7f7, pixels.getRGB(1, 1) & 0xffffff);
        // One cell has four edges.
        String contour = one(svg, "path", "contour").getAttribute("d");
        assertEquals(4, contour.chars().filter(c -> c == 'h' || c == 'v').count(), contour);
    }

    @Test
    void quantitiesTakeThePrefixAPersonWouldChoose() {
        assertEquals("12.3 \u00b5V", Quantity.words(12.3e-6, "V"));
        assertEquals("-1 mV", Quantity.words(-1e-3, "V"));
        assertEquals("999 nV", Quantity.words(999e-9, "V"));
        assertEquals("250 fT", Quantity.words(250e-15, "T"));
        assertEquals("0.5", Quantity.words(0.5, "n/a").replaceFirst("0+$", ""));
        assertEquals(1e6, Quantity.scaling(3e-5).factor(), 1e-6);
        assertFalse(Quantity.scaling(2).prefix().length() > 0);
    }

    private static double[][] points(String d) {
        return Arrays.stream(d.substring(1).split("[ML]")).map(p -> Arrays.stream(p.trim().split(" "))
                .mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
    }

    private static Element one(Document svg, String tag, String style) {
        List<Element> found = SvgDocument.byClass(svg, tag, style);
        assertEquals(1, found.size(), tag + "." + style);
        return found.get(0);
    }
}
