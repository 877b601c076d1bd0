package org.engram.io.recording.treebank;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.naming.ChannelLabels;

/**
 * Brain Treebank: HDF5 with the data sets {@code data/electrode_0}, {@code data/electrode_1}, ..., sampled at
 * {@value #SAMPLING_RATE} Hz. Names come from {@code electrode_labels/sub_N/electrode_labels.json}, corrupted electrodes
 * from {@code corrupted_elec.json} beside it. The file states no unit; microvolts are taken unless
 * {@link ReadOptions#assumedUnit} says otherwise.
 */
public final class TreebankFormat implements RecordingFormat {
    /** Samples per second of the published files, which do not state it. */
    public static final double SAMPLING_RATE = 2048;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final Pattern ELECTRODE = Pattern.compile("electrode_(\\d{1,5})");
    private static final double MICROVOLT = 1e-6;
    private static final long LARGEST_CHUNK_BYTES = 32L << 20;
    private static final double LARGEST_PACKING = 2000;

    @Override
    public String name() {
        return "Brain Treebank HDF5";
    }

    @Override
    public List<String> extensions() {
        return List.of(".h5", ".hdf5");
    }

    @Override
    public Match recognise(FileStart start) {
        boolean named = extensions().stream().anyMatch(start.lowerCaseName()::endsWith);
        if (!named || !start.has(0, SIGNATURE) || !Files.isRegularFile(start.file())) {
            return Match.NONE;
        }
        try {
            return TreebankSamples.hdf(start.file(),
                    hdf -> hdf.getByPath("data/electrode_0") instanceof Dataset)
                            ? Match.CONTENT
                            : Match.NONE;
        } catch (IOException | EngramException other) {
            return Match.NONE; // some other HDF5 file
        }
    }

    /** The electrodes of a file: paths by number, and how long they all are. */
    private record Contents(TreeMap<Integer, String> paths, long sampleCount) {}

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        Contents contents = TreebankSamples.hdf(file, hdf -> contents(file, hdf));
        TreebankNames names = TreebankNames.beside(file);
        List<String> labels = new ArrayList<>();
        for (int number : contents.paths().keySet()) {
            labels.add(number < names.labels().size() ? names.labels().get(number) : "electrode_" + number);
        }
        if (names.labels().isEmpty()) {
            notices.accept(new Notice("treebank-labels-missing", file.getFileName()
                    + ": no electrode_labels/sub_N/electrode_labels.json beside it: electrodes are numbered"));
        } else if (names.labels().size() != labels.size()) {
            notices.accept(
                    new Notice("treebank-labels-differ", file.getFileName() + ": holds " + labels.size()
                            + " electrodes, but " + names.labels().size() + " are named"));
        }
        List<String> unique = ChannelLabels.unique(labels, notices);
        double[] gains = new double[unique.size()];
        List<Channel> channels = new ArrayList<>();
        boolean assumed = false;
        for (int i = 0; i < gains.length; i++) {
            boolean trigger = TreebankNames.isTrigger(unique.get(i));
            OptionalDouble unit = options.assumedUnit(unique.get(i));
            gains[i] = trigger ? 1 : unit.orElse(MICROVOLT);
            assumed |= !trigger && unit.isEmpty();
            channels.add(Channel.of(unique.get(i), trigger ? ChannelType.MISC : ChannelType.SEEG)
                    .withBad(names.corrupted().contains(labels.get(i))));
        }
        if (assumed) {
            notices.accept(new Notice("unit-assumed", file.getFileName()
                    + ": states no unit; its numbers are taken as microvolts"));
        }
        return Recording
                .builder(channels, options.samplingRateHz().orElse(SAMPLING_RATE), contents.sampleCount(),
                        new TreebankSamples(file, contents.paths().values().toArray(String[]::new), gains))
                .build();
    }

    private static Contents contents(Path file, HdfFile hdf) throws IOException {
        if (!(hdf.getChild("data") instanceof Group group)) {
            throw new FormatException(file, "has no group \"data\"; expected data/electrode_0, ...");
        }
        TreeMap<Integer, String> paths = new TreeMap<>();
        long samples = -1;
        for (Node node : group.getChildren().values()) {
            Matcher matcher = ELECTRODE.matcher(node.getName());
            if (!matcher.matches() || !(node instanceof Dataset data)) {
                continue;
            }
            long length = check(file, data);
            if (samples >= 0 && samples != length) {
                throw new FormatException(file, "electrodes have " + samples + " and " + length
                        + " samples; expected the same for all");
            }
            samples = length;
            paths.put(Integer.valueOf(matcher.group(1)), "data/" + node.getName());
        }
        if (paths.isEmpty()) {
            throw new FormatException(file, "holds no data sets data/electrode_0, ...");
        }
        return new Contents(paths, samples);
    }

    /** Sizes are compared with the file before anything of that size is asked for. */
    private static long check(Path file, Dataset data) throws IOException {
        long[] shape = data.getDimensionsAsLong();
        int bytes = data.getDataType().getSize();
        if (shape.length != 1 || shape[0] < 0 || bytes < 1 || bytes > 8) {
            throw new FormatException(file, data.getName() + " has shape " + Arrays.toString(shape) + " of "
                    + bytes + " bytes each; expected one dimension of numbers");
        }
        double most = Files.size(file) * (data instanceof ChunkedDataset ? LARGEST_PACKING : 1);
        if ((double) shape[0] * bytes > most) {
            throw new FormatException(file,
                    data.getName() + " announces " + shape[0] + " samples, more than a file of "
                            + Files.size(file) + " bytes can hold: it is damaged");
        }
        if (data instanceof ChunkedDataset chunked) {
            int[] chunk = chunked.getChunkDimensions();
            if (chunk.length != 1 || chunk[0] < 1 || (long) chunk[0] * bytes > LARGEST_CHUNK_BYTES) {
                throw new FormatException(file, data.getName() + " has chunks of " + Arrays.toString(chunk)
                        + " samples; expected at most " + LARGEST_CHUNK_BYTES + " bytes");
            }
        }
        return shape[0];
    }
}
