package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.engram.cli.viewer.ColourMap;
import org.engram.cli.viewer.ViewerScene;
import org.engram.compute.estimation.Labels;
import org.engram.compute.validation.AveragedWeights;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.FoldResult;
import org.engram.core.Notice;
import org.engram.decoders.decoding.DecodingResult;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * What decoding leaves in its folder: {@code results.json}, {@code predictions.tsv}, a weight and a pattern map per class,
 * {@code report.html}, and a JSON sidecar beside each. They are written beside the folder and moved into it together when
 * all are complete: after a failure it holds what it held before.
 */
public final class DecodingFiles {
    private final Builder given;

    private DecodingFiles(Builder given) {
        this.given = given;
    }

    /**
     * @param study the runs
     * @param mask the voxels
     * @param samples the samples decoded
     * @param result what was found
     * @return a builder
     */
    public static Builder builder(FmriStudy study, AnalysisMask mask, FmriSamples samples,
            DecodingResult result) {
        return new Builder(study, mask, samples, result);
    }

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
        Provenance provenance = given.record.finish(given.notices);
        BrainMaps maps = new BrainMaps(given.samples.masker(), given.samples.background(), given.anatomy);
        for (Path map : writeMaps(folder, maps)) {
            provenance.writeBeside(map, Map.of("SpatialReference", "the first BOLD image"));
        }
        Optional<ViewerScene> scene = given.result.weights().isPresent()
                ? Optional.of(maps.scene("Patterns", "Class", ColourMap.WARM_COOL))
                : Optional.empty();
        Path predictions = folder.resolve("predictions.tsv");
        TableFile.write(predictions, predictions());
        provenance.writeBeside(predictions);
        new DecodingPage(given, provenance).write(scene, folder.resolve("report.html"));
        provenance.writeBeside(folder.resolve("report.html"));
        Path results = folder.resolve("results.json");
        JsonFile.write(results, fields());
        provenance.writeBeside(results);
    }

    private List<Path> writeMaps(Path folder, BrainMaps maps) throws IOException {
        List<Path> written = new ArrayList<>();
        if (given.result.weights().isEmpty()) {
            return written;
        }
        AveragedWeights weights = given.result.weights().get();
        List<String> names = weights.classNames();
        for (int c = 0; c < names.size(); c++) {
            String name = BrainMaps.fileName(names.get(c));
            written.add(maps.write(weights.patterns().row(c), folder.resolve("pattern_" + name + ".nii.gz"),
                    names.get(c), true));
            written.add(
                    maps.write(weights.coefficients().row(c), folder.resolve("weights_" + name + ".nii.gz"),
                            names.get(c), false));
        }
        return written;
    }

    private Table predictions() {
        List<String> folds = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        List<Double> onsets = new ArrayList<>();
        List<double[]> decisions = new ArrayList<>();
        for (FoldResult fold : given.result.folds()) {
            int[] test = fold.split().test();
            for (int i = 0; i < test.length; i++) {
                folds.add(fold.split().name());
                runs.add(given.samples.runs().get(test[i]));
                onsets.add(given.samples.onsetsSeconds().get(test[i]));
                truth.add(fold.truth().name(i));
                predicted.add(fold.predicted().name(i));
                decisions.add(fold.decisionValues().row(i));
            }
        }
        List<Column> columns = new ArrayList<>(
                List.of(Column.ofText("fold", folds), Column.ofText("run", runs),
                        Column.ofNumbers("onset", numbers(onsets)), Column.ofText("label", truth),
                        Column.ofText("predicted", predicted)));
        List<String> names = given.samples.labels().names();
        for (int c = 0; c < names.size(); c++) {
            int code = c;
            columns.add(Column.ofNumbers("decision_" + names.get(c),
                    decisions.stream().mapToDouble(row -> row[code]).toArray()));
        }
        return Table.of("predictions", columns);
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        DecodingResult result = given.result;
        ConfusionMatrix confusion = result.confusion();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accuracy", confusion.accuracy());
        fields.put("balanced_accuracy", confusion.balancedAccuracy());
        fields.put("chance", result.chance());
        fields.put("chance_majority", result.chanceLevel().majority());
        result.interval()
                .ifPresent(interval -> fields.put("confidence_interval", ResultFields.interval(interval)));
        fields.put("p_value", result.pValue().isPresent() ? result.pValue().getAsDouble() : null);
        result.permutation().ifPresent(test -> fields.put("permutations", ResultFields.permutations(test)));
        result.selectionScore().ifPresent(score -> fields.put("selection_score_optimistic", score));
        ResultFields.putConfusion(fields, confusion);
        fields.put("n_samples", given.samples.labels().size());
        fields.put("n_features", result.features());
        fields.put("folds", result.folds().stream().map(DecodingFiles::fold).toList());
        fields.put("analysis", result.analysis());
        fields.put("notices", ResultFields.notices(given.notices));
        return fields;
    }

    private static Map<String, Object> fold(FoldResult fold) {
        Labels truth = fold.truth();
        Map<String, Object> fields = ResultFields.ordered("name", fold.split().name(), "n_train",
                fold.split().train().length,
                "n_test", truth.size(), "accuracy", fold.confusion().accuracy());
        fold.penalty().ifPresent(penalty -> fields.put("penalty", penalty));
        return fields;
    }

    /** @return the result in one line */
    public String headline() {
        DecodingResult result = given.result;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "accuracy %.3f", result.confusion()
                .accuracy()));
        result.interval().ifPresent(interval -> line.append(String.format(Locale.ROOT, " [%.3f, %.3f]",
                interval.lower(), interval.upper())));
        line.append(String.format(Locale.ROOT, ", chance %.3f", result.chance()));
        result.pValue().ifPresent(p -> line.append(String.format(Locale.ROOT, ", p = %.3g", p)));
        return line.append(" (").append(given.samples.labels().size()).append(" samples, ")
                .append(result.features())
                .append(" features, ").append(result.folds().size())
                .append(result.folds().size() == 1 ? " fold)" : " folds)").toString();
    }

    /** Collects what is to be written. */
    public static final class Builder {
        final FmriStudy study;
        final AnalysisMask mask;
        final FmriSamples samples;
        final DecodingResult result;
        Optional<Path> anatomy = Optional.empty();
        String preparation = "";
        String classifier = "";
        String scheme = "";
        String tuning = "";
        List<Notice> notices = List.of();
        RunRecord record;

        private Builder(FmriStudy study, AnalysisMask mask, FmriSamples samples, DecodingResult result) {
            this.study = study;
            this.mask = mask;
            this.samples = samples;
            this.result = result;
        }

        /**
         * @param value what maps are shown on; default: the first BOLD volume
         * @return this
         */
        public Builder anatomy(Optional<Path> value) {
            anatomy = value;
            return this;
        }

        /**
         * @param phrase what was done to the data, to follow "Before decoding, "
         * @return this
         */
        public Builder preparation(String phrase) {
            preparation = phrase;
            return this;
        }

        /**
         * @param estimator the classifier with its parameters, with an article
         * @param crossValidation how samples were divided
         * @param selection how a penalty was chosen, or the empty string
         * @return this
         */
        public Builder methods(String estimator, String crossValidation, String selection) {
            classifier = estimator;
            scheme = crossValidation;
            tuning = selection;
            return this;
        }

        /**
         * @param value what a reader should know
         * @return this
         */
        public Builder notices(List<Notice> value) {
            notices = List.copyOf(value);
            return this;
        }

        /**
         * @param value how the result came about
         * @return this
         */
        public Builder record(RunRecord value) {
            record = value;
            return this;
        }

        /** @return the files, not yet written */
        public DecodingFiles build() {
            return new DecodingFiles(this);
        }
    }
}
