package org.engram.cli.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.engram.core.ShapeException;

/**
 * A matrix over two axes of time or frequency: scores of classifiers trained at one time and tested at another
 * (generalisation across time), or power over time and frequency. The first axis goes up, the second to the right; values
 * are red above the level of reference and blue below.
 */
public final class TimeMatrixChart {
    private static final double SIDE = 380;
    private static final double LEFT = 64;
    private static final double RIGHT = 92;
    private static final double TOP = 34;
    private static final double BOTTOM = 48;

    private final String title;
    private final double[] down;
    private final double[] across;
    private final String downTitle;
    private final String acrossTitle;

    /**
     * @param title what the matrix shows
     * @param rows place of each row, rising
     * @param rowTitle what rows are, with the unit
     * @param columns place of each column, rising
     * @param columnTitle what columns are, with the unit
     */
    public TimeMatrixChart(String title, double[] rows, String rowTitle, double[] columns,
            String columnTitle) {
        this.title = title;
        this.down = rows.clone();
        this.across = columns.clone();
        this.downTitle = rowTitle;
        this.acrossTitle = columnTitle;
    }

    /**
     * @param values row x column
     * @param reference the value that is white: chance, or no change
     * @param outlined row x column: what a line is drawn around, such as significant clusters; null for none
     * @return an SVG element
     */
    public String svg(double[][] values, double reference, boolean[][] outlined) {
        if (values.length != down.length || values[0].length != across.length) {
            throw new ShapeException("the matrix is " + values.length + " x " + values[0].length + " for "
                    + down.length + " x " + across.length + " places");
        }
        double largest = 0;
        for (double[] row : values) {
            for (double value : row) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value - reference)) : largest;
            }
        }
        Svg svg = new Svg("time-matrix", LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, title);
        svg.text("chart-title", LEFT, 16, "start", title);
        svg.image(LEFT, TOP, SIDE, SIDE, Pictures.dataUrl(pixels(values, reference, largest)));
        Axis x = axis(across, LEFT, LEFT + SIDE);
        Axis y = axis(down, TOP + SIDE, TOP);
        if (outlined != null) {
            svg.path("contour", contour(outlined), "outlined");
        }
        for (double tick : x.ticks()) {
            svg.text("tick", x.pixel(tick), TOP + SIDE + 17, "middle", number(tick));
        }
        for (double tick : y.ticks()) {
            svg.text("tick", LEFT - 7, y.pixel(tick) + 4, "end", number(tick));
        }
        svg.rect("frame", LEFT, TOP, SIDE, SIDE);
        svg.text("axis-title", LEFT + SIDE / 2, TOP + SIDE + 40, "middle", acrossTitle);
        svg.turned("axis-title", 16, TOP + SIDE / 2, -90, "middle", downTitle, downTitle);
        scale(svg, reference, largest);
        return svg.end();
    }

    private static Axis axis(double[] places, double fromPixel, double toPixel) {
        double half = places.length > 1
                ? (places[places.length - 1] - places[0]) / (places.length - 1) / 2
                : 0.5;
        return new Axis(places[0] - half, places[places.length - 1] + half, fromPixel, toPixel);
    }

    private static BufferedImage pixels(double[][] values, double reference, double largest) {
        BufferedImage image = new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < values[row].length; column++) {
                image.setRGB(column, values.length - 1 - row,
                        Pictures.signed(largest > 0 ? (values[row][column] - reference) / largest : 0));
            }
        }
        return image;
    }

    /** The edges between cells inside and outside. */
    private String contour(boolean[][] inside) {
        StringBuilder path = new StringBuilder("M0 0");
        double width = SIDE / across.length;
        double height = SIDE / down.length;
        for (int row = 0; row <= down.length; row++) {
            for (int column = 0; column <= across.length; column++) {
                double x = LEFT + column * width;
                double y = TOP + SIDE - row * height;
                if (is(inside, row, column) != is(inside, row - 1, column)) {
                    path.append(String.format(Locale.ROOT, "M%.1f %.1fh%.1f", x, y, width));
                }
                if (is(inside, row, column) != is(inside, row, column - 1)) {
                    path.append(String.format(Locale.ROOT, "M%.1f %.1fv%.1f", x, y, -height));
                }
            }
        }
        return path.toString();
    }

    private static boolean is(boolean[][] inside, int row, int column) {
        return row >= 0 && column >= 0 && row < inside.length && column < inside[row].length
                && inside[row][column];
    }

    private void scale(Svg svg, double reference, double largest) {
        BufferedImage bar = new BufferedImage(1, 65, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 65; i++) {
            bar.setRGB(0, i, Pictures.signed(1 - i / 32.0));
        }
        double x = LEFT + SIDE + 16;
        svg.image(x, TOP, 13, SIDE, Pictures.dataUrl(bar));
        for (double[] label : List.of(new double[] {reference + largest, 9},
                new double[] {reference, SIDE / 2 + 4},
                new double[] {reference - largest, SIDE})) {
            svg.text("tick", x + 19, TOP + label[1], "start", number(label[0]));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "").replaceFirst("^-0$",
                "0");
    }
}
