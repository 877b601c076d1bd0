package org.engram.cli.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.engram.core.ShapeException;
import org.engram.io.recording.Position;

/**
 * Topographies: values at electrodes as colours over a head seen from above, nose up, one head for each map, all on one
 * scale that is symmetric about zero. Electrodes are laid out by the azimuthal equidistant projection about the vertex;
 * those below the equator lie outside the circle of the head, as they do on it.
 */
public final class ScalpMap {
    private static final double HEAD = 66;
    private static final double CELL_WIDTH = 176;
    private static final double CELL_HEIGHT = 196;
    private static final double SCALE_WIDTH = 92;
    private static final int PER_ROW = 5;
    private static final int PIXELS = 96;
    /** The circle of the head is the equator: a quarter turn from the vertex. */
    private static final double EQUATOR = Math.PI / 2;
    private static final double MARGIN = 1.16;

    /** Values between electrodes. */
    @FunctionalInterface
    public interface Interpolation {
        /**
         * @param values value at each electrode
         * @param directions unit vectors from the centre of the head
         * @return the value in each direction
         */
        double[] at(double[] values, List<Position> directions);
    }

    private final List<Position> electrodes;
    private final List<String> names;
    private final Interpolation interpolation;
    private final String unit;

    /**
     * @param electrodes places of the electrodes, from the centre of the head
     * @param names their names
     * @param interpolation what lies between them
     * @param unit unit of the values, for the scale
     */
    public ScalpMap(List<Position> electrodes, List<String> names, Interpolation interpolation, String unit) {
        if (electrodes.size() != names.size()) {
            throw new ShapeException(electrodes.size() + " electrodes have " + names.size() + " names");
        }
        this.electrodes = List.copyOf(electrodes);
        this.names = List.copyOf(names);
        this.interpolation = interpolation;
        this.unit = unit;
    }

    /**
     * @param titles what each map shows
     * @param values map x electrode
     * @return an SVG element
     */
    public String svg(List<String> titles, double[][] values) {
        double largest = 0;
        for (double[] map : values) {
            if (map.length != electrodes.size()) {
                throw new ShapeException(map.length + " values for " + electrodes.size() + " electrodes");
            }
            for (double value : map) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int across = Math.min(PER_ROW, values.length);
        int down = (values.length + PER_ROW - 1) / PER_ROW;
        Svg svg = new Svg("scalp", across * CELL_WIDTH + SCALE_WIDTH, down * CELL_HEIGHT,
                "Topographies: " + String.join(", ", titles));
        List<Position> grid = grid();
        for (int m = 0; m < values.length; m++) {
            double x = (m % PER_ROW + 0.5) * CELL_WIDTH;
            double y = m / PER_ROW * CELL_HEIGHT + CELL_HEIGHT / 2 + 10;
            svg.text("chart-title", x, y - CELL_HEIGHT / 2 + 6, "middle", titles.get(m));
            head(svg, x, y, values[m], grid, largest);
        }
        scale(svg, across * CELL_WIDTH + 8, largest);
        return svg.end();
    }

    private void head(Svg svg, double x, double y, double[] values, List<Position> grid, double largest) {
        double radius = HEAD * MARGIN;
        svg.image(x - radius, y - radius, 2 * radius, 2 * radius,
                Pictures.dataUrl(pixels(interpolation.at(values, grid), largest)));
        svg.path("outline",
                String.format(Locale.ROOT, "M%.1f %.1fl%.1f %.1fl%.1f %.1f", x - 9, y - HEAD + 1, 9.0,
                        -11.0,
                        9.0, 11.0),
                "nose");
        svg.path("outline",
                String.format(Locale.ROOT,
                        "M%1$.1f %2$.1fa%3$.1f %3$.1f 0 1 0 %4$.1f 0a%3$.1f %3$.1f 0 1 0 -%4$.1f 0",
                        x - HEAD, y, HEAD, 2 * HEAD),
                "head");
        for (int e = 0; e < electrodes.size(); e++) {
            double[] place = flat(electrodes.get(e));
            svg.dot("electrode", x + place[0] * HEAD, y - place[1] * HEAD, 1.7,
                    names.get(e) + ": " + quantity(values[e]));
        }
    }

    /** The azimuthal equidistant projection, the equator at distance 1. */
    static double[] flat(Position electrode) {
        double sideways = Math.hypot(electrode.x(), electrode.y());
        double angle = Math.atan2(sideways, electrode.z());
        double distance = angle / EQUATOR;
        return sideways == 0
                ? new double[] {0, 0}
                : new double[] {distance * electrode.x() / sideways, distance * electrode.y() / sideways};
    }

    /** Directions of the pixels of the picture that lie on the head or its margin, row by row from the nose. */
    private static List<Position> grid() {
        return IntStream.range(0, PIXELS * PIXELS).filter(ScalpMap::isOnHead)
                .mapToObj(pixel -> {
                    double u = across(pixel);
                    double v = up(pixel);
                    double distance = Math.hypot(u, v);
                    double angle = distance * EQUATOR;
                    double side = distance == 0 ? 0 : Math.sin(angle) / distance;
                    return new Position(u * side, v * side, Math.cos(angle));
                }).toList();
    }

    private static double across(int pixel) {
        return ((pixel % PIXELS + 0.5) / PIXELS * 2 - 1) * MARGIN;
    }

    private static double up(int pixel) {
        return (1 - (pixel / PIXELS + 0.5) / PIXELS * 2) * MARGIN;
    }

    private static boolean isOnHead(int pixel) {
        return Math.hypot(across(pixel), up(pixel)) <= MARGIN;
    }

    private static BufferedImage pixels(double[] values, double largest) {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_ARGB);
        int next = 0;
        for (int pixel = 0; pixel < PIXELS * PIXELS; pixel++) {
            if (isOnHead(pixel)) {
                image.setRGB(pixel % PIXELS, pixel / PIXELS,
                        0xff000000 | Pictures.signed(largest > 0 ? values[next] / largest : 0));
                next++;
            }
        }
        return image;
    }

    private void scale(Svg svg, double x, double largest) {
        BufferedImage bar = new BufferedImage(1, 65, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 65; i++) {
            bar.setRGB(0, i, Pictures.signed(1 - i / 32.0));
        }
        double top = CELL_HEIGHT / 2 + 10 - HEAD;
        svg.image(x, top, 12, 2 * HEAD, Pictures.dataUrl(bar));
        svg.text("tick", x + 17, top + 9, "start", quantity(largest));
        svg.text("tick", x + 17, top + HEAD + 4, "start", "0");
        svg.text("tick", x + 17, top + 2 * HEAD, "start", quantity(-largest));
    }

    private String quantity(double value) {
        return Quantity.words(value, unit);
    }
}
