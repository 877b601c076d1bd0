package org.engram.benchmarks.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;

/**
 * The files that {@code electrophysiology.py make} writes: arrays of single precision, last axis fastest, and their sizes.
 *
 * @param folder holds the files
 * @param parallelism threads that a task may use
 * @param sizes of the axes by name
 */
record RecordingInputs(Path folder, Parallelism parallelism, Map<String, Integer> sizes) {
    /** Samples per second of the recording. */
    static final double RATE = 1000;
    /** Samples per second of the epochs. */
    static final double EPOCH_RATE = 250;

    static RecordingInputs of(Path folder, Parallelism parallelism) throws IOException {
        Map<String, Integer> sizes = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("sizes.txt"))) {
            String[] words = line.split(" ");
            sizes.put(words[0], Integer.valueOf(words[1]));
        }
        return new RecordingInputs(folder, parallelism, sizes);
    }

    int size(String name) {
        return sizes.get(name);
    }

    /** @return the recording, channel x sample, of which the first so many samples */
    double[][] recording(int samples) {
        int all = size("samples");
        double[][] rows = rows("recording", size("channels"), all);
        for (int c = 0; samples < all && c < rows.length; c++) {
            rows[c] = java.util.Arrays.copyOf(rows[c], samples);
        }
        return rows;
    }

    /** @return the recording, channel x sample */
    double[][] recording() {
        return recording(size("samples"));
    }

    /** @return epochs x channels x times, in memory */
    Epochs epochs() {
        int trials = size("epochs");
        List<Trial> marks = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            marks.add(new Trial((long) i * size("epoch-times"), 1, "1"));
        }
        return Epochs.builder(channels(size("epoch-channels")), EPOCH_RATE, 0, size("epoch-times"))
                .trials(marks,
                        TrialSource.of(cube("epochs", trials, size("epoch-channels"), size("epoch-times"))))
                .build();
    }

    /** @return trials of two classes, trial x channel x time */
    double[][][] trials() {
        return cube("trials", size("trials"), size("trial-channels"), size("trial-times"));
    }

    static List<Channel> channels(int count) {
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            channels.add(Channel.of("E" + c, ChannelType.EEG));
        }
        return channels;
    }

    /** @return an array of the folder as rows */
    double[][] rows(String name, int rows, int columns) {
        Path file = folder.resolve(name + ".f32");
        double[][] values = new double[rows][columns];
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() != 4L * rows * columns) {
                throw new FormatException(file, 0,
                        "expected " + rows + " x " + columns + " values of 4 bytes, found "
                                + channel.size() + " bytes: make the inputs again");
            }
            for (double[] row : values) {
                for (int i = 0; i < columns;) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), 4L * (columns - i)));
                    while (buffer.hasRemaining()) {
                        channel.read(buffer);
                    }
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        row[i++] = buffer.getFloat();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private double[][][] cube(String name, int n, int rows, int columns) {
        double[][] flat = rows(name, n * rows, columns);
        double[][][] cube = new double[n][rows][];
        for (int i = 0; i < flat.length; i++) {
            cube[i / rows][i % rows] = flat[i];
        }
        return cube;
    }
}
