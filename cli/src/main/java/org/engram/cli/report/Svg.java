package org.engram.cli.report;

import java.util.Locale;
import org.engram.cli.viewer.Html;

/** Writes one chart as an SVG element. Coordinates are in pixels with one decimal; colours come from classes. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /**
     * @param kind a class name for the style sheet
     * @param title what the chart shows; read aloud, and shown on hovering
     */
    Svg(String kind, double width, double height, String title) {
        add("<svg class=\"chart %s\" viewBox=\"0 0 %s %s\" style=\"max-width:%spx\" role=\"img\" "
                + "aria-label=\"%s\">", kind, at(width), at(height), at(width), Html.escape(title));
    }

    Svg rect(String style, double x, double y, double width, double height) {
        return add("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>", style, at(x), at(y),
                at(Math.max(0, width)), at(Math.max(0, height)));
    }

    /** A rectangle with a rounded corner, an opacity and a text that shows on hovering. */
    Svg cell(String style, double x, double y, double width, double height, double opacity, String hint) {
        return add(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\" fill-opacity=\"%s\">"
                        + "<title>%s</title></rect>",
                style, at(x), at(y), at(width), at(height),
                String.format(Locale.ROOT, "%.3f", opacity), Html.escape(hint));
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>", style, at(x1), at(y1),
                at(x2),
                at(y2));
    }

    Svg dot(String style, double x, double y, double radius, String hint) {
        return add("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>", style,
                at(x), at(y),
                at(radius), Html.escape(hint));
    }

    /** A line through many points, {@code d} as SVG path data. */
    Svg path(String style, String d, String hint) {
        return add("<path class=\"%s\" d=\"%s\"><title>%s</title></path>", style, d, Html.escape(hint));
    }

    /** A picture of pixels. */
    Svg image(double x, double y, double width, double height, String dataUrl) {
        return add(
                "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\" href=\"%s\"/>",
                at(x), at(y), at(width), at(height), dataUrl);
    }

    /** @param anchor start, middle or end */
    Svg text(String style, double x, double y, String anchor, String content) {
        return add("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>", style, at(x), at(y),
                anchor,
                Html.escape(content));
    }

    /** Text turned about its own start, with the whole text on hovering where it was cut. */
    Svg turned(String style, double x, double y, double degrees, String anchor, String content,
            String whole) {
        return add(
                "<text class=\"%s\" transform=\"translate(%s %s) rotate(%s)\" text-anchor=\"%s\">%s<title>%s</title>"
                        + "</text>",
                style, at(x), at(y), at(degrees), anchor, Html.escape(content), Html.escape(whole));
    }

    String end() {
        return out + "</svg>\n";
    }

    private Svg add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String at(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
