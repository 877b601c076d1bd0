package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.engram.cli.report.LineChart;
import org.engram.cli.report.Score;
import org.engram.cli.report.SignalReport;
import org.engram.cli.report.TimeMatrixChart;
import org.engram.compute.statistics.ClusterTest;
import org.engram.decoders.timeseries.evaluation.OverTimeResult;
import org.engram.io.provenance.Provenance;

/** The report of decoding over time. */
final class OverTimePage {
    private static final int FEWEST_FOR_BAND = 5;
    private static final double OUTSIDE_BAND = 0.05;

    private final OverTimeFiles given;
    private final OverTimeResult result;
    private final Score score;
    private final Provenance provenance;

    OverTimePage(OverTimeFiles given, Provenance provenance) {
        this.given = given;
        this.result = given.result();
        this.score = EpochDecodingPage.score(result.score());
        this.provenance = provenance;
    }

    void write(Path target) throws IOException {
        int peak = result.peak();
        SignalReport report = new SignalReport("Decoding over time", String.join(", ", result.classNames()),
                EpochPages.subtitle(given.study(), result.protocol(), given.classifier()))
                .fact(score.format(result.diagonal()[peak]), "largest " + score.name())
                .fact(String.format(Locale.ROOT, "%.3f s", result.timesSeconds()[peak]), "its time")
                .fact(score.format(result.chance()), "chance")
                .fact(String.valueOf(result.trials()), "trials")
                .fact(String.valueOf(result.groupScores().size()), "groups")
                .part("When").figure(line(), caption());
        if (result.isGeneralisation()) {
            report.part("What is learned at one time, tested at another").figure(matrix(),
                    "Red above chance, blue below"
                            + (result.test().isPresent()
                                    ? "; the line is drawn around what is above chance"
                                    : "")
                            + ". A square says that a pattern is held, a diagonal that one follows another.");
        }
        groups(report);
        methods(report);
        report.notices(given.notices()).write(target, provenance);
    }

    private String caption() {
        String band = result.groupScores().size() >= FEWEST_FOR_BAND
                ? " The band is the 95 % confidence interval of the mean over " + result.groupScores().size()
                        + " groups."
                : "";
        return result.test().isPresent()
                ? "Shaded: " + given.spans() + "." + band
                        + " The edges of a cluster are not tested: it says that"
                        + " there is an effect, not when it begins and ends."
                : "Whether scores are above chance was not tested." + band;
    }

    private String line() {
        double[] times = result.timesSeconds();
        double[] own = result.diagonal();
        LineChart chart = new LineChart(score.name() + " over time", "Time (s)", score.name())
                .level(result.chance(), "chance");
        if (times[0] < 0 && times[times.length - 1] > 0) {
            chart.mark(0, "event");
        }
        result.spans().forEach(span -> chart.span(span.fromSeconds(), span.toSeconds(),
                String.format(Locale.ROOT, "above chance, p = %.3g", span.p())));
        double[][] band = band(own);
        return band == null
                ? chart.curve(score.name(), times, own).svg()
                : chart.curve(score.name(), times, own, band[0], band[1]).svg();
    }

    /** Mean over groups and t quantile times its standard error, about the score over all. */
    private double[][] band(double[] own) {
        List<double[]> groups = result.groupScores().values().stream().map(result::diagonal).toList();
        int n = groups.size();
        if (n < FEWEST_FOR_BAND) {
            return null;
        }
        double quantile = ClusterTest.threshold(OUTSIDE_BAND, n, ClusterTest.Tail.BOTH);
        double[][] band = new double[2][own.length];
        for (int t = 0; t < own.length; t++) {
            int time = t;
            double mean = groups.stream().mapToDouble(group -> group[time]).average().orElseThrow();
            double squares = groups.stream()
                    .mapToDouble(group -> (group[time] - mean) * (group[time] - mean)).sum();
            double half = quantile * Math.sqrt(squares / (n - 1) / n);
            if (!Double.isFinite(half)) {
                return null;
            }
            band[0][t] = own[t] - half;
            band[1][t] = own[t] + half;
        }
        return band;
    }

    private String matrix() {
        double[] times = result.timesSeconds();
        return new TimeMatrixChart(score.name(), times, "Trained at (s)", times, "Tested at (s)").svg(
                result.scores(), result.chance(),
                result.test().map(OverTimeResult.Test::significant).orElse(null));
    }

    private void groups(SignalReport report) {
        if (result.groupScores().size() < 2) {
            return;
        }
        LineChart chart = new LineChart(score.name() + " of each group", "Time (s)", score.name())
                .level(result.chance(), "chance");
        result.groupScores().forEach(
                (name, scores) -> chart.curve(name, result.timesSeconds(), result.diagonal(scores)));
        List<List<String>> rows = new ArrayList<>();
        int peak = result.peak();
        result.groupScores().forEach((name, scores) -> rows.add(
                List.of(name, score.format(result.diagonal(scores)[peak]))));
        report.part("Each group").figure(chart.svg(), "One line for each group that was tested.")
                .table(List.of("Group", String.format(Locale.ROOT, "%s at %.3f s", score.name(),
                        result.timesSeconds()[peak])), rows);
    }

    private void methods(SignalReport report) {
        report.method("The classes " + String.join(", ", result.classNames()) + " of " + result.trials()
                + " trials were decoded from " + EpochPages.source(given.study().epochs()) + ": "
                + result.analysis() + " (" + EpochPages.novelty(result.protocol()) + ")."
                + (given.study().preparation().isEmpty()
                        ? ""
                        : " Before decoding, " + given.study().preparation() + "."))
                .method("The score is " + score.name() + ". "
                        + result.test().map(test -> "Times above chance were found by " + test.words()
                                + ", at a family-wise level of " + test.level() + ".")
                                .orElse("Scores were not tested against chance.")
                        + " All computations were done with Engram " + provenance.toolVersion() + ".");
        report.reference(EpochPages.KING.text(), EpochPages.KING.doi());
        if (result.test().isPresent() && result.test().get().words().contains("cluster")) {
            report.reference(EpochPages.MARIS.text(), EpochPages.MARIS.doi());
        }
    }
}
