package org.engram.cli.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.statistics.Correlation;
import org.engram.core.EngramException;
import org.engram.decoders.supervised.DecoderConfiguration;
import org.engram.decoders.supervised.TrainedDecoder;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** What a network says of each sample, as a table, beside the truth where that is known. */
public final class PredictionTable {
    private final DecoderConfiguration configuration;
    private final double[][] outputs;
    private final List<String> truth;

    /**
     * @param configuration of the network
     * @param outputs for each sample its probabilities by class, or its number
     * @param truth of each sample, or null
     */
    public PredictionTable(DecoderConfiguration configuration, double[][] outputs, List<String> truth) {
        this.configuration = configuration;
        this.outputs = outputs;
        this.truth = truth;
    }

    private String predicted(int row) {
        return configuration.isClassifier()
                ? configuration.classes().get(TrainedDecoder.decided(outputs[row]))
                : Double.toString(outputs[row][0]);
    }

    /** @param indices of the samples @param before further columns @return the table */
    Table table(int[] indices, List<Column> before) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofNumbers("sample", Arrays.stream(indices).asDoubleStream().toArray()));
        columns.addAll(before);
        if (truth != null) {
            columns.add(Column.ofText("truth", truth));
        }
        List<String> classes = configuration.classes();
        if (configuration.isClassifier()) {
            columns.add(Column.ofText("predicted",
                    IntStream.range(0, outputs.length).mapToObj(this::predicted).toList()));
            for (int c = 0; c < classes.size(); c++) {
                int code = c;
                columns.add(Column.ofNumbers("probability_" + classes.get(c),
                        Arrays.stream(outputs).mapToDouble(row -> row[code]).toArray()));
            }
        } else {
            columns.add(Column.ofNumbers("predicted",
                    Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray()));
        }
        return Table.of("predictions", columns);
    }

    /** @return the table, with samples counted from 0 */
    public Table table() {
        return table(IntStream.range(0, outputs.length).toArray(), List.of());
    }

    /** @return how good the predictions are, by name; empty where the truth is not known */
    public Map<String, Double> score() {
        Map<String, Double> score = new LinkedHashMap<>();
        if (truth == null) {
            return score;
        }
        if (configuration.isClassifier()) {
            long right = IntStream.range(0, outputs.length).filter(i -> predicted(i).equals(truth.get(i)))
                    .count();
            score.put("accuracy", (double) right / outputs.length);
            return score;
        }
        double[] numbers = new double[outputs.length];
        double[] given = new double[outputs.length];
        for (int i = 0; i < numbers.length; i++) {
            given[i] = outputs[i][0];
            try {
                numbers[i] = Double.parseDouble(truth.get(i));
            } catch (NumberFormatException e) {
                throw new EngramException("the target of sample " + i + " is \"" + truth.get(i)
                        + "\", but the network gives numbers: name the column it was trained on");
            }
        }
        score.put("correlation", Correlation.pearson(numbers, given));
        score.put("mean_absolute_error", IntStream.range(0, numbers.length)
                .mapToDouble(i -> Math.abs(numbers[i] - given[i])).average().orElse(Double.NaN));
        return score;
    }
}
