package org.engram.preprocessing.electrophysiology.mixing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.table.ClosestName;

/**
 * How each channel that comes out is made from the channels of one recording: for each the places of its sources and
 * their weights; a channel that stays has one source of weight 1.
 */
final class MixingPlan {
    /** Samples read at once. */
    static final int BLOCK = 4096;
    /** Samples mixed at once. */
    private static final int TILE = 256;

    private final List<Channel> channels;
    private final int[][] sources;
    private final double[][] weights;
    private final double[] offsets;
    private final boolean[] passes;

    private MixingPlan(List<Channel> channels, int[][] sources, double[][] weights, double[] offsets,
            boolean[] passes) {
        this.channels = channels;
        this.sources = sources;
        this.weights = weights;
        this.offsets = offsets;
        this.passes = passes;
    }

    static MixingPlan of(List<Channel> present, List<String> inputs, List<Channel> outputs, Matrix mixing,
            double[] offsets, Set<String> removed) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < present.size(); i++) {
            places.put(present.get(i).name(), i);
        }
        int[] inputPlaces = inputs.stream().mapToInt(name -> place(places, name)).toArray();
        removed.forEach(name -> place(places, name));
        Map<String, Integer> rows = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            rows.put(outputs.get(i).name(), i);
        }
        // Row of the mixing for each channel that comes out; -1 - place for one that stays.
        List<Integer> made = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < present.size(); i++) {
            Integer row = rows.get(present.get(i).name());
            if (row != null) {
                made.add(row);
                used.add(row);
            } else if (!removed.contains(present.get(i).name())) {
                made.add(-1 - i);
            }
        }
        IntStream.range(0, outputs.size()).filter(row -> !used.contains(row)).forEach(made::add);
        return filled(made, present, inputPlaces, outputs, mixing, offsets);
    }

    private static MixingPlan filled(List<Integer> made, List<Channel> present, int[] inputPlaces,
            List<Channel> outputs, Matrix mixing, double[] offsets) {
        int count = made.size();
        List<Channel> channels = new ArrayList<>();
        int[][] sources = new int[count][];
        double[][] weights = new double[count][];
        double[] shifts = new double[count];
        boolean[] passes = new boolean[count];
        for (int i = 0; i < count; i++) {
            int row = made.get(i);
            if (row < 0) {
                channels.add(present.get(-1 - row));
                sources[i] = new int[] {-1 - row};
                weights[i] = new double[] {1};
                passes[i] = true;
            } else {
                channels.add(outputs.get(row));
                int[] used = IntStream.range(0, inputPlaces.length).filter(j -> mixing.get(row, j) != 0)
                        .toArray();
                sources[i] = IntStream.of(used).map(j -> inputPlaces[j]).toArray();
                weights[i] = IntStream.of(used).mapToDouble(j -> mixing.get(row, j)).toArray();
                shifts[i] = offsets[row];
            }
        }
        return new MixingPlan(channels, sources, weights, shifts, passes);
    }

    private static int place(Map<String, Integer> places, String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new EngramException(
                    "no channel \"" + name + "\" to mix; " + ClosestName.hint(name, places.keySet()));
        }
        return place;
    }

    List<Channel> channels() {
        return channels;
    }

    /**
     * Mixes a stretch, block by block.
     *
     * @param asked channels wanted, among those that come out
     * @param count samples
     * @param width most samples read at once
     * @param into receives them, from {@code offset} of each row
     * @param reader gives the samples of the sources
     */
    void mix(int[] asked, int count, int width, double[][] into, int offset, Reader reader)
            throws IOException {
        int[] needed = Arrays.stream(asked).flatMap(output -> Arrays.stream(sources[output])).distinct()
                .sorted().toArray();
        int[][] rows = Arrays.stream(asked).mapToObj(output -> Arrays.stream(sources[output])
                .map(source -> Arrays.binarySearch(needed, source)).toArray()).toArray(int[][]::new);
        double[][] block = new double[needed.length][Math.min(width, count)];
        for (int from = 0; from < count; from += width) {
            int length = Math.min(width, count - from);
            if (needed.length > 0) {
                reader.read(needed, from, length, block);
            }
            mixTiles(asked, rows, block, length, into, offset + from);
        }
    }

    /** Mixes samples that are all there. */
    double[][] mixAll(double[][] samples, int count) {
        double[][] out = new double[channels.size()][count];
        try {
            mix(IntStream.range(0, out.length).toArray(), count, BLOCK, out, 0,
                    (which, from, length, block) -> {
                        for (int i = 0; i < which.length; i++) {
                            System.arraycopy(samples[which[i]], from, block[i], 0, length);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("reading an array cannot fail", e);
        }
        return out;
    }

    /** Tile by tile, so that the samples of all sources stay in the cache while every output is made. */
    private void mixTiles(int[] asked, int[][] rows, double[][] block, int length, double[][] into,
            int offset) {
        for (int from = 0; from < length; from += TILE) {
            int to = Math.min(length, from + TILE);
            for (int i = 0; i < asked.length; i++) {
                mixRow(asked[i], rows[i], block, from, to, into[i], offset);
            }
        }
    }

    private void mixRow(int output, int[] rows, double[][] block, int from, int to, double[] out,
            int offset) {
        if (passes[output]) {
            System.arraycopy(block[rows[0]], from, out, offset + from, to - from);
            return;
        }
        double[] weight = weights[output];
        Arrays.fill(out, offset + from, offset + to, offsets[output]);
        int j = 0;
        for (; j + 7 < rows.length; j += 8) {
            addEight(out, offset, from, to, block, rows, weight, j);
        }
        for (; j < rows.length; j++) {
            addOne(out, offset, from, to, block[rows[j]], weight[j]);
        }
    }

    /** Eight at once, so that the sum goes to memory and back an eighth as often. */
    private static void addEight(double[] out, int offset, int from, int to, double[][] block, int[] rows,
            double[] weight, int j) {
        double[] a = block[rows[j]];
        double[] b = block[rows[j + 1]];
        double[] c = block[rows[j + 2]];
        double[] d = block[rows[j + 3]];
        double[] e = block[rows[j + 4]];
        double[] f = block[rows[j + 5]];
        double[] g = block[rows[j + 6]];
        double[] h = block[rows[j + 7]];
        double wa = weight[j];
        double wb = weight[j + 1];
        double wc = weight[j + 2];
        double wd = weight[j + 3];
        double we = weight[j + 4];
        double wf = weight[j + 5];
        double wg = weight[j + 6];
        double wh = weight[j + 7];
        for (int t = from; t < to; t++) {
            out[offset + t] += wa * a[t] + wb * b[t] + wc * c[t] + wd * d[t]
                    + (we * e[t] + wf * f[t] + wg * g[t] + wh * h[t]);
        }
    }

    private static void addOne(double[] out, int offset, int from, int to, double[] a, double weight) {
        for (int t = from; t < to; t++) {
            out[offset + t] += weight * a[t];
        }
    }

    /** Gives samples of the channels that are mixed. */
    @FunctionalInterface
    interface Reader {
        /**
         * @param which channels
         * @param from first sample, relative to the stretch that is mixed
         * @param length how many
         * @param block receives them from the start of each row
         */
        void read(int[] which, int from, int length, double[][] block) throws IOException;
    }
}
