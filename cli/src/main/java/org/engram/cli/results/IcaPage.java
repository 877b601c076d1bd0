package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.engram.cli.report.LineChart;
import org.engram.cli.report.SignalReport;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.ica.ComponentScores;
import org.engram.preprocessing.electrophysiology.ica.IcaOptions;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;

/** The report of independent components: where they are, how fast, and which look like eyes and heart. */
final class IcaPage {
    private static final int MOST_MAPS = 60;
    private static final int MOST_CURVES = 8;
    private static final double FASTEST_HZ = 60;

    private final IcaSolution solution;
    private final Recording recording;
    private final ComponentLabels labels;
    private final IcaOptions options;
    private final double[] variance;
    private final SignalReport report;

    IcaPage(Path in, IcaSolution solution, Recording recording, ComponentLabels labels, IcaOptions options,
            List<Notice> notices) {
        this.solution = solution;
        this.recording = recording;
        this.labels = labels;
        this.options = options;
        variance = solution.explainedVariance();
        report = new SignalReport("Components report", in.getFileName().toString(),
                "independent components by " + algorithm()).notices(notices);
    }

    private String algorithm() {
        return switch (options.algorithm()) {
            case FAST_ICA -> "FastICA";
            case INFOMAX -> options.extended() ? "extended Infomax" : "Infomax";
            default -> options.extended() ? "extended Picard" : "Picard";
        };
    }

    void write(Path page, SpectrumCharts.Measured spectra, String signals, Provenance provenance)
            throws IOException {
        report.fact(String.valueOf(solution.componentCount()), "components")
                .fact(String.valueOf(solution.channels().size()), "channels")
                .fact(String.valueOf(solution.rank()), "rank")
                .fact(solution.convergence().converged() ? "yes" : "no", "converged")
                .fact(String.valueOf(labels.excluded().size()), "look like artefacts");
        artefacts(signals);
        topographies();
        spectra(spectra);
        table();
        methods();
        report.write(page, provenance);
    }

    private void artefacts(String signals) {
        report.part("Eyes and heart");
        IcaFiles.lines(solution, labels).forEach(report::words);
        report.link(signals, "Scroll through the time courses of the components");
        for (ComponentScores scores : labels.eyes()) {
            report.figure(scores("Correlation with " + scores.channel() + ", 1 to 10 Hz", scores),
                    "Each component's correlation; flagged: " + flagged(scores) + ".");
        }
        labels.heart().ifPresent(scores -> report.figure(
                scores("Agreement of phase over heartbeats, 8 to 16 Hz", scores),
                "Significance from 0 to 1 at heartbeats seen in " + scores.channel() + "; flagged: "
                        + flagged(scores) + "."));
    }

    private static String flagged(ComponentScores scores) {
        return scores.flagged().length == 0
                ? "none"
                : String.join(", ", IntStream.of(scores.flagged()).mapToObj(String::valueOf).toList());
    }

    private static String scores(String title, ComponentScores scores) {
        double[] places = IntStream.range(0, scores.scores().length).asDoubleStream().toArray();
        LineChart chart = new LineChart(title, "component", "score").curve("score", places, scores.scores())
                .level(0, "");
        for (int k : scores.flagged()) {
            chart.mark(k, String.valueOf(k));
        }
        return chart.svg();
    }

    private void topographies() {
        List<Channel> channels = solution.channels().stream()
                .map(name -> recording.channels().get(recording.channel(name))).toList();
        Matrix maps = solution.topographies();
        int shown = Math.min(MOST_MAPS, solution.componentCount());
        for (ChannelType type : ChannelType.values()) {
            Topography.of(channels, type).ifPresent(map -> {
                double[][] values = new double[shown][];
                List<String> titles = new ArrayList<>();
                for (int k = 0; k < shown; k++) {
                    values[k] = normalised(map.of(column(maps, k)));
                    String label = labels.label(k);
                    titles.add(String.format(Locale.ROOT, "%d: %.1f%%%s", k, 100 * variance[k],
                            label.isEmpty() ? "" : ", " + label));
                }
                report.part("Topographies: " + SignalUnits.words(type)).figure(map.svg(titles, values, ""),
                        "How each component reaches the channels, each divided by its largest value, with the share"
                                + " of the variance it explains.");
            });
        }
    }

    private static double[] column(Matrix matrix, int column) {
        return IntStream.range(0, matrix.rows()).mapToDouble(row -> matrix.get(row, column)).toArray();
    }

    private static double[] normalised(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        double divisor = largest == 0 ? 1 : largest;
        return IntStream.range(0, values.length).mapToDouble(i -> values[i] / divisor).toArray();
    }

    private void spectra(SpectrumCharts.Measured spectra) {
        double highest = Math.min(FASTEST_HZ, recording.samplingRateHz() / 2);
        List<String> names = IntStream.range(0, solution.componentCount()).mapToObj(k -> "IC " + k)
                .toList();
        report.part("Spectra");
        int[] all = IntStream.range(0, names.size()).toArray();
        report.figure(SpectrumCharts.each("All components", spectra, all, names, highest),
                "Sources have unit variance where they were fitted; rest the pointer on a line for its name.");
        int[] out = labels.excluded().stream().mapToInt(Integer::intValue).limit(MOST_CURVES).toArray();
        if (out.length > 0 && names.size() > MOST_CURVES) {
            report.figure(
                    SpectrumCharts.each("Those that look like eyes or heart", spectra, out,
                            IntStream.of(out).mapToObj(names::get).toList(), highest),
                    "Eyes are slow; the heart has the harmonics of its beat.");
        }
    }

    private void table() {
        List<String> head = new ArrayList<>(List.of("component", "variance", "looks like"));
        labels.eyes().forEach(eye -> head.add("r with " + eye.channel()));
        labels.heart().ifPresent(beat -> head.add("heart"));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < solution.componentCount(); k++) {
            int component = k;
            List<String> row = new ArrayList<>(List.of(String.valueOf(k),
                    String.format(Locale.ROOT, "%.1f%%", 100 * variance[k]), labels.label(k)));
            labels.eyes()
                    .forEach(eye -> row.add(String.format(Locale.ROOT, "%.2f", eye.scores()[component])));
            labels.heart()
                    .ifPresent(beat -> row.add(String.format(Locale.ROOT, "%.2f", beat.scores()[component])));
            rows.add(row);
        }
        report.part("All components").table(head, rows);
    }

    private void methods() {
        report.method("Independent components were found with Engram by " + algorithm() + " on "
                + solution.sampleCount() + " samples of " + solution.channels().size()
                + " channels; components count from 0, strongest first.");
        report.method(
                "Eyes: Pearson correlation with the channels near the eyes between 1 and 10 Hz, flagged where it"
                        + " stands out by 3 standard deviations or exceeds 0.7. Heart: Kuiper's statistic of the phase between 8 and 16 Hz over"
                        + " heartbeats (cross-trial phase statistics).");
        report.reference(
                "J. Dammers et al.: Integration of amplitude and phase statistics for complete artifact removal"
                        + " in independent components of neuromagnetic recordings. IEEE Trans. Biomed. Eng. 55 (2008)",
                "10.1109/TBME.2008.926677");
    }
}
