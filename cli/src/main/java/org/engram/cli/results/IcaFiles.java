package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.signals.SignalBrowser;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.ica.IcaOptions;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;

/** What fitting components leaves: the components, their labels with the provenance, a report, and a page to scroll. */
public final class IcaFiles {
    private final Path in;
    private final Path target;
    private final Progress progress;
    private final List<String> words = new ArrayList<>();

    /**
     * @param in the recording
     * @param target the file of components, which ends in .json
     * @param progress told how far the work is
     */
    public IcaFiles(Path in, Path target, Progress progress) {
        this.in = in;
        this.target = target;
        this.progress = progress;
    }

    /**
     * @param solution the components
     * @param recording they were fitted to, filtered
     * @param labels of the components
     * @param options how they were fitted
     * @param report whether to write the pages
     * @param record of this run
     * @param notices what a person should know
     * @return the result, for a program to read
     * @throws IOException if reading or writing fails
     */
    public Map<String, Object> write(IcaSolution solution, Recording recording, ComponentLabels labels,
            IcaOptions options, boolean report, RunRecord record, List<Notice> notices) throws IOException {
        solution.write(target);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("algorithm", options.algorithm().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("channels", solution.channels());
        fields.put("rank", solution.rank());
        fields.put("samples", solution.sampleCount());
        fields.put("converged", solution.convergence().converged());
        fields.put("iterations", solution.convergence().iterations());
        fields.putAll(labels.fields(solution));
        words.add(
                String.format(Locale.ROOT, "%s: %d components of %d channels, %s after %d iterations", target,
                        solution.componentCount(), solution.channels().size(),
                        solution.convergence().converged() ? "converged" : "not converged",
                        solution.convergence().iterations()));
        words.addAll(lines(solution, labels));
        Path page = CleaningFiles.beside(target, "_report.html");
        Path signals = CleaningFiles.beside(target, "_signals.html");
        SpectrumCharts.Measured spectra = null;
        if (report) {
            Recording sources = solution.sources(recording);
            new SignalBrowser(sources, "Components of " + in.getFileName()).write(signals, progress);
            spectra = SpectrumCharts.measure(sources, sources.channelsThat(channel -> true), progress);
        }
        Provenance provenance = record.finish(notices);
        if (report) {
            new IcaPage(in, solution, recording, labels, options, notices).write(page, spectra,
                    signals.getFileName().toString(), provenance);
            words.add("signals: " + signals);
            words.add("report: " + page);
        }
        provenance.writeBeside(target, fields);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("out", target.toString());
        result.putAll(fields);
        if (report) {
            result.put("signals", signals.toString());
            result.put("report", page.toString());
        }
        return result;
    }

    /**
     * @param solution components
     * @param labels of them
     * @return a line for each component that stands out, and what to do about it
     */
    public static List<String> lines(IcaSolution solution, ComponentLabels labels) {
        double[] variance = solution.explainedVariance();
        List<String> lines = new ArrayList<>();
        for (int k : labels.excluded()) {
            int component = k;
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "component %d: %s, %.1f%% of the variance", k, labels.label(k),
                            100 * variance[k]));
            labels.eyes().forEach(eye -> line.append(
                    String.format(Locale.ROOT, ", r = %.2f with %s", eye.scores()[component],
                            eye.channel())));
            labels.heart().ifPresent(beat -> line
                    .append(String.format(Locale.ROOT, ", heart %.2f", beat.scores()[component])));
            lines.add(line.toString());
        }
        lines.add(labels.excluded().isEmpty()
                ? "no component stands out as eyes or heart"
                : "to take out: --exclude " + String.join(",",
                        labels.excluded().stream().map(String::valueOf).toList()));
        return lines;
    }

    /** @return the result in lines, after it was written */
    public List<String> describe() {
        return words;
    }
}
