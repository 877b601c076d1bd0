package org.engram.cli.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.engram.cli.viewer.ColourMap;

/** A picture of a matrix: rows (channels) downwards, columns (time) to the right, values as colours, with a scale. */
public final class HeatMap {
    private static final int WIDTH = 720;
    private static final int LEFT = 74;
    private static final int RIGHT = 84;
    private static final int TOP = 40;
    private static final int BOTTOM = 46;
    private static final int LEAST_HEIGHT = 220;
    private static final int MOST_HEIGHT = 560;
    private static final int MOST_NAMES = 40;

    private final float[] values;
    private final int rows;
    private final int columns;
    private final String title;
    private final List<String> names;
    private final String across;
    private final boolean[] outline;

    /**
     * @param values row by row, rows x columns; 0 or more
     * @param rows how many
     * @param columns how many
     * @param title what it shows
     * @param names of the rows; empty for numbers
     * @param across what the columns are
     * @param outline where a line is drawn around cells, in the order of the values; null for none
     */
    public HeatMap(float[] values, int rows, int columns, String title, List<String> names, String across,
            boolean[] outline) {
        this.values = values.clone();
        this.rows = rows;
        this.columns = columns;
        this.title = title;
        this.names = List.copyOf(names);
        this.across = across;
        this.outline = outline == null ? null : outline.clone();
    }

    private int height() {
        return Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, rows * 16));
    }

    /** @return a whole SVG document */
    public String svg() {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        int height = height();
        int plot = WIDTH - LEFT - RIGHT;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\" role=\"img\" aria-label=\"%s\">%n<rect width=\"100%%\" height=\"100%%\" "
                        + "fill=\"#fff\"/>%n",
                WIDTH, TOP + height + BOTTOM, escape(title)));
        svg.append(text(LEFT, 24, "start", title));
        svg.append(image(pixels(largest), LEFT, TOP, plot, height));
        if (outline != null) {
            svg.append(lines(plot, height));
        }
        int every = Math.max(1, (rows + MOST_NAMES - 1) / MOST_NAMES);
        for (int row = 0; row < rows; row += every) {
            svg.append(text(LEFT - 8, TOP + (row + 0.5) * height / rows + 4, "end",
                    row < names.size() ? names.get(row) : Integer.toString(row)));
        }
        for (double tick : new Axis(0, columns, 0, 1).ticks()) {
            svg.append(text(LEFT + tick / columns * plot, TOP + height + 18, "middle",
                    String.format(Locale.ROOT, "%.0f", tick)));
        }
        svg.append(text(LEFT + plot / 2.0, TOP + height + 36, "middle", across));
        svg.append(image(scale(), WIDTH - RIGHT + 18, TOP, 14, height));
        svg.append(text(WIDTH - RIGHT + 38, TOP + 10, "start", String.format(Locale.ROOT, "%.2g", largest)));
        svg.append(text(WIDTH - RIGHT + 38, TOP + height, "start", "0"));
        return svg.append("</svg>\n").toString();
    }

    private BufferedImage pixels(double largest) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % columns, i / columns,
                    ColourMap.MAGMA.colour(largest > 0 ? values[i] / largest : 0, false));
        }
        return image;
    }

    private static BufferedImage scale() {
        BufferedImage image = new BufferedImage(1, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(0, i, ColourMap.MAGMA.colour(1 - i / 63.0, false));
        }
        return image;
    }

    /** The border between what is inside and what is outside. */
    private String lines(int plot, int height) {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = LEFT + (double) column * plot / columns;
                double y = TOP + (double) row * height / rows;
                if (inside(row, column) != inside(row, column - 1)) {
                    path.append(String.format(Locale.ROOT, "M%.1f %.1fv%.1f", x, y, (double) height / rows));
                }
                if (inside(row, column) != inside(row - 1, column)) {
                    path.append(String.format(Locale.ROOT, "M%.1f %.1fh%.1f", x, y, (double) plot / columns));
                }
            }
        }
        return "<path d=\"" + path + "\" stroke=\"#35c3dc\" stroke-width=\"2\" fill=\"none\"/>\n";
    }

    private boolean inside(int row, int column) {
        return row >= 0 && column >= 0 && outline[row * columns + column];
    }

    private static String image(BufferedImage image, int x, int y, int width, int height) {
        return String.format(Locale.ROOT,
                "<image x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\" "
                        + "style=\"image-rendering:pixelated\" href=\"%s\"/>%n",
                x, y, width, height, Pictures.dataUrl(image));
    }

    private static String text(double x, double y, String anchor, String content) {
        return String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#1c2430\">%s</text>%n",
                x, y, anchor, escape(content));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
