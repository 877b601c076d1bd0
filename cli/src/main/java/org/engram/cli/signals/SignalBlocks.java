package org.engram.cli.signals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.io.recording.Recording;

/**
 * The samples of a recording as the browser takes them: blocks of 16-bit numbers, each channel of each block scaled by
 * itself, and an overview of the whole. A gap (NaN) is the number -32768.
 */
final class SignalBlocks {
    private static final int OVERVIEW_BINS = 2000;
    private static final int LARGEST = 32767;
    private static final short GAP = -32768;

    private final Recording recording;
    private final int stride;
    private final int blockSamples;
    private final int bins;
    private final float[][] lowest;
    private final float[][] highest;

    /** Receives blocks in order. */
    @FunctionalInterface
    interface Consumer {
        void accept(long index, String script) throws IOException;
    }

    SignalBlocks(Recording recording, int stride, int blockSamples) {
        this.recording = recording;
        this.stride = stride;
        this.blockSamples = blockSamples;
        this.bins = (int) Math.min(OVERVIEW_BINS, recording.sampleCount());
        this.lowest = new float[recording.channelCount()][bins];
        this.highest = new float[recording.channelCount()][bins];
        for (int channel = 0; channel < lowest.length; channel++) {
            Arrays.fill(lowest[channel], Float.POSITIVE_INFINITY);
            Arrays.fill(highest[channel], Float.NEGATIVE_INFINITY);
        }
    }

    void forEach(Consumer consumer) throws IOException {
        int[] all = IntStream.range(0, recording.channelCount()).toArray();
        long total = recording.sampleCount();
        long index = 0;
        for (long start = 0; start < total; start += blockSamples) {
            int count = (int) Math.min(blockSamples, total - start);
            double[][] block = recording.read(all, start, count);
            noteOverview(block, start);
            consumer.accept(index, script(index, block));
            index++;
        }
    }

    private void noteOverview(double[][] block, long start) {
        for (int channel = 0; channel < block.length; channel++) {
            for (int i = 0; i < block[channel].length; i++) {
                int bin = (int) ((start + i) * (double) bins / recording.sampleCount());
                float value = (float) block[channel][i];
                lowest[channel][bin] = Math.min(lowest[channel][bin], value);
                highest[channel][bin] = Math.max(highest[channel][bin], value);
            }
        }
    }

    private String script(long index, double[][] block) {
        int points = stride == 1 ? block[0].length : 2 * ((block[0].length + stride - 1) / stride);
        ByteBuffer bytes = ByteBuffer.allocate(block.length * (8 + 2 * points))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double[] row : block) {
            put(bytes, stride == 1 ? row : extremes(row), points);
        }
        return "engramBlock(" + index + "," + points + ",\""
                + Base64.getEncoder().encodeToString(bytes.array())
                + "\");\n";
    }

    /** The lowest and the highest value of every {@code stride} samples. */
    private double[] extremes(double[] row) {
        double[] pairs = new double[2 * ((row.length + stride - 1) / stride)];
        for (int pair = 0; pair < pairs.length / 2; pair++) {
            double low = Double.NaN;
            double high = Double.NaN;
            for (int i = pair * stride; i < Math.min(row.length, (pair + 1) * stride); i++) {
                low = Double.isNaN(low) ? row[i] : Math.min(low, row[i]);
                high = Double.isNaN(high) ? row[i] : Math.max(high, row[i]);
            }
            pairs[2 * pair] = low;
            pairs[2 * pair + 1] = high;
        }
        return pairs;
    }

    /** Middle and step as 32-bit numbers, then the values as multiples of the step away from the middle. */
    private static void put(ByteBuffer bytes, double[] row, int points) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double middle = low <= high ? (low + high) / 2 : 0;
        double step = high > low ? (high - low) / 2 / LARGEST : 0;
        // The page multiplies with the rounded step, so the rounded one is divided by here.
        float storedMiddle = (float) middle;
        float storedStep = (float) (step * (1 + 1e-6));
        bytes.putFloat(storedMiddle).putFloat(storedStep);
        for (int i = 0; i < points; i++) {
            double value = row[i];
            if (!Double.isFinite(value)) {
                bytes.putShort(GAP);
            } else {
                long number = storedStep == 0 ? 0 : Math.round((value - storedMiddle) / storedStep);
                bytes.putShort((short) Math.max(-LARGEST, Math.min(LARGEST, number)));
            }
        }
    }

    /** Lowest and highest value of every channel in equal stretches of time; to be asked for after the blocks. */
    Map<String, Object> overview() {
        ByteBuffer bytes = ByteBuffer.allocate(8 * bins * lowest.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int channel = 0; channel < lowest.length; channel++) {
            for (int bin = 0; bin < bins; bin++) {
                boolean empty = lowest[channel][bin] > highest[channel][bin];
                bytes.putFloat(empty ? Float.NaN : lowest[channel][bin]);
                bytes.putFloat(empty ? Float.NaN : highest[channel][bin]);
            }
        }
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("bins", bins);
        overview.put("values", Base64.getEncoder().encodeToString(bytes.array()));
        return overview;
    }
}
