package org.engram.cli.report;

import java.util.List;

/** The score of every fold as a dot, with the mean over folds and the level of chance as lines. */
public final class FoldScoreChart {
    private static final double WIDTH = 480;
    private static final double HEIGHT = 250;
    private static final double LEFT = 52;
    private static final double RIGHT = 104;
    private static final double TOP = 14;
    private static final double BOTTOM = 46;

    private FoldScoreChart() {}

    /**
     * @param folds the folds in their order; NaN scores are left out
     * @param noun what they are: "fold", "subject"
     * @param score what was measured
     * @param mean the mean over folds
     * @param chance the score of guessing
     * @return an SVG element
     */
    public static String svg(List<FoldScore> folds, String noun, Score score, double mean, double chance) {
        Axis vertical = axis(folds, score, mean, chance);
        Svg svg = new Svg("folds", WIDTH, HEIGHT,
                score.heading() + " of each of " + folds.size() + " " + noun + "s: mean "
                        + score.format(mean) + ", chance " + score.format(chance));
        double right = WIDTH - RIGHT;
        for (double tick : vertical.ticks()) {
            svg.line("grid", LEFT, vertical.pixel(tick), right, vertical.pixel(tick));
            svg.text("tick", LEFT - 8, vertical.pixel(tick) + 4, "end", tick(score, tick));
        }
        double step = (right - LEFT) / Math.max(1, folds.size());
        // Names go under every fold while they fit, else under every so many.
        int longest = folds.stream().mapToInt(fold -> fold.name().length()).max().orElse(1);
        int every = Math.max(1, (int) Math.ceil((Math.min(longest, 8) * 6.5 + 6) / Math.max(1, step)));
        for (int f = 0; f < folds.size(); f++) {
            FoldScore fold = folds.get(f);
            double x = LEFT + (f + 0.5) * step;
            if (Double.isFinite(fold.score())) {
                svg.line("stem", x, vertical.pixel(chance), x, vertical.pixel(fold.score()));
                svg.dot("dot", x, vertical.pixel(fold.score()), Math.min(5, Math.max(2, step / 3)),
                        fold.name() + ": " + score.format(fold.score()) + " on " + fold.testSamples()
                                + " samples");
            }
            if (f % every == 0) {
                String name = fold.name().length() <= 9
                        ? fold.name()
                        : fold.name().substring(0, 8) + "\u2026";
                svg.turned("tick", x, HEIGHT - BOTTOM + 18, 0, "middle", name, fold.name());
            }
        }
        svg.line("chance", LEFT, vertical.pixel(chance), right, vertical.pixel(chance));
        svg.line("mean", LEFT, vertical.pixel(mean), right, vertical.pixel(mean));
        double meanAt = vertical.pixel(mean);
        double chanceAt = vertical.pixel(chance);
        double apart = Math.abs(meanAt - chanceAt) < 26 ? 13 - Math.abs(meanAt - chanceAt) / 2 : 0;
        double up = mean >= chance ? -apart : apart;
        svg.text("mean-label", right + 6, meanAt + 4 + up, "start", "mean " + score.format(mean));
        svg.text("chance-label", right + 6, chanceAt + 4 - up, "start", "chance " + score.format(chance));
        svg.text("axis-title", LEFT + (right - LEFT) / 2, HEIGHT - 6, "middle", "Held-out " + noun);
        return svg.end();
    }

    private static Axis axis(List<FoldScore> folds, Score score, double mean, double chance) {
        if (score.isBounded()) {
            return new Axis(0, 1, HEIGHT - BOTTOM, TOP);
        }
        double[] values = new double[folds.size() + 2];
        for (int f = 0; f < folds.size(); f++) {
            values[f] = folds.get(f).score();
        }
        values[folds.size()] = mean;
        values[folds.size() + 1] = chance;
        double[] range = Axis.around(values);
        return new Axis(range[0], range[1], HEIGHT - BOTTOM, TOP);
    }

    static String tick(Score score, double value) {
        String text = score.format(value);
        return score.percent() ? text.replace(".0%", "%") : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
