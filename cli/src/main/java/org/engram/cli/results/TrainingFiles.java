package org.engram.cli.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.report.DecodingReport;
import org.engram.cli.report.Interval;
import org.engram.cli.report.Score;
import org.engram.decoders.supervised.DecoderConfiguration;
import org.engram.decoders.supervised.Evaluation;
import org.engram.decoders.supervised.SampleSet;
import org.engram.decoders.supervised.TrainedResult;
import org.engram.io.provenance.Provenance;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;

/**
 * What training leaves in its folder beside {@code model/} and {@code training/}: {@code results.json},
 * {@code predictions.tsv}, {@code metrics.jsonl}, {@code loss-curve.svg}, {@code report.html}, and a sidecar beside each.
 */
public final class TrainingFiles {
    private final SampleSet samples;
    private final TrainedResult result;
    private final RunRecord record;

    /**
     * @param samples that were learnt from
     * @param result what came of it
     * @param record how the command came to it
     */
    public TrainingFiles(SampleSet samples, TrainedResult result, RunRecord record) {
        this.samples = samples;
        this.result = result;
        this.record = record;
    }

    /** Fails when {@link #write} would, for reasons known before. @param folder where to write */
    public static void requireWritable(Path folder) {
        ResultFolder.requireWritable(folder);
    }

    /**
     * @param folder in which the network was trained
     * @throws IOException if writing fails
     */
    public void write(Path folder) throws IOException {
        Provenance provenance = record.finish(result.notices());
        Path work = folder.resolve("training");
        ResultFolder.write(folder, partial -> {
            Files.copy(work.resolve("metrics.jsonl"), partial.resolve("metrics.jsonl"));
            Files.copy(work.resolve("loss.svg"), partial.resolve("loss-curve.svg"));
            Path predictions = partial.resolve("predictions.tsv");
            List<Column> groups = result.groups().map(all -> List.of(Column.ofText("group", all)))
                    .orElse(List.of());
            TableFile.write(predictions,
                    new PredictionTable(result.configuration(), result.outputs().toArray(double[][]::new),
                            result.truth()).table(result.partition().heldOut(), groups));
            JsonFile.write(partial.resolve("results.json"), fields());
            report(partial.resolve("report.html"),
                    Files.readString(work.resolve("loss.svg"), StandardCharsets.UTF_8),
                    provenance);
            for (String name : List.of("predictions.tsv", "results.json", "report.html", "loss-curve.svg")) {
                provenance.writeBeside(partial.resolve(name));
            }
        });
    }

    /** @return the result in one line */
    public String headline() {
        Evaluation evaluation = result.evaluation();
        StringBuilder line = new StringBuilder();
        line.append(evaluation.headline().replace("r2", "R2"))
                .append(String.format(Locale.ROOT, " %.3f", evaluation.metrics().get(evaluation.headline())));
        evaluation.interval().ifPresent(
                interval -> line.append(
                        String.format(Locale.ROOT, " [%.3f, %.3f]", interval.lower(), interval.upper())));
        Double chance = evaluation.metrics().get("chance");
        if (chance != null) {
            line.append(String.format(Locale.ROOT, ", chance %.3f", chance));
        }
        return line.append(" on ").append(result.truth().size()).append(' ')
                .append(result.partition().heldOutName())
                .append(" samples (").append(result.configuration().network()).append(", ")
                .append(result.parameters()).append(" parameters, ").append(result.run().epochs())
                .append(" epochs, best after step ").append(result.run().bestStep()).append(')').toString();
    }

    /** @return what {@code results.json} holds */
    public Map<String, Object> fields() {
        DecoderConfiguration configuration = result.configuration();
        Evaluation evaluation = result.evaluation();
        Map<String, Object> fields = new LinkedHashMap<>(evaluation.metrics());
        evaluation.interval().ifPresent(interval -> {
            Map<String, Object> ends = new LinkedHashMap<>();
            ends.put("of", evaluation.headline());
            ends.put("lower", interval.lower());
            ends.put("upper", interval.upper());
            ends.put("level", interval.level());
            ends.put("method", interval.method());
            fields.put("confidence_interval", ends);
        });
        fields.put("evaluated_on", result.partition().heldOutName());
        fields.put("network", configuration.network());
        fields.put("settings", configuration.sizes());
        fields.put("parameters", result.parameters());
        fields.put("target", configuration.target());
        fields.put("classes", configuration.classes());
        evaluation.confusion().ifPresent(confusion -> fields.put("confusion",
                Arrays.stream(confusion.counts()).map(row -> Arrays.stream(row).boxed().toList()).toList()));
        fields.put("sample_shape", configuration.sampleShape());
        fields.put("n_training", result.partition().training().length);
        fields.put("n_validation", result.partition().validation().length);
        fields.put("n_test", result.partition().test().length);
        fields.put("epochs", result.run().epochs());
        fields.put("steps", result.run().steps());
        fields.put("best_step", result.run().bestStep());
        fields.put("validation_loss", result.run().best().orElse(Double.NaN));
        fields.put("stopped_early", result.run().stoppedEarly());
        fields.put("notices", result.notices().stream().map(Object::toString).toList());
        return fields;
    }

    private void report(Path target, String curve, Provenance provenance) throws IOException {
        DecoderConfiguration configuration = result.configuration();
        Evaluation evaluation = result.evaluation();
        boolean classes = configuration.isClassifier();
        DecodingReport.Builder report = DecodingReport
                .builder(classes ? String.join(", ", configuration.classes()) : configuration.target())
                .subtitle(configuration.network() + " on " + samples.source().getFileName())
                .score(classes ? Score.ACCURACY : Score.R2, evaluation.metrics().get(evaluation.headline()),
                        evaluation.metrics().getOrDefault("chance", 0.0))
                .figure(curve,
                        "Loss over steps: training in blue, validation in orange. The weights with the lowest "
                                + "validation loss were kept.")
                .notices(result.notices()).provenance(provenance);
        paragraphs().forEach(report::method);
        evaluation.interval()
                .ifPresent(i -> report.interval(new Interval(i.lower(), i.upper(), i.level(), i.method())));
        evaluation.confusion().ifPresent(confusion -> report.confusion(confusion.names(),
                Arrays.stream(confusion.counts()).map(row -> Arrays.stream(row).asLongStream().toArray())
                        .toArray(long[][]::new)));
        report.build().write(target);
    }

    private List<String> paragraphs() {
        DecoderConfiguration configuration = result.configuration();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("A network (" + configuration.network() + ", " + result.parameters() + " parameters, "
                + configuration.sizes() + ") learnt " + configuration.target() + " from samples of shape "
                + configuration.sampleShape() + ": " + result.partition() + (result.groups().isPresent()
                        ? ", no group in two parts."
                        : ", drawn at random; samples of one person may stand in several parts."));
        paragraphs.add("Samples were standardised per "
                + configuration.standardization().per().name().toLowerCase(Locale.ROOT)
                + " with means and deviations of the training samples. AdamW made " + result.run().steps()
                + " steps in " + result.run().epochs() + " epochs; the weights after step "
                + result.run().bestStep()
                + " had the lowest validation loss and were kept. Scores are those of the "
                + result.partition().heldOutName() + " samples.");
        return paragraphs;
    }
}
