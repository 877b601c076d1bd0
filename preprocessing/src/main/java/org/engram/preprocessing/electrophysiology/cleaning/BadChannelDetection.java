package org.engram.preprocessing.electrophysiology.cleaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.rejection.LocalOutlierChannels;
import org.engram.preprocessing.electrophysiology.rejection.PlausibilityGuard;

/**
 * Finds bad channels, each type of brain channels by itself: those that do not move, those whose robust scale lies far from
 * that of the others (at least by a factor of 2), and, where there are more channels than neighbours to compare with,
 * those whose time series has no neighbours. Best done on filtered samples.
 *
 * <h2>References</h2> Robust scale: N. Bigdely-Shamlo and others, Frontiers in Neuroinformatics 9, 2015 (deviation
 * criterion). Neighbours: {@link LocalOutlierChannels}.
 *
 * @param deviations how many robust standard deviations the scale of a bad channel is away from the median
 * @param neighbours how many channels a channel is compared with
 * @param outlierFactor a channel with a larger local outlier factor is bad
 */
public record BadChannelDetection(double deviations, int neighbours, double outlierFactor) {
    /** 5 deviations, 20 neighbours, factor 1.5. */
    public static final BadChannelDetection DEFAULT = new BadChannelDetection(5, 20, 1.5);
    /** Fewer channels than this have no typical one among them. */
    private static final int FEWEST = 5;
    private static final double NORMAL = 1.4826;
    /** However alike the channels are, half and twice the typical scale is not yet odd. */
    private static final double LEAST_DIFFERENCE = Math.log10(2);

    /** Checks the ranges. */
    public BadChannelDetection {
        if (!(deviations > 0) || neighbours < 1 || !(outlierFactor > 1)) {
            throw new IllegalArgumentException("bad channels by " + deviations + " deviations, " + neighbours
                    + " neighbours and a factor of " + outlierFactor
                    + ": expected positive numbers and a factor above 1");
        }
    }

    /**
     * @param name of the channel
     * @param reason in a few words
     */
    public record Found(String name, String reason) {}

    /**
     * @param recording what to look at, block by block
     * @return the channels that are bad and were not marked so before
     * @throws IOException if the file cannot be read
     */
    public List<Found> find(Recording recording) throws IOException {
        Set<ChannelType> types = new LinkedHashSet<>();
        recording.channels().stream().map(Channel::type).filter(ChannelType::isBrain).forEach(types::add);
        List<Found> found = new ArrayList<>();
        for (ChannelType type : types) {
            found.addAll(ofType(recording,
                    recording.channelsThat(channel -> channel.type() == type && !channel.bad())));
        }
        return found;
    }

    private List<Found> ofType(Recording recording, int[] channels) throws IOException {
        List<Found> found = new ArrayList<>();
        double[] scales = PlausibilityGuard.scales(recording, channels);
        boolean[] flat = new boolean[channels.length];
        for (int i = 0; i < channels.length; i++) {
            flat[i] = !(scales[i] > 0);
            if (flat[i]) {
                found.add(new Found(name(recording, channels[i]), "does not move"));
            }
        }
        int[] moving = IntStream.range(0, channels.length).filter(i -> !flat[i]).toArray();
        if (moving.length < FEWEST) {
            return found;
        }
        double[] logs = IntStream.of(moving).mapToDouble(i -> Math.log10(scales[i])).toArray();
        double middle = median(logs);
        double spread = NORMAL * median(Arrays.stream(logs).map(value -> Math.abs(value - middle)).toArray());
        double farthest = Math.max(deviations * spread, LEAST_DIFFERENCE);
        int[] which = IntStream.of(moving).map(i -> channels[i]).toArray();
        double[] factors = which.length > neighbours
                ? new LocalOutlierChannels(neighbours, outlierFactor).factors(recording, which)
                : new double[which.length];
        for (int i = 0; i < moving.length; i++) {
            if (Math.abs(logs[i] - middle) > farthest) {
                found.add(new Found(name(recording, which[i]), String.format(Locale.ROOT,
                        "amplitude %.3g times the typical one", Math.pow(10, logs[i] - middle))));
            } else if (factors[i] > outlierFactor) {
                found.add(new Found(name(recording, which[i]), String.format(Locale.ROOT,
                        "unlike its neighbours (local outlier factor %.2f)", factors[i])));
            }
        }
        return found;
    }

    private static String name(Recording recording, int channel) {
        return recording.channels().get(channel).name();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
