package org.engram.cli.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.cli.report.TimeMatrixChart;
import org.engram.io.recording.Epochs;

/** Single epochs as lines of colour, in the order they were recorded; several share a line when there are many. */
final class EpochsImage {
    private static final int MOST_ROWS = 400;

    private EpochsImage() {}

    /** An SVG element; empty for fewer than two epochs or times. */
    static Optional<String> svg(Epochs epochs, int channel) throws IOException {
        double[] times = epochs.times();
        int rows = Math.min(MOST_ROWS, epochs.trialCount());
        if (rows < 2 || times.length < 2) {
            return Optional.empty();
        }
        SignalUnits units = SignalUnits.of(epochs.channels().get(channel));
        double[][] values = new double[rows][times.length];
        int[] counts = new int[rows];
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            int row = (int) ((long) trial * rows / epochs.trialCount());
            double[] samples = epochs.read(trial, new int[] {channel})[0];
            counts[row]++;
            for (int t = 0; t < samples.length; t++) {
                values[row][t] += units.factor() * samples[t];
            }
        }
        double[] sizes = new double[rows * times.length];
        for (int row = 0; row < rows; row++) {
            for (int t = 0; t < times.length; t++) {
                values[row][t] /= counts[row];
                sizes[row * times.length + t] = Math.abs(values[row][t]);
            }
        }
        Arrays.sort(sizes);
        // A few artefacts would take all the colours.
        double limit = sizes[(int) (0.99 * (sizes.length - 1))];
        for (double[] row : values) {
            Arrays.setAll(row, t -> Math.max(-limit, Math.min(limit, row[t])));
        }
        double[] places = IntStream.range(0, rows)
                .mapToDouble(row -> (double) row * epochs.trialCount() / rows)
                .toArray();
        String name = epochs.channels().get(channel).name();
        return Optional.of(
                new TimeMatrixChart("Epochs at " + name + " (" + units.name() + ")", places, "epoch", times,
                        "time (s)").svg(values, 0, null));
    }
}
