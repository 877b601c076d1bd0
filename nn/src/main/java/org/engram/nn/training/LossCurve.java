package org.engram.nn.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.io.AtomicFile;
import org.engram.io.table.JsonFile;

/**
 * The picture of a run: training loss (mean and range of the steps that share a pixel column) and validation loss over
 * steps, read from its metrics log, drawn as SVG. The loss axis is logarithmic when all losses are above 0 and span more
 * than a factor of 20.
 */
public final class LossCurve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int COLUMNS = 300;
    private static final double LOGARITHMIC_FROM = 20;

    private final List<double[]> training = new ArrayList<>();
    private final List<double[]> validation = new ArrayList<>();

    private LossCurve() {}

    /**
     * @param log the {@code metrics.jsonl} of a run
     * @param picture where the SVG goes, whole or not at all
     */
    public static void draw(Path log, Path picture) {
        LossCurve curve = new LossCurve();
        try {
            curve.read(log);
            String svg = curve.svg();
            AtomicFile.write(picture, partial -> Files.writeString(partial, svg, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("the loss curve cannot be drawn", failure);
        }
    }

    private void read(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.filter(line -> line.startsWith("{") && line.endsWith("}")).forEach(line -> {
                Map<String, Object> fields = JsonFile.parse(log, line.getBytes(StandardCharsets.UTF_8));
                List<double[]> points = "step".equals(fields.get("kind"))
                        ? training
                        : "validation".equals(fields.get("kind")) ? validation : null;
                if (points != null && fields.get("loss") instanceof Number loss
                        && fields.get("step") instanceof Number step) {
                    points.add(new double[] {step.doubleValue(), loss.doubleValue()});
                }
            });
        }
    }

    private String svg() {
        double last = Math.max(1, Stream.concat(training.stream(), validation.stream())
                .mapToDouble(point -> point[0]).max().orElse(1));
        double low = Stream.concat(training.stream(), validation.stream()).mapToDouble(p -> p[1]).min()
                .orElse(0);
        double high = Stream.concat(training.stream(), validation.stream()).mapToDouble(p -> p[1]).max()
                .orElse(1);
        boolean logarithmic = low > 0 && high / low > LOGARITHMIC_FROM;
        Scale y = Scale.around(low, high, logarithmic);
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\" role=\"img\" aria-label=\"Loss over steps\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, HEIGHT));
        y.ticks().forEach(tick -> horizontal(svg, y, tick));
        new Scale(0, last, false).ticks()
                .forEach(tick -> text(svg, x(tick, last), HEIGHT - BOTTOM + 18, "middle",
                        number(tick)));
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "step");
        columns(svg, y, last);
        if (!validation.isEmpty()) {
            line(svg, "#d55e00", validation, y, last);
            validation.forEach(point -> svg.append(String.format(Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#d55e00\"/>%n", x(point[0], last),
                    y.pixel(point[1]))));
        }
        legend(svg);
        return svg.append("</svg>\n").toString();
    }

    /** The range of the steps of each column as a band, their mean as a line. */
    private void columns(StringBuilder svg, Scale y, double last) {
        List<double[]> means = new ArrayList<>();
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        int size = Math.max(1, (training.size() + COLUMNS - 1) / COLUMNS);
        for (int from = 0; from < training.size(); from += size) {
            List<double[]> column = training.subList(from, Math.min(training.size(), from + size));
            double at = column.stream().mapToDouble(p -> p[0]).average().orElseThrow();
            means.add(new double[] {at, column.stream().mapToDouble(p -> p[1]).average().orElseThrow()});
            above.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(at, last),
                    y.pixel(column.stream().mapToDouble(p -> p[1]).max().orElseThrow())));
            below.insert(0, String.format(Locale.ROOT, "%.1f,%.1f ", x(at, last),
                    y.pixel(column.stream().mapToDouble(p -> p[1]).min().orElseThrow())));
        }
        if (size > 1) {
            svg.append("<polygon fill=\"#0072b2\" fill-opacity=\"0.18\" points=\"").append(above)
                    .append(below)
                    .append("\"/>\n");
        }
        line(svg, "#0072b2", means, y, last);
    }

    private static void line(StringBuilder svg, String colour, List<double[]> points, Scale y, double last) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").append(colour)
                .append("\" points=\"");
        points.forEach(point -> svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0], last),
                y.pixel(point[1]))));
        svg.append("\"/>\n");
    }

    private static void horizontal(StringBuilder svg, Scale y, double tick) {
        svg.append(String.format(Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", LEFT, WIDTH - RIGHT,
                y.pixel(tick), y.pixel(tick)));
        text(svg, LEFT - 8, y.pixel(tick) + 4, "end", number(tick));
    }

    private void legend(StringBuilder svg) {
        svg.append(String.format(Locale.ROOT, "<g fill=\"#0072b2\">%n"));
        text(svg, LEFT, 20, "start", "training loss");
        svg.append("</g>\n");
        if (!validation.isEmpty()) {
            svg.append("<g fill=\"#d55e00\">\n");
            text(svg, LEFT + 110, 20, "start", "validation loss");
            svg.append("</g>\n");
        }
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String content) {
        svg.append(
                String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y,
                        anchor, content));
    }

    private static double x(double step, double last) {
        return LEFT + step / last * (WIDTH - LEFT - RIGHT);
    }

    private static String number(double value) {
        return value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)
                ? String.format(Locale.ROOT, "%.0e", value)
                : BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros()
                        .toPlainString();
    }

    /** The vertical axis, straight or logarithmic. */
    private record Scale(double low, double high, boolean logarithmic) {
        static Scale around(double low, double high, boolean logarithmic) {
            if (logarithmic) {
                return new Scale(low / 1.1, high * 1.1, true);
            }
            double air = high > low ? 0.05 * (high - low) : Math.max(1e-6, Math.abs(high) * 0.1);
            return new Scale(low - air, high + air, false);
        }

        double pixel(double value) {
            double share = logarithmic
                    ? Math.log(value / low) / Math.log(high / low)
                    : (value - low) / (high - low);
            return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                for (double tick = Math.pow(10, Math.ceil(Math.log10(low))); tick <= high; tick *= 10) {
                    ticks.add(tick);
                }
                return ticks;
            }
            double rough = (high - low) / 5;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double ratio = rough / power;
            double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
            // Counting whole steps keeps 0.3 from becoming 0.30000000000000004.
            for (long n = (long) Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; n++) {
                ticks.add(n * step);
            }
            return ticks;
        }
    }
}
