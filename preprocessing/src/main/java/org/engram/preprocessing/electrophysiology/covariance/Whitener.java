package org.engram.preprocessing.electrophysiology.covariance;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.SensorCovariance;

/**
 * Makes noise white: unit variance and no correlation in as many dimensions as the noise has. Types of channels are
 * whitened by themselves, correlations between types are left. Symmetric, so that channels stay recognisable. Immutable.
 */
public final class Whitener {
    private final List<String> channels;
    private final Matrix operator;
    private final Map<ChannelType, Integer> ranks;
    private final Map<ChannelType, int[]> places;

    private Whitener(List<String> channels, Matrix operator, Map<ChannelType, Integer> ranks,
            Map<ChannelType, int[]> places) {
        this.channels = channels;
        this.operator = operator;
        this.ranks = ranks;
        this.places = places;
    }

    /**
     * @param noise covariance of noise; bad sensors come out as zero
     * @param channels that tell the types of the sensors
     * @return its whitener
     */
    public static Whitener of(SensorCovariance noise, List<Channel> channels) {
        int n = noise.channels().size();
        Matrix operator = Matrix.zeros(n, n);
        Map<ChannelType, int[]> places = CovarianceRank.places(noise, channels);
        Map<ChannelType, Integer> ranks = new EnumMap<>(ChannelType.class);
        places.forEach((type, own) -> {
            DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(CovarianceRank.block(noise, own));
            int[] kept = CovarianceRank.kept(eigen.values());
            if (kept.length == 0) {
                throw new EngramException(
                        "the noise of all channels of type " + type + " is zero: mark them as bad");
            }
            Matrix vectors = eigen.vectors().selectColumns(kept);
            Matrix scaled = vectors.copy();
            for (int i = 0; i < scaled.data().length; i++) {
                scaled.data()[i] /= Math.sqrt(eigen.values()[kept[i % kept.length]]);
            }
            Matrix block = DenseAlgebra.multiplyTransposed(scaled, vectors);
            for (int i = 0; i < own.length; i++) {
                for (int j = 0; j < own.length; j++) {
                    operator.set(own[i], own[j], block.get(i, j));
                }
            }
            ranks.put(type, kept.length);
        });
        return new Whitener(noise.channels(), operator, ranks, places);
    }

    /**
     * Adds to the variances of each type a share of their mean, so that dimensions seen too rarely do not blow up. Within
     * the dimensions that the noise has.
     *
     * @param noise covariance of noise
     * @param channels that tell the types of the sensors
     * @param share how much, such as 0.1; 0 or more
     * @return the covariance with that added
     */
    public static SensorCovariance regularized(SensorCovariance noise, List<Channel> channels, double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share is " + share + ": give 0 or more");
        }
        double[][] matrix = Arrays.stream(noise.matrix()).map(double[]::clone).toArray(double[][]::new);
        CovarianceRank.places(noise, channels).forEach((type, own) -> {
            DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(CovarianceRank.block(noise, own));
            int[] kept = CovarianceRank.kept(eigen.values());
            double mean = IntStream.of(kept).mapToDouble(k -> eigen.values()[k]).average().orElse(0);
            for (int i = 0; i < own.length; i++) {
                for (int j = 0; j < own.length; j++) {
                    for (int k : kept) {
                        matrix[own[i]][own[j]] += share * mean * eigen.vectors().get(i, k)
                                * eigen.vectors().get(j, k);
                    }
                }
            }
        });
        return new SensorCovariance(noise.channels(), matrix, noise.degreesOfFreedom(), noise.bad(),
                noise.projectors());
    }

    /** @return names of the channels */
    public List<String> channels() {
        return channels;
    }

    /** @return channel x channel, per SI unit; a copy */
    public Matrix matrix() {
        return operator.copy();
    }

    /** @return dimensions of each type */
    public Map<ChannelType, Integer> ranks() {
        return Map.copyOf(ranks);
    }

    /** @return dimensions of all types together */
    public int rank() {
        return ranks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * @param samples channel x time, channels as in {@link #channels()}
     * @return them white, without unit
     */
    public Matrix apply(Matrix samples) {
        if (samples.rows() != channels.size()) {
            throw new ShapeException(samples.rows() + " channels, expected " + channels.size());
        }
        return DenseAlgebra.multiply(operator, samples);
    }

    /**
     * Mean square of an average in units of its noise, for each type: a chi-square divided by its degrees of freedom, 1 at
     * times without signal if the covariance is right.
     *
     * @param evoked an average with the channels of the covariance
     * @return for each type one number for each time
     */
    public Map<ChannelType, double[]> globalFieldPower(Evoked evoked) {
        List<String> names = evoked.channels().stream().map(Channel::name).toList();
        double[][] rows = new double[channels.size()][];
        for (int c = 0; c < rows.length; c++) {
            int at = names.indexOf(channels.get(c));
            if (at < 0) {
                throw new EngramException(
                        "the average lacks channel " + channels.get(c) + " of the covariance");
            }
            rows[c] = evoked.samples()[at];
        }
        Matrix white = apply(Matrix.ofRows(rows));
        Map<ChannelType, double[]> power = new EnumMap<>(ChannelType.class);
        places.forEach((type, own) -> {
            double[] sums = new double[white.columns()];
            for (int c : own) {
                for (int t = 0; t < sums.length; t++) {
                    sums[t] += white.get(c, t) * white.get(c, t) * evoked.trialCount() / ranks.get(type);
                }
            }
            power.put(type, sums);
        });
        return power;
    }
}
