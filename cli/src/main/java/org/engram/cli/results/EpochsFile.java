package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.core.Progress;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.fif.FifEpochs;
import org.engram.io.recording.fif.FifWriteOptions;

/**
 * Writes epochs by the name of the file: {@code .fif}, or {@code .npz} with the arrays {@code X} (trial, channel, time; SI
 * units), {@code sfreq}, {@code tmin}, {@code ch_names}, {@code ch_types}, {@code units}, {@code sample}, {@code code} and
 * {@code label}.
 */
public final class EpochsFile {
    private EpochsFile() {}

    /** @param file a name @return whether epochs can be written under it */
    public static boolean isWritable(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npz") || name.endsWith(".fif");
    }

    /**
     * @param epochs what to write
     * @param file the file to make or replace
     * @param progress told how far it is
     * @throws UnsupportedFeatureException if the name has another ending
     * @throws IOException if reading or writing fails; no partial file is left
     */
    public static void write(Epochs epochs, Path file, Progress progress) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            NpzFile.write(file, arrays(epochs, file, progress), false);
        } else if (name.endsWith(".fif")) {
            FifEpochs.write(epochs, file, FifWriteOptions.DEFAULT, progress);
        } else {
            throw new UnsupportedFeatureException(
                    file + ": epochs are written as .npz or as -epo.fif: give such a name");
        }
    }

    private static Map<String, NpyArray> arrays(Epochs epochs, Path file, Progress progress)
            throws IOException {
        int trials = epochs.trialCount();
        int size = epochs.channelCount() * epochs.timeCount();
        if ((long) trials * size > Integer.MAX_VALUE - 8) {
            throw new UnsupportedFeatureException(file + ": " + trials + " epochs of " + size
                    + " samples are more than one array holds: decimate, or choose fewer channels");
        }
        double[] x = new double[trials * size];
        try (Progress.Task task = progress.begin("writing epochs", trials)) {
            for (int trial = 0; trial < trials; trial++) {
                double[][] samples = epochs.read(trial);
                for (int channel = 0; channel < samples.length; channel++) {
                    System.arraycopy(samples[channel], 0, x, trial * size + channel * epochs.timeCount(),
                            epochs.timeCount());
                }
                task.advance(1);
            }
        }
        List<Channel> channels = epochs.channels();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("X", NpyArray.of(x, trials, epochs.channelCount(), epochs.timeCount()));
        arrays.put("sfreq", NpyArray.of(new double[] {epochs.samplingRateHz()}));
        arrays.put("tmin", NpyArray.of(new double[] {epochs.firstTimeSeconds()}));
        arrays.put("ch_names", texts(channels.stream().map(Channel::name).toList()));
        arrays.put("ch_types", texts(
                channels.stream().map(channel -> channel.type().name().toLowerCase(Locale.ROOT)).toList()));
        arrays.put("units", texts(channels.stream().map(channel -> channel.unit().symbol()).toList()));
        arrays.put("sample", NpyArray.of(epochs.trials().stream().mapToLong(Trial::sample).toArray(), trials));
        arrays.put("code", NpyArray.of(epochs.trials().stream().mapToInt(Trial::code).toArray(), trials));
        arrays.put("label", texts(epochs.trials().stream().map(Trial::label).toList()));
        return arrays;
    }

    private static NpyArray texts(List<String> values) {
        return NpyArray.of(values.toArray(String[]::new), values.size());
    }
}
