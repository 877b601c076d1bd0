package org.engram.preprocessing.electrophysiology.ica;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;

/** Means and covariance of channels from one pass, relative to the mean of the first block so that offsets cost nothing. */
final class ChannelMoments implements KeptSamples.Consumer {
    private final List<Channel> channels;
    private final int n;
    private final double[] shift;
    private final double[] sums;
    private final Matrix products;
    private long count;

    ChannelMoments(List<Channel> channels) {
        this.channels = channels;
        this.n = channels.size();
        this.shift = new double[n];
        this.sums = new double[n];
        this.products = Matrix.zeros(n, n);
    }

    @Override
    public void accept(double[][] block, int length) {
        if (count == 0) {
            for (int c = 0; c < n; c++) {
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += block[c][i];
                }
                shift[c] = sum / length;
            }
        }
        Matrix shifted = Matrix.zeros(n, length);
        for (int c = 0; c < n; c++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double value = block[c][i] - shift[c];
                shifted.data()[c * length + i] = value;
                sum += value;
            }
            sums[c] += sum;
        }
        // Small products: threads would wait for each other longer than they work.
        BlasThreads.withSingleThread(() -> {
            double[] own = DenseAlgebra.gram(shifted).data();
            for (int i = 0; i < own.length; i++) {
                products.data()[i] += own[i];
            }
        });
        count += length;
    }

    long count() {
        return count;
    }

    double[] means() {
        double[] means = new double[n];
        for (int c = 0; c < n; c++) {
            means[c] = shift[c] + sums[c] / count;
        }
        return means;
    }

    /** Divisor count - 1. */
    Matrix covariance() {
        Matrix covariance = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                covariance.set(i, j, (products.get(i, j) - sums[i] * sums[j] / count) / (count - 1));
            }
        }
        return covariance;
    }

    /** For each channel the standard deviation over all samples of its type, divisor their number. */
    double[] scales() {
        requireVarying();
        double[] means = means();
        Map<ChannelType, double[]> types = new EnumMap<>(ChannelType.class);
        for (int c = 0; c < n; c++) { // number, sum of means, sum of variances
            double[] type = types.computeIfAbsent(channels.get(c).type(), any -> new double[3]);
            type[0]++;
            type[1] += means[c];
            type[2] += variance(c);
        }
        Map<ChannelType, Double> between = new EnumMap<>(ChannelType.class);
        for (int c = 0; c < n; c++) {
            double[] type = types.get(channels.get(c).type());
            double off = means[c] - type[1] / type[0];
            between.merge(channels.get(c).type(), off * off, Double::sum);
        }
        double[] scales = new double[n];
        for (int c = 0; c < n; c++) {
            ChannelType type = channels.get(c).type();
            double[] sum = types.get(type);
            scales[c] = Math.sqrt((sum[2] + between.get(type)) / sum[0]);
        }
        return scales;
    }

    private double variance(int c) {
        return Math.max(0, products.get(c, c) / count - sums[c] * sums[c] / count / count);
    }

    private void requireVarying() {
        for (int c = 0; c < n; c++) {
            // Rounding leaves about 1e-16 of the square of the offset.
            double offset = Math.abs(shift[c]) + Math.abs(sums[c] / count);
            if (!(variance(c) > 1e-30 * offset * offset)) {
                throw new EngramException("channel " + channels.get(c).name()
                        + " is flat: every sample is " + shift[c] + "; mark it as bad");
            }
        }
    }
}
