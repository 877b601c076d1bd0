package org.engram.preprocessing.electrophysiology.covariance;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.SensorCovariance;

/** How many dimensions sensors really have: references, projections, Maxwell filters and components take some away. */
public final class CovarianceRank {
    /** Standard deviations below this share of the largest are rounding. */
    private static final double TOLERANCE = 1e-6;

    private CovarianceRank() {}

    /**
     * @param covariance of sensors
     * @param channels that tell the types of the sensors
     * @return the rank of each type that is there; each is scaled by itself, so units do not matter
     */
    public static Map<ChannelType, Integer> byType(SensorCovariance covariance, List<Channel> channels) {
        Map<ChannelType, Integer> ranks = new EnumMap<>(ChannelType.class);
        places(covariance, channels).forEach((type, own) -> ranks.put(type,
                kept(DenseAlgebra.symmetricEigen(block(covariance, own)).values()).length));
        return ranks;
    }

    /** Places of the good sensors of each type. */
    static Map<ChannelType, int[]> places(SensorCovariance covariance, List<Channel> channels) {
        Map<ChannelType, int[]> places = new EnumMap<>(ChannelType.class);
        ChannelType[] types = new ChannelType[covariance.channels().size()];
        for (int c = 0; c < types.length; c++) {
            String name = covariance.channels().get(c);
            types[c] = channels.stream().filter(channel -> channel.name().equals(name)).findFirst()
                    .orElseThrow(() -> new EngramException("the covariance has channel " + name
                            + ", which is missing in the data: select the same channels"))
                    .type();
        }
        for (ChannelType type : ChannelType.values()) {
            int[] own = IntStream.range(0, types.length)
                    .filter(c -> types[c] == type && !covariance.bad().contains(covariance.channels().get(c)))
                    .toArray();
            if (own.length > 0) {
                places.put(type, own);
            }
        }
        return places;
    }

    static Matrix block(SensorCovariance covariance, int[] own) {
        Matrix block = Matrix.zeros(own.length, own.length);
        for (int i = 0; i < own.length; i++) {
            for (int j = 0; j < own.length; j++) {
                block.set(i, j, covariance.matrix()[own[i]][own[j]]);
            }
        }
        return block;
    }

    /** Indices of ascending eigenvalues that are more than rounding; square roots are compared. */
    static int[] kept(double[] values) {
        double least = TOLERANCE * TOLERANCE * values[values.length - 1];
        return IntStream.range(0, values.length).filter(k -> values[k] > least && values[k] > 0).toArray();
    }
}
