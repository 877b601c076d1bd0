package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.FoldResult;
import org.engram.core.Notice;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.TrialScores;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.decoders.timeseries.study.SpatialPatterns;
import org.engram.io.provenance.Provenance;
import org.engram.io.recording.montage.Montage;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * What decoding epochs leaves in its folder: {@code results.json}, {@code predictions.csv}, {@code patterns.csv} where the
 * pipeline has spatial filters, {@code report.html}, and a JSON sidecar beside each.
 *
 * @param study the epochs trained on
 * @param tested the table of the trials tested
 * @param result what was found
 * @param target the column with the class
 * @param group the column with the subject
 * @param notices what a reader should know
 * @param record how the result came about
 * @param patterns of the pipeline's components, if it has any
 * @param montage where electrodes lie that do not say so themselves
 */
public record EpochDecodingFiles(EpochStudy study, Table tested, EpochDecodingResult result, String target,
        String group, List<Notice> notices, RunRecord record, Optional<SpatialPatterns> patterns,
        Montage montage) {
    /**
     * @param folder where to write; made if it is not there. Files of the same names are replaced
     * @throws IOException if writing fails
     */
    public void write(Path folder) throws IOException {
        ResultFolder.write(folder, this::writeAll);
    }

    /**
     * Fails when {@link #write} would, for reasons that are known before anything is computed. Makes nothing.
     *
     * @param folder where to write
     */
    public static void requireWritable(Path folder) {
        ResultFolder.requireWritable(folder);
    }

    private void writeAll(Path folder) throws IOException {
        Provenance provenance = record.finish(notices);
        Path predictions = folder.resolve("predictions.csv");
        TableFile.write(predictions, predictions());
        provenance.writeBeside(predictions);
        if (patterns.isPresent()) {
            Path file = folder.resolve("patterns.csv");
            TableFile.write(file, table(patterns.get()));
            provenance.writeBeside(file);
        }
        new EpochDecodingPage(this, provenance).write(folder.resolve("report.html"));
        provenance.writeBeside(folder.resolve("report.html"));
        Path results = folder.resolve("results.json");
        JsonFile.write(results, fields());
        provenance.writeBeside(results);
    }

    private static Table table(SpatialPatterns patterns) {
        List<Column> columns = new ArrayList<>(List.of(Column.ofText("channel", patterns.channels())));
        for (int k = 0; k < patterns.names().size(); k++) {
            columns.add(Column.ofNumbers(patterns.names().get(k), patterns.patterns()[k]));
        }
        return Table.of("patterns", columns);
    }

    private Table predictions() {
        List<Double> trials = new ArrayList<>();
        List<String> folds = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<double[]> decisions = new ArrayList<>();
        Column groupColumn = tested.column(group);
        for (FoldResult fold : result.crossValidation().folds()) {
            int[] test = fold.split().test();
            for (int i = 0; i < test.length; i++) {
                int row = result.trials().get(test[i]);
                double[] decision = fold.decisionValues().row(i);
                trials.add((double) row);
                folds.add(fold.split().name());
                groups.add(groupColumn.text(row));
                truth.add(fold.truth().name(i));
                predicted.add(fold.predicted().name(i));
                scores.add(decision[decision.length == 2 ? 1 : fold.predicted().code(i)]);
                decisions.add(decision);
            }
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.ofNumbers("trial", trials.stream().mapToDouble(v -> v).toArray()),
                Column.ofText("fold", folds), Column.ofText("group", groups), Column.ofText("truth", truth),
                Column.ofText("predicted", predicted),
                Column.ofNumbers("score", scores.stream().mapToDouble(v -> v).toArray())));
        List<String> names = result.classNames();
        for (int c = 0; c < names.size(); c++) {
            int code = c;
            columns.add(Column.ofNumbers("decision_" + names.get(c),
                    decisions.stream().mapToDouble(row -> row[code]).toArray()));
        }
        return Table.of("predictions", columns);
    }

    /** The score of guessing, in the measure that is reported first. */
    double chance() {
        return switch (result.crossValidation().scoring()) {
            case ACCURACY -> result.chanceLevel().majority();
            case BALANCED_ACCURACY -> result.chanceLevel().uniform();
            case ROC_AUC -> 0.5;
        };
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        ConfusionMatrix confusion = result.crossValidation().confusion();
        Map<String, Object> fields = ResultFields.ordered("accuracy", confusion.accuracy(),
                "balanced_accuracy", confusion.balancedAccuracy(), "roc_auc",
                orNull(result.scores().rocArea()), "score", ResultFields.ordered("name",
                        result.crossValidation().scoring().words(), "value", result.score()),
                "chance", chance(), "chance_majority", result.chanceLevel().majority());
        result.interval().ifPresent(interval -> {
            Map<String, Object> found = ResultFields.interval(interval);
            found.put("of", result.crossValidation().scoring().words());
            fields.put("confidence_interval", found);
        });
        fields.put("p_value", result.permutation().isPresent() ? result.permutation().get().pValue() : null);
        result.permutation().ifPresent(test -> fields.put("permutations", ResultFields.permutations(test)));
        ResultFields.putConfusion(fields, confusion);
        fields.put("n_samples", result.crossValidation().truth().size());
        fields.put("n_tested", confusion.total());
        fields.put("n_features", result.features());
        fields.put("n_groups", result.groupScores().size());
        fields.put("protocol", result.protocol().shortName());
        fields.put("pipeline", result.pipeline());
        fields.put("target", target);
        fields.put("group", group);
        fields.put("channels", study.epochs().channels().stream().map(channel -> channel.name()).toList());
        fields.put("sampling_rate", study.epochs().samplingRateHz());
        fields.put("folds", folds());
        fields.put("groups", groups());
        fields.put("analysis", result.describe());
        fields.put("notices", ResultFields.notices(notices));
        return fields;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private List<Map<String, Object>> folds() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int f = 0; f < result.foldScores().size(); f++) {
            FoldResult fold = result.crossValidation().folds().get(f);
            List<String> groups = result.foldGroups().get(f);
            Map<String, Object> fields = ResultFields.ordered("name", fold.split().name(), "group",
                    groups.size() == 1 ? groups.get(0) : groups, "n_train", fold.split().train().length);
            put(fields, result.foldScores().get(f));
            fold.penalty().ifPresent(penalty -> fields.put("penalty", penalty));
            all.add(fields);
        }
        return all;
    }

    private Map<String, Object> groups() {
        Map<String, Object> groups = new LinkedHashMap<>();
        result.groupScores().forEach((name, scores) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            put(fields, scores);
            groups.put(name, fields);
        });
        return groups;
    }

    private static void put(Map<String, Object> fields, TrialScores scores) {
        fields.put("n_test", scores.trials());
        fields.put("accuracy", scores.accuracy());
        fields.put("balanced_accuracy", scores.balancedAccuracy());
        fields.put("roc_auc", orNull(scores.rocArea()));
    }

    /** @return the result in one line */
    public String headline() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s %.3f",
                result.crossValidation().scoring().words(), result.score()));
        result.interval().ifPresent(interval -> line.append(String.format(Locale.ROOT, " [%.3f, %.3f]",
                interval.lower(), interval.upper())));
        line.append(String.format(Locale.ROOT, ", chance %.3f", chance()));
        result.permutation().ifPresent(test -> line.append(String.format(Locale.ROOT, ", p = %.3g",
                test.pValue())));
        ConfusionMatrix confusion = result.crossValidation().confusion();
        line.append(String.format(Locale.ROOT, "; accuracy %.3f, balanced %.3f", confusion.accuracy(),
                confusion.balancedAccuracy()));
        int folds = result.foldScores().size();
        return line.append(" (").append(confusion.total()).append(" trials of ")
                .append(result.groupScores().size()).append(' ').append(EpochPages.noun(group))
                .append(result.groupScores().size() == 1 ? ", " : "s, ")
                .append(folds).append(folds == 1 ? " fold, " : " folds, ").append(result.pipeline())
                .append(')')
                .toString();
    }
}
