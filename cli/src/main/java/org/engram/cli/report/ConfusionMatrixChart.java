package org.engram.cli.report;

import java.util.List;
import java.util.Locale;
import org.engram.core.ShapeException;

/**
 * What was taken for what. A row is a true class, a column a predicted one; the colour and the percentage say which
 * part of the row's samples fell there, the small number counts them. Readable from 2 to about 20 classes; beyond 12
 * the counts show on hovering, beyond 24 the percentages too.
 */
public final class ConfusionMatrixChart {
    private static final double LABEL_PIXELS_PER_LETTER = 7.0;
    private static final int LONGEST_LABEL = 18;
    private static final double TURN = -40;

    private ConfusionMatrixChart() {}

    /**
     * @param classes the names, in the order of rows and columns
     * @param counts samples by true class (row) and predicted class (column)
     * @return an SVG element
     * @throws ShapeException when the matrix is not square with one row per class
     */
    public static String svg(List<String> classes, long[][] counts) {
        check(classes, counts);
        int n = classes.size();
        double cell = n <= 3 ? 92 : n <= 5 ? 76 : n <= 8 ? 58 : n <= 12 ? 46 : n <= 24 ? 32 : 18;
        double label = LABEL_PIXELS_PER_LETTER
                * classes.stream().mapToInt(name -> Math.min(LONGEST_LABEL, name.length())).max().orElse(1);
        double left = label + 34;
        double top = 0.68 * label + 46;
        double overhang = 0.78 * label; // the turned name of the last column
        Svg svg = new Svg("confusion", left + n * cell + overhang, top + n * cell + 8,
                "Confusion matrix of " + n + " classes: rows are true classes, columns predicted classes");
        svg.text("axis-title", left + n * cell / 2, 14, "middle", "Predicted");
        svg.turned("axis-title", 14, top + n * cell / 2, -90, "middle", "True", "True class");
        for (int c = 0; c < n; c++) {
            String name = classes.get(c);
            svg.turned("label", left - 8, top + (c + 0.5) * cell + 4, 0, "end", shorten(name), name);
            svg.turned("label", left + (c + 0.45) * cell, top - 8, TURN, "start", shorten(name), name);
        }
        for (int t = 0; t < n; t++) {
            row(svg, classes, counts[t], t, left, top + t * cell, cell);
        }
        return svg.end();
    }

    private static void row(Svg svg, List<String> classes, long[] counts, int truth, double left, double top,
            double cell) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        int n = counts.length;
        for (int p = 0; p < n; p++) {
            double part = total == 0 ? 0 : (double) counts[p] / total;
            String percent = String.format(Locale.ROOT, "%.0f%%", 100 * part);
            String hint = classes.get(truth) + " taken for " + classes.get(p) + ": " + counts[p] + " of "
                    + total
                    + " (" + percent + ")";
            double x = left + p * cell;
            svg.cell(p == truth ? "cell hit" : "cell miss", x + 1, top + 1, cell - 2, cell - 2,
                    0.04 + 0.96 * part,
                    hint);
            if (n > 24 || counts[p] == 0 && n > 8) {
                continue;
            }
            String tone = part > 0.6 ? " on-colour" : "";
            boolean both = showsCounts(n);
            svg.text("share" + tone + (n > 12 ? " small" : ""), x + cell / 2, top + cell / 2 + (both ? 1 : 4),
                    "middle",
                    n > 12 ? percent.substring(0, percent.length() - 1) : percent);
            if (both) {
                svg.text("count" + tone, x + cell / 2, top + cell / 2 + 14, "middle",
                        Long.toString(counts[p]));
            }
        }
    }

    /** @return whether cells of a matrix of that many classes have room for their counts */
    static boolean showsCounts(int classes) {
        return classes <= 12;
    }

    static void check(List<String> classes, long[][] counts) {
        if (classes.isEmpty() || counts.length != classes.size()) {
            throw new ShapeException("confusion matrix has " + counts.length + " rows for " + classes.size()
                    + " classes: give one row per class");
        }
        for (int t = 0; t < counts.length; t++) {
            if (counts[t].length != classes.size()) {
                throw new ShapeException("row " + t + " of the confusion matrix has " + counts[t].length
                        + " columns for " + classes.size() + " classes");
            }
        }
    }

    private static String shorten(String name) {
        return name.length() <= LONGEST_LABEL ? name : name.substring(0, LONGEST_LABEL - 1) + "\u2026";
    }
}
