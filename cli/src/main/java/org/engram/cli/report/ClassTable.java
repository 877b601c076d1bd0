package org.engram.cli.report;

import java.util.List;
import java.util.Locale;
import org.engram.cli.viewer.Html;

/** How well each class is recognised, from the confusion matrix. */
final class ClassTable {
    private static final double Z_95 = 1.959963984540054;

    private ClassTable() {}

    static String html(List<String> classes, long[][] counts) {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table class=\"classes\">\n<thead><tr>"
                + "<th scope=\"col\">Class</th><th scope=\"col\" class=\"number\">Samples</th>"
                + "<th scope=\"col\">Recall</th><th scope=\"col\" class=\"number\">95% interval</th>"
                + "<th scope=\"col\" class=\"number\">Precision</th><th scope=\"col\">Mistaken for</th>"
                + "</tr></thead>\n<tbody>\n");
        for (int c = 0; c < classes.size(); c++) {
            row(out, classes, counts, c);
        }
        return out.append("</tbody>\n</table></div>\n").toString();
    }

    private static void row(StringBuilder out, List<String> classes, long[][] counts, int c) {
        long total = 0;
        long predicted = 0;
        int rival = -1;
        for (int p = 0; p < counts.length; p++) {
            total += counts[c][p];
            predicted += counts[p][c];
            if (p != c && counts[c][p] > 0 && (rival < 0 || counts[c][p] > counts[c][rival])) {
                rival = p;
            }
        }
        out.append("<tr><th scope=\"row\">").append(Html.escape(classes.get(c)))
                .append("</th><td class=\"number\">")
                .append(Numbers.count(total)).append("</td>");
        if (total == 0) {
            out.append("<td class=\"quiet\">no samples</td><td></td>");
        } else {
            double recall = (double) counts[c][c] / total;
            double[] interval = wilson(counts[c][c], total);
            out.append("<td><span class=\"meter\"><span style=\"width:")
                    .append(String.format(Locale.ROOT, "%.1f%%", 100 * recall)).append("\"></span></span> ")
                    .append(percent(recall)).append("</td><td class=\"number\">")
                    .append(percent(interval[0]).replace("%", "")).append("\u2013")
                    .append(percent(interval[1]))
                    .append("</td>");
        }
        out.append("<td class=\"number\">")
                .append(predicted == 0 ? "\u2013" : percent((double) counts[c][c] / predicted))
                .append("</td><td>")
                .append(rival < 0
                        ? "\u2013"
                        : Html.escape(classes.get(rival)) + " <span class=\"quiet\">(" + counts[c][rival]
                                + ")</span>")
                .append("</td></tr>\n");
    }

    /** The mean of the recalls of the classes that have samples. */
    static double balancedAccuracy(long[][] counts) {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < counts.length; c++) {
            long total = 0;
            for (long count : counts[c]) {
                total += count;
            }
            if (total > 0) {
                sum += (double) counts[c][c] / total;
                classes++;
            }
        }
        return classes == 0 ? Double.NaN : sum / classes;
    }

    /**
     * The score interval of Wilson (1927, JASA 22:209) for a binomial proportion at 95%. It treats samples as
     * independent, which neighbouring scans are not; the interval of the headline takes folds as units instead.
     */
    static double[] wilson(long hits, long total) {
        double p = (double) hits / total;
        double z2 = Z_95 * Z_95;
        double centre = (p + z2 / (2 * total)) / (1 + z2 / total);
        double half = Z_95 * Math.sqrt(p * (1 - p) / total + z2 / (4.0 * total * total)) / (1 + z2 / total);
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * value);
    }
}
