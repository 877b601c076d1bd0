package org.engram.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.engram.core.ShapeException;

/**
 * Curves over time or frequency: spectra, evoked responses with their confidence bands, scores over time. Up to eight curves
 * have colours and names; more are drawn alike, as a butterfly plot.
 */
public final class LineChart {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 300;
    private static final double LEFT = 64;
    private static final double RIGHT = 18;
    private static final double TOP = 34;
    private static final double BOTTOM = 46;
    private static final int MOST_NAMED = 8;
    private static final int MOST_POINTS = 1500;

    private final String title;
    private final String across;
    private final String up;
    private final List<Curve> curves = new ArrayList<>();
    private final List<Mark> verticals = new ArrayList<>();
    private final List<Mark> horizontals = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private boolean logAcross;
    private boolean logUp;

    private record Curve(String name, double[] x, double[] y, double[] lower, double[] upper) {}

    private record Mark(double at, String words) {}

    private record Span(double from, double to, String words) {}

    /**
     * @param title what the chart shows
     * @param across what is on the horizontal axis, with its unit
     * @param up what is on the vertical axis, with its unit
     */
    public LineChart(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** @return this, with a logarithmic horizontal axis; points at 0 and below are left out */
    public LineChart logAcross() {
        logAcross = true;
        return this;
    }

    /** @return this, with a logarithmic vertical axis; points at 0 and below are left out */
    public LineChart logUp() {
        logUp = true;
        return this;
    }

    /**
     * @param name what the curve is
     * @param x places, rising
     * @param y values; NaN leaves a gap
     * @return this
     */
    public LineChart curve(String name, double[] x, double[] y) {
        return curve(name, x, y, null, null);
    }

    /**
     * @param name what the curve is
     * @param x places, rising
     * @param y values
     * @param lower lower edge of the band around it; null for none
     * @param upper its upper edge; null for none
     * @return this
     */
    public LineChart curve(String name, double[] x, double[] y, double[] lower, double[] upper) {
        if (x.length != y.length || lower != null && (lower.length != x.length || upper.length != x.length)) {
            throw new ShapeException(
                    "curve \"" + name + "\" has " + x.length + " places and " + y.length + " values");
        }
        curves.add(new Curve(name, x, y, lower, upper));
        return this;
    }

    /** @param x a place @param words what is there @return this, with a vertical line */
    public LineChart mark(double x, String words) {
        verticals.add(new Mark(x, words));
        return this;
    }

    /** @param y a value @param words what it is @return this, with a horizontal line */
    public LineChart level(double y, String words) {
        horizontals.add(new Mark(y, words));
        return this;
    }

    /** @param from a place @param to another @param words what lies between @return this, with that stretch shaded */
    public LineChart span(double from, double to, String words) {
        spans.add(new Span(from, to, words));
        return this;
    }

    /** @return an SVG element */
    public String svg() {
        Axis x = axis(logAcross, true, LEFT, WIDTH - RIGHT);
        Axis y = axis(logUp, false, HEIGHT - BOTTOM, TOP);
        Svg svg = new Svg("lines", WIDTH, HEIGHT, title);
        svg.text("chart-title", LEFT, 16, "start", title);
        for (Span span : spans) {
            double left = x.pixel(scaled(logAcross, span.from()));
            svg.cell("span", left, TOP, Math.max(1, x.pixel(scaled(logAcross, span.to())) - left),
                    HEIGHT - BOTTOM - TOP,
                    0.18, span.words());
        }
        grid(svg, x, y);
        for (Mark mark : horizontals) {
            double at = y.pixel(scaled(logUp, mark.at()));
            svg.line("chance", LEFT, at, WIDTH - RIGHT, at);
            svg.text("chance-label", WIDTH - RIGHT - 4, at - 4, "end", mark.words());
        }
        for (Mark mark : verticals) {
            double at = x.pixel(scaled(logAcross, mark.at()));
            svg.line("event", at, TOP, at, HEIGHT - BOTTOM);
            svg.text("event-label", at + 4, TOP + 11, "start", mark.words());
        }
        boolean named = curves.size() <= MOST_NAMED;
        for (int c = 0; c < curves.size(); c++) {
            draw(svg, curves.get(c), named ? "curve s" + c : "curve many", named ? "band s" + c : "band many",
                    x, y);
        }
        if (named && curves.size() > 1) {
            legend(svg);
        }
        return svg.end();
    }

    private void grid(Svg svg, Axis x, Axis y) {
        for (double tick : ticks(x, logAcross)) {
            svg.line("grid", x.pixel(tick), TOP, x.pixel(tick), HEIGHT - BOTTOM);
            svg.text("tick", x.pixel(tick), HEIGHT - BOTTOM + 17, "middle", words(tick, logAcross));
        }
        for (double tick : ticks(y, logUp)) {
            svg.line("grid", LEFT, y.pixel(tick), WIDTH - RIGHT, y.pixel(tick));
            svg.text("tick", LEFT - 7, y.pixel(tick) + 4, "end", words(tick, logUp));
        }
        svg.text("axis-title", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", across);
        svg.turned("axis-title", 14, (TOP + HEIGHT - BOTTOM) / 2, -90, "middle", up, up);
    }

    private void draw(Svg svg, Curve curve, String style, String bandStyle, Axis x, Axis y) {
        // More points than pixels change nothing but the size of the page.
        int step = Math.max(1, curve.x().length / MOST_POINTS);
        if (curve.lower() != null) {
            StringBuilder band = new StringBuilder();
            int last = -1;
            for (int i = 0; i < curve.x().length; i += step) {
                append(band, x, y, curve.x()[i], curve.upper()[i]);
                last = i;
            }
            for (int i = last; i >= 0; i -= step) {
                append(band, x, y, curve.x()[i], curve.lower()[i]);
            }
            svg.path(bandStyle, joined(band) + "Z", curve.name() + ": confidence band");
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < curve.x().length; i += step) {
            append(line, x, y, curve.x()[i], curve.y()[i]);
        }
        svg.path(style, joined(line), curve.name());
    }

    /** A point after a gap begins a new piece: M; all others continue it: L. */
    private void append(StringBuilder path, Axis x, Axis y, double px, double py) {
        double sx = scaled(logAcross, px);
        double sy = scaled(logUp, py);
        if (!Double.isFinite(sx) || !Double.isFinite(sy)) {
            path.append('|');
            return;
        }
        path.append(path.length() == 0 || path.charAt(path.length() - 1) == '|' ? 'M' : 'L')
                .append(String.format(Locale.ROOT, "%.1f %.1f", x.pixel(sx), y.pixel(sy)));
    }

    private static String joined(StringBuilder path) {
        return path.toString().replace("|", "");
    }

    private void legend(Svg svg) {
        double at = WIDTH - RIGHT;
        double wide = curves.stream().mapToDouble(curve -> 7 * shown(curve.name()).length() + 32).sum();
        if (wide > at - LEFT - 8 * title.length()) {
            return; // Names still show on hovering; over the title none could be read.
        }
        for (int c = curves.size() - 1; c >= 0; c--) {
            String shown = shown(curves.get(c).name());
            at -= 7 * shown.length() + 8;
            svg.text("legend", at, 16, "start", shown);
            svg.line("curve s" + c, at - 18, 12, at - 5, 12);
            at -= 24;
        }
    }

    private static String shown(String name) {
        return name.length() > 18 ? name.substring(0, 17) + "\u2026" : name;
    }

    private Axis axis(boolean log, boolean horizontal, double fromPixel, double toPixel) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (double[] values : horizontal
                    ? List.of(curve.x())
                    : curve.lower() == null
                            ? List.of(curve.y())
                            : List.of(curve.y(), curve.lower(), curve.upper())) {
                for (double value : values) {
                    double scaled = scaled(log, value);
                    if (Double.isFinite(scaled)) {
                        low = Math.min(low, scaled);
                        high = Math.max(high, scaled);
                    }
                }
            }
        }
        if (!horizontal) {
            for (Mark level : horizontals) {
                low = Math.min(low, scaled(log, level.at()));
                high = Math.max(high, scaled(log, level.at()));
            }
        }
        double[] range = horizontal && high > low ? new double[] {low, high} : Axis.around(low, high);
        return new Axis(range[0], range[1], fromPixel, toPixel);
    }

    private static double scaled(boolean log, double value) {
        return log ? value > 0 ? Math.log10(value) : Double.NaN : value;
    }

    /** On a logarithmic axis: powers of ten, and their halves and fifths when those are few. */
    private static List<Double> ticks(Axis axis, boolean log) {
        if (!log) {
            return axis.ticks();
        }
        List<Double> ticks = new ArrayList<>();
        double[] within = axis.high() - axis.low() < 3 ? new double[] {1, 2, 5} : new double[] {1};
        int step = Math.max(1, (int) Math.ceil((axis.high() - axis.low()) / 8));
        for (int power = (int) Math.floor(axis.low()); power <= axis.high(); power++) {
            for (double part : within) {
                double tick = power + Math.log10(part);
                if (tick >= axis.low() && tick <= axis.high() && Math.floorMod(power, step) == 0) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private static String words(double tick, boolean log) {
        double value = log ? Math.pow(10, tick) : tick;
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "").replaceFirst("^-0$", "0");
    }
}
