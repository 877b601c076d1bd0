package org.engram.cli.report;

import java.util.Arrays;

/** Bars of how often values fall where, with up to two marked values. The frame of the histograms in reports. */
final class HistogramChart {
    private static final double WIDTH = 460;
    private static final double HEIGHT = 250;
    private static final double LEFT = 20;
    private static final double RIGHT = 20;
    private static final double TOP = 40;
    private static final double BOTTOM = 46;
    private static final int FEWEST_BINS = 8;
    private static final int MOST_BINS = 60;

    private HistogramChart() {}

    /** A value drawn as a line with words at its upper end. */
    record Mark(double value, String words, String style) {}

    /**
     * @param values NaN are passed over
     * @param axisTitle what is on the horizontal axis
     * @param title what the chart shows
     */
    static String svg(double[] values, Score score, String axisTitle, String title, Mark... marks) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        double[] all = Arrays.copyOf(sorted, sorted.length + marks.length);
        for (int m = 0; m < marks.length; m++) {
            all[sorted.length + m] = marks[m].value();
        }
        double[] range = Axis.around(all);
        Axis across = new Axis(range[0], range[1], LEFT, WIDTH - RIGHT);
        Svg svg = new Svg("histogram", WIDTH, HEIGHT, title);
        double floor = HEIGHT - BOTTOM;
        double[] edges = edges(sorted);
        int[] counts = counts(sorted, edges);
        int highest = Math.max(1, Arrays.stream(counts).max().orElse(1));
        for (int b = 0; b < counts.length; b++) {
            double height = (floor - TOP) * counts[b] / highest;
            double x = across.pixel(edges[b]);
            svg.rect("bar", x, floor - height, across.pixel(edges[b + 1]) - x - 0.6, height);
        }
        svg.line("base", LEFT, floor, WIDTH - RIGHT, floor);
        for (double tick : across.ticks()) {
            svg.text("tick", across.pixel(tick), floor + 17, "middle", FoldScoreChart.tick(score, tick));
        }
        for (int m = 0; m < marks.length; m++) {
            double x = across.pixel(marks[m].value());
            double top = TOP - 6 - 15 * m;
            svg.line(marks[m].style(), x, top, x, floor);
            String anchor = x > 0.7 * WIDTH ? "end" : x < 0.3 * WIDTH ? "start" : "middle";
            svg.text(marks[m].style() + "-label", x, top - 4, anchor, marks[m].words());
        }
        svg.text("axis-title", WIDTH / 2, HEIGHT - 6, "middle", axisTitle);
        return svg.end();
    }

    /** Bins by the rule of Freedman and Diaconis: twice the interquartile range over the cube root of the number. */
    static double[] edges(double[] sorted) {
        if (sorted.length == 0) {
            return new double[] {0, 1};
        }
        double low = sorted[0];
        double span = sorted[sorted.length - 1] - low;
        if (span == 0) {
            double half = Math.max(1e-6, 0.01 * Math.abs(low));
            return new double[] {low - half, low + half};
        }
        double quartiles = sorted[3 * (sorted.length - 1) / 4] - sorted[(sorted.length - 1) / 4];
        double width = 2 * quartiles / Math.cbrt(sorted.length);
        int wanted = width > 0 ? (int) Math.min(MOST_BINS, Math.ceil(span / width)) : FEWEST_BINS;
        int bins = distinctLimit(sorted, Math.max(FEWEST_BINS, wanted));
        double[] edges = new double[bins + 1];
        for (int b = 0; b <= bins; b++) {
            edges[b] = low + span * b / bins;
        }
        return edges;
    }

    /** Scores of few samples take few values; more bins than values would leave gaps that mean nothing. */
    private static int distinctLimit(double[] sorted, int bins) {
        int distinct = 1;
        for (int i = 1; i < sorted.length && distinct <= bins; i++) {
            if (sorted[i] > sorted[i - 1]) {
                distinct++;
            }
        }
        return Math.max(1, Math.min(bins, distinct));
    }

    static int[] counts(double[] sorted, double[] edges) {
        int[] counts = new int[edges.length - 1];
        double low = edges[0];
        double width = (edges[edges.length - 1] - low) / counts.length;
        for (double value : sorted) {
            counts[Math.max(0, Math.min(counts.length - 1, (int) ((value - low) / width)))]++;
        }
        return counts;
    }
}
