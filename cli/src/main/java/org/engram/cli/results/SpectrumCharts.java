package org.engram.cli.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.cli.report.LineChart;
import org.engram.core.Progress;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.spectra.Spectrum;
import org.engram.preprocessing.electrophysiology.spectra.Taper;
import org.engram.preprocessing.electrophysiology.spectra.Welch;

/** Power spectra of the good brain channels of a recording, by Welch's method in pieces of two seconds. */
final class SpectrumCharts {
    private static final double PIECE_SECONDS = 2;
    /** What lies farther below the weakest frequency before cleaning is rounding; it would flatten the rest. */
    private static final double DEEPEST = 1e-3;
    /** The part of the strongest density below which single spectra are not drawn. */
    private static final double FAINTEST = 1e-6;

    private SpectrumCharts() {}

    /**
     * @param channels indices of the channels
     * @param spectrum of each of them
     * @param recording they are of
     */
    record Measured(int[] channels, Spectrum spectrum, Recording recording) {
        /** The types there are. */
        Set<ChannelType> types() {
            Set<ChannelType> types = new LinkedHashSet<>();
            IntStream.of(channels).mapToObj(i -> recording.channels().get(i).type()).forEach(types::add);
            return types;
        }

        /** Rows of the spectrum that belong to a type. */
        int[] rows(ChannelType type) {
            return IntStream.range(0, channels.length)
                    .filter(row -> recording.channels().get(channels[row]).type() == type).toArray();
        }
    }

    static Measured measure(Recording recording, Progress progress) throws IOException {
        return measure(recording, recording.goodBrainChannels(), progress);
    }

    static Measured measure(Recording recording, int[] channels, Progress progress) throws IOException {
        int wanted = (int) Math.max(16, Math.rint(PIECE_SECONDS * recording.samplingRateHz()));
        int size = (int) Math.max(2, Math.min(wanted, recording.sampleCount()));
        Welch welch = Welch.builder().segmentSamples(size).overlapSamples(size / 2).taper(Taper.HANN).build();
        return new Measured(channels, welch.of(recording, channels, progress), recording);
    }

    /** Both spectra of a type: the median over channels, between the tenth and the ninetieth percentile. */
    static String compare(ChannelType type, Measured before, Measured after) {
        List<Channel> channels = after.recording().channels();
        SignalUnits units = SignalUnits.of(channels.get(after.channels()[after.rows(type)[0]]));
        LineChart chart = new LineChart("Power spectrum, " + SignalUnits.words(type), "frequency (Hz)",
                "power density (" + units.name() + "\u00b2/Hz)").logUp();
        boolean same = before.rows(type).length > 0 && units.equals(SignalUnits.of(
                before.recording().channels().get(before.channels()[before.rows(type)[0]])));
        double floor = 0;
        if (same) {
            double highest = after.recording().samplingRateHz() / 2;
            floor = DEEPEST * curve(chart, "before", before, before.rows(type), units, highest, 0);
        }
        curve(chart, same ? "after" : "after, in its new unit", after, after.rows(type), units,
                Double.POSITIVE_INFINITY, floor);
        return chart.svg();
    }

    /** Draws the part above a floor; tells the lowest median. */
    private static double curve(LineChart chart, String name, Measured measured, int[] rows,
            SignalUnits units,
            double highestHz, double floor) {
        Spectrum spectrum = measured.spectrum();
        // 0 Hz holds what the removal of the mean left, which is nothing.
        int[] kept = IntStream.range(1, spectrum.frequenciesHz().length)
                .filter(f -> spectrum.frequenciesHz()[f] <= highestHz).toArray();
        double[] x = Arrays.stream(kept).mapToDouble(f -> spectrum.frequenciesHz()[f]).toArray();
        double[][] lines = new double[3][kept.length];
        for (int i = 0; i < kept.length; i++) {
            int f = kept[i];
            double[] values = IntStream.of(rows).mapToDouble(row -> spectrum.density()[row][f])
                    .filter(Double::isFinite).sorted().toArray();
            lines[0][i] = percentile(values, 0.1);
            lines[1][i] = percentile(values, 0.5);
            lines[2][i] = percentile(values, 0.9);
        }
        double lowest = Arrays.stream(lines[1]).filter(value -> value > 0).min().orElse(0);
        int first = 0;
        int end = kept.length;
        while (end - first > 2 && !(lines[1][end - 1] >= floor)) {
            end--;
        }
        while (end - first > 2 && !(lines[1][first] >= floor)) {
            first++;
        }
        for (int line = 0; line < lines.length; line++) {
            lines[line] = Arrays.copyOfRange(lines[line], first, end);
            double[] part = lines[line];
            Arrays.setAll(part, i -> Math.max(floor, part[i]));
        }
        chart.curve(name, Arrays.copyOfRange(x, first, end), units.power(lines[1]), units.power(lines[0]),
                units.power(lines[2]));
        return lowest;
    }

    private static double percentile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.rint(part * (sorted.length - 1))];
    }

    /** The spectra of some rows, each for itself, above 0 Hz. */
    static String each(String title, Measured measured, int[] rows, List<String> names, double highHz) {
        Spectrum spectrum = measured.spectrum();
        Spectrum part = spectrum.between(spectrum.frequenciesHz()[1], highHz);
        LineChart chart = new LineChart(title, "frequency (Hz)", "power density (1/Hz)").logUp();
        double highest = IntStream.of(rows).mapToObj(row -> part.density()[row])
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite).max().orElse(0);
        for (int i = 0; i < rows.length; i++) {
            double[] shown = part.density()[rows[i]].clone();
            Arrays.setAll(shown, f -> shown[f] >= FAINTEST * highest ? shown[f] : Double.NaN);
            chart.curve(names.get(i), part.frequenciesHz(), shown);
        }
        return chart.svg();
    }
}
