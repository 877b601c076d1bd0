package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.report.DecodingReport;
import org.engram.cli.report.FoldScore;
import org.engram.cli.report.Interval;
import org.engram.cli.report.Score;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.FoldResult;
import org.engram.core.Notice;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.TrialScores;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/** Writes what was decoded: {@code results.json}, {@code predictions.tsv} and {@code report.html}, in one folder. */
final class DecodingOutput {
    private final DecodingStep step;
    private final DecodingStep.Result decoded;
    private final EpochDecodingResult result;
    private final List<Notice> notices;

    DecodingOutput(DecodingStep step, DecodingStep.Result decoded, List<Notice> notices) {
        this.step = step;
        this.decoded = decoded;
        this.result = decoded.result();
        this.notices = List.copyOf(notices);
    }

    List<Path> write(Path folder, Provenance provenance) throws IOException {
        Path predictions = folder.resolve("predictions.tsv");
        TableFile.write(predictions, predictions());
        Path results = folder.resolve("results.json");
        JsonFile.write(results, fields());
        provenance.writeBeside(results);
        Path page = folder.resolve("report.html");
        report(provenance).build().write(page);
        return List.of(predictions, results, page);
    }

    private Score score() {
        return switch (result.crossValidation().scoring()) {
            case ACCURACY -> Score.ACCURACY;
            case BALANCED_ACCURACY -> Score.BALANCED_ACCURACY;
            case ROC_AUC -> Score.ROC_AUC;
        };
    }

    private double chance() {
        return switch (result.crossValidation().scoring()) {
            case ACCURACY -> result.chanceLevel().majority();
            case BALANCED_ACCURACY -> 1.0 / result.classNames().size();
            case ROC_AUC -> 0.5;
        };
    }

    private DecodingReport.Builder report(Provenance provenance) {
        ConfusionMatrix confusion = result.crossValidation().confusion();
        double[] scores = result.crossValidation().foldScores();
        List<FoldScore> folds = new ArrayList<>();
        for (int f = 0; f < scores.length; f++) {
            FoldResult fold = result.crossValidation().folds().get(f);
            folds.add(new FoldScore(fold.split().name(), scores[f], fold.truth().size()));
        }
        DecodingReport.Builder report = DecodingReport.builder(String.join(", ", result.classNames()))
                .subtitle(result.groupScores().size() + " x " + step.group() + ", "
                        + result.protocol().shortName() + ", " + result.pipeline())
                .score(score(), result.score(), chance())
                .confusion(confusion.names(), Arrays.stream(confusion.counts())
                        .map(row -> Arrays.stream(row).asLongStream().toArray()).toArray(long[][]::new))
                .folds(folds).method(result.describe()).notices(notices).provenance(provenance);
        result.interval()
                .ifPresent(i -> report.interval(new Interval(i.lower(), i.upper(), i.level(), i.method())));
        result.permutation().ifPresent(test -> report.permutations(test.scores(), test.pValue()));
        return report;
    }

    private Table predictions() {
        List<String> folds = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        for (FoldResult fold : result.crossValidation().folds()) {
            int[] test = fold.split().test();
            for (int i = 0; i < test.length; i++) {
                folds.add(fold.split().name());
                rows.add(result.trials().get(test[i]));
                truth.add(fold.truth().name(i));
                predicted.add(fold.predicted().name(i));
            }
        }
        Table trials = decoded.study().table().rows(rows.stream().mapToInt(Integer::intValue).toArray());
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofText("fold", folds));
        for (String name : List.of("subject", "session", "task", "run", "onset")) {
            if (trials.has(name)) {
                columns.add(trials.column(name));
            }
        }
        columns.add(Column.ofText("label", truth));
        columns.add(Column.ofText("predicted", predicted));
        return Table.of("predictions", columns);
    }

    /** What a program wants to know. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("score", result.crossValidation().scoring().words());
        fields.put("value", result.score());
        fields.put("chance", chance());
        fields.put("accuracy", result.scores().accuracy());
        fields.put("balanced_accuracy", result.scores().balancedAccuracy());
        fields.put("roc_auc", area(result.scores()));
        fields.put("chance_majority", result.chanceLevel().majority());
        result.interval().ifPresent(i -> fields.put("confidence_interval",
                ordered("lower", i.lower(), "upper", i.upper(), "level", i.level(), "method", i.method())));
        fields.put("p_value", result.permutation().map(test -> (Object) test.pValue()).orElse(null));
        fields.put("target", step.target());
        fields.put("group", step.group());
        fields.put("protocol", result.protocol().shortName());
        fields.put("pipeline", result.pipeline());
        fields.put("labels", result.classNames());
        fields.put("confusion", Arrays.stream(result.crossValidation().confusion().counts())
                .map(row -> Arrays.stream(row).boxed().toList()).toList());
        fields.put("n_samples", result.crossValidation().truth().size());
        fields.put("n_features", result.features());
        List<Object> folds = new ArrayList<>();
        for (int f = 0; f < result.foldScores().size(); f++) {
            FoldResult fold = result.crossValidation().folds().get(f);
            Map<String, Object> entry = ordered("name", fold.split().name(), "groups",
                    result.foldGroups().get(f),
                    "n_train", fold.split().train().length, "n_test", fold.truth().size());
            entry.putAll(scores(result.foldScores().get(f)));
            folds.add(entry);
        }
        fields.put("folds", folds);
        Map<String, Object> groups = new LinkedHashMap<>();
        result.groupScores().forEach((name, scores) -> groups.put(name, scores(scores)));
        fields.put("groups", groups);
        fields.put("analysis", result.analysis());
        fields.put("notices", notices.stream()
                .map(notice -> ordered("code", notice.code(), "text", notice.text())).toList());
        return fields;
    }

    private static Map<String, Object> scores(TrialScores scores) {
        return ordered("accuracy", scores.accuracy(), "balanced_accuracy", number(scores.balancedAccuracy()),
                "roc_auc", area(scores));
    }

    private static Object area(TrialScores scores) {
        return scores.rocArea().isPresent() ? scores.rocArea().getAsDouble() : null;
    }

    private static Object number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The result in one line. */
    String headline() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s %.3f",
                result.crossValidation().scoring().words(), result.score()));
        result.interval().ifPresent(i -> line.append(String.format(Locale.ROOT, " [%.3f, %.3f]", i.lower(),
                i.upper())));
        line.append(String.format(Locale.ROOT, ", chance %.3f", chance()));
        result.permutation()
                .ifPresent(test -> line.append(String.format(Locale.ROOT, ", p = %.3g", test.pValue())));
        return line.append(String.format(Locale.ROOT, " (%s, %s, %d epochs, %d folds)", result.pipeline(),
                result.protocol().shortName(), result.crossValidation().truth().size(),
                result.foldScores().size())).toString();
    }
}
