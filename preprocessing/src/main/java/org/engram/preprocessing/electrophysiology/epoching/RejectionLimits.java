package org.engram.preprocessing.electrophysiology.epoching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;

/**
 * How far a channel may go from its lowest to its highest sample within an epoch. Channels marked as bad are not looked
 * at.
 *
 * @param peakToPeak largest range allowed for each type, in its SI unit
 * @param flat smallest range allowed for each type
 */
public record RejectionLimits(Map<ChannelType, Double> peakToPeak, Map<ChannelType, Double> flat) {
    /** Copies and checks. */
    public RejectionLimits {
        peakToPeak = checked(peakToPeak);
        flat = checked(flat);
    }

    private static Map<ChannelType, Double> checked(Map<ChannelType, Double> limits) {
        limits.forEach((type, limit) -> {
            if (!(limit >= 0)) {
                throw new IllegalArgumentException("the limit for " + type + " is " + limit + " "
                        + type.defaultUnit().symbol() + ": give 0 or more");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /** @return no limits */
    public static RejectionLimits none() {
        return new RejectionLimits(Map.of(), Map.of());
    }

    /**
     * @param type a type of channels
     * @param limit the largest range allowed, in volts or teslas: 150e-6 for 150 microvolts
     * @return these limits and that one
     */
    public RejectionLimits peakToPeak(ChannelType type, double limit) {
        return new RejectionLimits(with(peakToPeak, type, limit), flat);
    }

    /**
     * @param type a type of channels
     * @param limit the smallest range allowed
     * @return these limits and that one
     */
    public RejectionLimits flat(ChannelType type, double limit) {
        return new RejectionLimits(peakToPeak, with(flat, type, limit));
    }

    private static Map<ChannelType, Double> with(Map<ChannelType, Double> limits, ChannelType type,
            double limit) {
        Map<ChannelType, Double> all = new LinkedHashMap<>(limits);
        all.put(type, limit);
        return all;
    }

    /** @return whether there is no limit at all */
    public boolean isEmpty() {
        return peakToPeak.isEmpty() && flat.isEmpty();
    }

    /**
     * @param channels the channels
     * @param samples channel x time
     * @param first first time looked at
     * @param end one past the last
     * @return names of the channels that break a limit: first those too large, type by type, then those too flat
     */
    List<String> broken(List<Channel> channels, double[][] samples, int first, int end) {
        double[] ranges = new double[channels.size()];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = range(samples[i], first, end);
        }
        List<String> names = new ArrayList<>();
        peakToPeak.forEach((type, limit) -> {
            for (int i = 0; i < ranges.length; i++) {
                if (isOf(channels.get(i), type) && ranges[i] > limit) {
                    names.add(channels.get(i).name());
                }
            }
        });
        flat.forEach((type, limit) -> {
            for (int i = 0; i < ranges.length; i++) {
                if (isOf(channels.get(i), type) && ranges[i] < limit) {
                    names.add(channels.get(i).name());
                }
            }
        });
        return names;
    }

    private static boolean isOf(Channel channel, ChannelType type) {
        return channel.type() == type && !channel.bad();
    }

    private static double range(double[] row, int first, int end) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int t = first; t < end; t++) {
            least = Math.min(least, row[t]);
            most = Math.max(most, row[t]);
        }
        return most - least;
    }
}
