package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Recording;

/**
 * Finds bad channels by the local outlier factor of their time series: how much sparser the neighbourhood of a channel is
 * than those of its neighbours (M. M. Breunig and others, SIGMOD 2000). Samples are read once, in blocks.
 *
 * @param neighbours nearest channels that are looked at
 * @param threshold a channel with a larger factor is bad
 */
public record LocalOutlierChannels(int neighbours, double threshold) {
    /** 20 neighbours, threshold 1.5. */
    public static final LocalOutlierChannels DEFAULT = new LocalOutlierChannels(20, 1.5);
    private static final int BLOCK = 8192;

    /** Checks the ranges. */
    public LocalOutlierChannels {
        if (neighbours < 1 || !(threshold > 0)) {
            throw new IllegalArgumentException(neighbours + " neighbours and threshold " + threshold
                    + ": give at least 1 and more than 0");
        }
    }

    /**
     * @param recording what to look at; downsample long ones first
     * @param channels which channels, of one type
     * @return names of those that are bad
     * @throws IOException if the file cannot be read
     */
    public List<String> find(Recording recording, int... channels) throws IOException {
        double[] factors = factors(recording, channels);
        return IntStream.range(0, channels.length).filter(i -> factors[i] > threshold)
                .mapToObj(i -> recording.channels().get(channels[i]).name()).toList();
    }

    /**
     * @param recording what to look at
     * @param channels which channels, at least two, of one type
     * @return the local outlier factor of each: about 1 for a good one
     * @throws IOException if the file cannot be read
     */
    public double[] factors(Recording recording, int... channels) throws IOException {
        if (channels.length < 2) {
            throw new EngramException("an outlier among " + channels.length + " channels cannot be told");
        }
        double[][] distances = distances(recording, channels);
        int n = channels.length;
        int k = Math.min(neighbours, n - 1);
        int[][] nearest = new int[n][];
        for (int i = 0; i < n; i++) {
            double[] row = distances[i];
            int self = i;
            List<Integer> order = new ArrayList<>(
                    IntStream.range(0, n).filter(j -> j != self).boxed().toList());
            order.sort(Comparator.comparingDouble(j -> row[j]));
            nearest[i] = order.subList(0, k).stream().mapToInt(Integer::intValue).toArray();
        }
        double[] density = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j : nearest[i]) {
                sum += Math.max(distances[i][j], distances[j][nearest[j][k - 1]]);
            }
            // Channels that are copies of each other have no distance at all.
            density[i] = 1 / (sum / k + 1e-10);
        }
        double[] factors = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j : nearest[i]) {
                sum += density[j];
            }
            factors[i] = sum / k / density[i];
        }
        return factors;
    }

    /** Distances between channels. Their mean is subtracted at each sample, which changes none, to keep digits. */
    private static double[][] distances(Recording recording, int[] channels) throws IOException {
        int n = channels.length;
        double[] products = new double[n * n];
        for (long from = 0; from < recording.sampleCount(); from += BLOCK) {
            int count = (int) Math.min(BLOCK, recording.sampleCount() - from);
            Matrix block = Matrix.ofRows(recording.read(channels, from, count));
            int place = block.firstNotFinite();
            if (place >= 0) {
                throw new EngramException(
                        "channel " + recording.channels().get(channels[place / count]).name()
                                + " is " + block.data()[place] + " at sample " + (from + place % count)
                                + ": leave it out or cut the gap");
            }
            for (int t = 0; t < count; t++) {
                double mean = 0;
                for (int i = 0; i < n; i++) {
                    mean += block.data()[i * count + t] / n;
                }
                for (int i = 0; i < n; i++) {
                    block.data()[i * count + t] -= mean;
                }
            }
            double[] gram = DenseAlgebra.gram(block).data();
            Arrays.setAll(products, i -> products[i] + gram[i]);
        }
        double[][] distances = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                distances[i][j] = Math.sqrt(Math.max(0,
                        products[i * n + i] + products[j * n + j] - 2 * products[i * n + j]));
            }
        }
        return distances;
    }
}
