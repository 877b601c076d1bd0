package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.core.Notice;
import org.engram.decoders.timeseries.evaluation.OverTimeResult;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * What decoding over time leaves in its folder: {@code results.json}, {@code scores.csv}, {@code report.html}, and a JSON
 * sidecar beside each.
 *
 * @param study the epochs
 * @param result what was found
 * @param classifier its name
 * @param target the column with the class
 * @param group the column with the subject
 * @param notices what a reader should know
 * @param record how the result came about
 */
public record OverTimeFiles(EpochStudy study, OverTimeResult result, String classifier, String target,
        String group, List<Notice> notices, RunRecord record) {
    /**
     * @param folder where to write; made if it is not there. Files of the same names are replaced
     * @throws IOException if writing fails
     */
    public void write(Path folder) throws IOException {
        ResultFolder.write(folder, this::writeAll);
    }

    private void writeAll(Path folder) throws IOException {
        Provenance provenance = record.finish(notices);
        Path scores = folder.resolve("scores.csv");
        TableFile.write(scores, result.isGeneralisation() ? matrix() : series());
        provenance.writeBeside(scores);
        new OverTimePage(this, provenance).write(folder.resolve("report.html"));
        provenance.writeBeside(folder.resolve("report.html"));
        Path results = folder.resolve("results.json");
        JsonFile.write(results, fields());
        provenance.writeBeside(results);
    }

    private Table series() {
        List<Column> columns = new ArrayList<>(List.of(Column.ofNumbers("time", result.timesSeconds()),
                Column.ofNumbers("score", result.scores()[0])));
        result.test().ifPresent(test -> columns.add(Column.ofNumbers("p", test.p()[0])));
        result.groupScores()
                .forEach((name, scores) -> columns.add(Column.ofNumbers("group " + name, scores[0])));
        return Table.of("scores", columns);
    }

    private Table matrix() {
        int n = result.timesSeconds().length;
        double[][] columns = new double[4][n * n];
        for (int i = 0; i < n * n; i++) {
            columns[0][i] = result.timesSeconds()[i / n];
            columns[1][i] = result.timesSeconds()[i % n];
            columns[2][i] = result.scores()[i / n][i % n];
            columns[3][i] = result.test().isPresent() ? result.test().get().p()[i / n][i % n] : Double.NaN;
        }
        List<Column> all = new ArrayList<>(List.of(Column.ofNumbers("training_time", columns[0]),
                Column.ofNumbers("testing_time", columns[1]), Column.ofNumbers("score", columns[2])));
        if (result.test().isPresent()) {
            all.add(Column.ofNumbers("p", columns[3]));
        }
        return Table.of("scores", all);
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        int peak = result.peak();
        Map<String, Object> fields = ResultFields.ordered("score", ResultFields.ordered("name",
                result.score().words(), "value", ResultFields.finite(result.diagonal()[peak])), "chance",
                result.chance(), "peak", ResultFields.ordered("time", result.timesSeconds()[peak], "score",
                        ResultFields.finite(result.diagonal()[peak])),
                "over_time", result.isGeneralisation() ? "generalising" : "sliding", "times",
                ResultFields.list(result.timesSeconds()), "scores", values(result.scores()));
        fields.put("significant", result.test().isEmpty()
                ? null
                : result.spans().stream().map(span -> ResultFields.ordered("from", span.fromSeconds(), "to",
                        span.toSeconds(), "p", span.p())).toList());
        fields.put("p_values", result.test().isEmpty() ? null : values(result.test().get().p()));
        fields.put("test", result.test().map(OverTimeResult.Test::words).orElse(null));
        fields.put("labels", result.classNames());
        fields.put("n_samples", result.trials());
        fields.put("n_groups", result.groupScores().size());
        fields.put("protocol", result.protocol().shortName());
        fields.put("pipeline", classifier);
        fields.put("target", target);
        fields.put("group", group);
        Map<String, Object> groups = new LinkedHashMap<>();
        result.groupScores().forEach((name, scores) -> groups.put(name,
                ResultFields.list(result.diagonal(scores))));
        fields.put("groups", groups);
        fields.put("analysis", result.analysis());
        fields.put("notices", ResultFields.notices(notices));
        return fields;
    }

    private Object values(double[][] matrix) {
        return result.isGeneralisation()
                ? Arrays.stream(matrix).map(ResultFields::list).toList()
                : ResultFields.list(matrix[0]);
    }

    /** @return the result in one line */
    public String headline() {
        int peak = result.peak();
        return String.format(Locale.ROOT,
                "%s peaks at %.3f at %.3f s, chance %.3f; %s (%d trials of %d %ss, %s)",
                result.score().words(), result.diagonal()[peak], result.timesSeconds()[peak], result.chance(),
                spans(), result.trials(), result.groupScores().size(),
                result.groupScores().size() > 1 ? EpochPages.noun(group) : "group", classifier);
    }

    /** Where scores are above chance, in words. */
    String spans() {
        if (result.test().isEmpty()) {
            return "not tested against chance";
        }
        List<OverTimeResult.Span> spans = result.spans();
        if (spans.isEmpty()) {
            return "nowhere above chance (p > " + result.test().get().level() + ")";
        }
        List<String> words = new ArrayList<>();
        spans.forEach(span -> words.add(String.format(Locale.ROOT, "%.3f to %.3f s (p = %.3g)",
                span.fromSeconds(), span.toSeconds(), span.p())));
        return "above chance from " + String.join(", ", words);
    }
}
