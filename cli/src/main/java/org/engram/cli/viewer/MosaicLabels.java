package org.engram.cli.viewer;

import java.util.Locale;

/**
 * Writes what stands around the pixels of a {@link SliceMosaic} as SVG text, which stays sharp at any size and needs
 * no font on the machine that draws.
 */
final class MosaicLabels {
    private static final int SCALE_HEIGHT = 40;
    private static final int BAR_WIDTH = 220;
    private static final int BAR_HEIGHT = 9;
    private static final int STOPS = 12;

    private MosaicLabels() {}

    /** What the colours mean. */
    record Scale(ColourMap colours, double threshold, double maximum) {}

    static String svg(SliceMosaic mosaic, String title, Scale scale) {
        int height = mosaic.height() + (scale == null ? 0 : SCALE_HEIGHT);
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT,
                "<svg class=\"mosaic\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                mosaic.width(), height,
                Html.escape(title)));
        out.append(
                String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#0b0d10\"/>\n",
                        mosaic.width(), height));
        out.append(String.format(Locale.ROOT, "<image width=\"%d\" height=\"%d\" href=\"%s\"/>\n",
                mosaic.width(),
                mosaic.height(), mosaic.dataUri()));
        SliceMosaic.Plane before = null;
        for (SliceMosaic.Tile tile : mosaic.tiles()) {
            text(out, tile.left() + tile.width() / 2.0, tile.top() + tile.height() + 11.0, "middle",
                    SliceMosaic.coordinate(tile));
            if (tile.plane() != before && tile.plane() != SliceMosaic.Plane.SAGITTAL) {
                text(out, tile.left() + 2.0, tile.top() + 14.0, "start", "L");
                text(out, tile.left() + tile.width() - 2.0, tile.top() + 14.0, "end", "R");
            }
            before = tile.plane();
        }
        if (scale != null) {
            colourScale(out, mosaic.width(), mosaic.height(), scale);
        }
        return out.append("</svg>\n").toString();
    }

    private static void colourScale(StringBuilder out, int width, int top, Scale scale) {
        double y = top + 6.0;
        if (!scale.colours.hasNegative()) {
            bar(out, (width - BAR_WIDTH) / 2.0, y, scale, false, false);
            return;
        }
        bar(out, width / 2.0 - 12 - BAR_WIDTH, y, scale, true, true);
        bar(out, width / 2.0 + 12, y, scale, false, false);
    }

    /** One ramp of flat cells with the numbers of both ends beneath it. */
    private static void bar(StringBuilder out, double left, double y, Scale scale, boolean below,
            boolean mirrored) {
        double cell = (double) BAR_WIDTH / STOPS;
        for (int s = 0; s < STOPS; s++) {
            double fraction = (s + 0.5) / STOPS;
            int colour = scale.colours.colour(mirrored ? 1 - fraction : fraction, below);
            out.append(String.format(Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"#%06x\"/>\n",
                    left + s * cell, y,
                    cell + 0.3, BAR_HEIGHT, colour));
        }
        String near = number(below ? -scale.threshold : scale.threshold);
        String far = number(below ? -scale.maximum : scale.maximum);
        text(out, left, y + BAR_HEIGHT + 15, "start", mirrored ? far : near);
        text(out, left + BAR_WIDTH, y + BAR_HEIGHT + 15, "end", mirrored ? near : far);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3g", value);
        if (text.contains(".") && !text.contains("e")) {
            text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return text.replace('-', '\u2212');
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String content) {
        out.append(String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#d8dde3\" font-size=\"12\">%s</text>\n",
                x, y,
                anchor, Html.escape(content)));
    }
}
