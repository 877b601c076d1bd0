package org.engram.cli.report;

/** The result on a scale: the score as a dot, its interval as a bar, chance as a mark. */
final class HeadlineChart {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 66;
    private static final double EDGE = 26;
    private static final double MIDDLE = 26;

    private HeadlineChart() {}

    /** @param interval may be null */
    static String svg(Score score, double value, double chance, Interval interval) {
        double[] range = score.isBounded()
                ? new double[] {0, 1}
                : Axis.around(value, chance, interval == null ? value : interval.low(),
                        interval == null ? value : interval.high());
        Axis across = new Axis(range[0], range[1], EDGE, WIDTH - EDGE);
        Svg svg = new Svg("headline", WIDTH, HEIGHT,
                score.heading() + " " + score.format(value) + ", chance " + score.format(chance));
        svg.rect("track", EDGE, MIDDLE - 2, WIDTH - 2 * EDGE, 4);
        for (double tick : across.ticks()) {
            svg.text("tick", across.pixel(tick), HEIGHT - 14, "middle", FoldScoreChart.tick(score, tick));
        }
        double at = across.pixel(chance);
        svg.line("chance", at, MIDDLE - 14, at, MIDDLE + 12);
        String side = at < 60 ? "start" : at > WIDTH - 60 ? "end" : "middle";
        svg.text("chance-label", at, MIDDLE - 17, side, "chance");
        if (interval != null) {
            svg.rect("interval", across.pixel(interval.low()), MIDDLE - 5,
                    across.pixel(interval.high()) - across.pixel(interval.low()), 10);
        }
        svg.dot("dot", across.pixel(value), MIDDLE, 8, score.format(value));
        return svg.end();
    }
}
