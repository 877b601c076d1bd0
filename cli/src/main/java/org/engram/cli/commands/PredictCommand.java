package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.cli.results.PredictionTable;
import org.engram.cli.results.RunRecord;
import org.engram.decoders.supervised.SampleSet;
import org.engram.decoders.supervised.TrainedDecoder;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram predict}: what a trained network says about samples. */
@Command(name = "predict", sortOptions = false, description = "Predicts with a trained network: one row for each sample, with probabilities.", footerHeading = "%nExamples:%n", footer = {
        "  engram predict OUT/model new.npz --out predictions.tsv",
        "  engram predict OUT/model scans.tsv --target age --out predictions.tsv"})
public final class PredictCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model folder that \"engram train\" wrote.")
    Path model;

    @Parameters(index = "1", paramLabel = "DATA", description = "The samples, as \"engram train\" takes them.")
    Path data;

    @Option(names = "--target", paramLabel = "NAME", description = "The array or column that holds the truth, to compare with.")
    String target;

    @Mixin
    SampleOptions source = new SampleOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The table to write, .tsv or .csv.")
    Path table;

    @Override
    public Integer call() throws IOException {
        RunRecord record = startRecord();
        try (TrainedDecoder decoder = TrainedDecoder.open(model, source.device(this))) {
            SampleSet samples = source.read(data, record);
            record.input(model.resolve("model.safetensors"));
            double[][] outputs = decoder.predict(samples);
            PredictionTable predictions = new PredictionTable(decoder.configuration(), outputs,
                    target == null ? null : samples.texts(target));
            TableFile.write(table, predictions.table());
            record.finish(samples.notices()).writeBeside(table);
            print(samples.notices());
            report(samples, predictions);
        }
        return 0;
    }

    private void report(SampleSet samples, PredictionTable predictions) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("n_samples", samples.size());
            fields.put("table", table.toString());
            fields.putAll(predictions.score());
            out().println(JsonFile.format(fields));
            return;
        }
        StringBuilder score = new StringBuilder();
        predictions.score()
                .forEach((name, value) -> score.append(", ").append(name.replace('_', ' ')).append(' ')
                        .append(String.format(java.util.Locale.ROOT, "%.3f", value)));
        out().println(samples.size() + " samples predicted" + score);
        out().println("table: " + table);
    }
}
