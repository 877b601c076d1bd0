package org.engram.preprocessing.electrophysiology.artifacts;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;

/**
 * Blinks and other large eye movements, as peaks of an EOG channel. Of several channels the one with the most power
 * between 2 and 45 Hz is taken; peaks are looked for between 1 and 10 Hz, upward or downward after the larger extreme.
 */
public final class EogEvents {
    private static final double LOW_HZ = 1;
    private static final double HIGH_HZ = 10;

    private EogEvents() {}

    /**
     * @param recording with good channels of type EOG; stretches annotated as BAD are left out
     * @return the events
     * @throws IOException if samples cannot be read
     */
    public static Found find(Recording recording) throws IOException {
        int[] channels = recording.channelsThat(c -> c.type() == ChannelType.EOG && !c.bad());
        if (channels.length == 0) {
            throw new EngramException(
                    "the recording has no good EOG channel: name channels near the eyes instead,"
                            + " such as Fp1 and Fp2");
        }
        return find(recording, channels, Double.NaN);
    }

    /**
     * @param recording what to look in; stretches annotated as BAD are left out
     * @param channels indices of channels near the eyes, at least 1
     * @param threshold how far a peak stands out, volts; NaN for a quarter of the range
     * @return the events
     * @throws IOException if samples cannot be read
     */
    public static Found find(Recording recording, int[] channels, double threshold) throws IOException {
        double rate = recording.samplingRateHz();
        SteepBandPass wide = SteepBandPass.of(2, Math.min(45, rate / 2 - 0.75), rate);
        List<long[]> stretches = GoodStretches.of(recording);
        int best = -1;
        double most = -1;
        for (int channel : channels) {
            double[] x = GoodStretches.filtered(GoodStretches.read(recording, channel, stretches), wide);
            double power = Arrays.stream(x).map(value -> value * value).sum();
            if (power > most) {
                most = power;
                best = channel;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("no channels were given: name at least 1 near the eyes");
        }
        double[] x = GoodStretches.filtered(GoodStretches.read(recording, best, stretches),
                SteepBandPass.of(LOW_HZ, HIGH_HZ, rate));
        if (x.length == 0) {
            throw new EngramException(
                    "every sample is annotated as BAD: there is nothing to find eye movements in");
        }
        double mean = Arrays.stream(x).average().orElse(0);
        double highest = Arrays.stream(x).max().orElse(0);
        double lowest = Arrays.stream(x).min().orElse(0);
        boolean upward = Math.abs(highest - mean) > Math.abs(lowest - mean);
        double least = Double.isNaN(threshold) ? (highest - lowest) / 4 : threshold;
        long[] samples = Arrays.stream(PeakFinder.find(x, least, upward).samples())
                .mapToLong(at -> GoodStretches.original(stretches, at)).toArray();
        return new Found(recording.channels().get(best).name(), upward, samples);
    }

    /**
     * Eye movements.
     *
     * @param channel name of the channel they were found in
     * @param upward whether they are positive there
     * @param samples index of each, from the first sample of the recording, ascending; not copied
     */
    public record Found(String channel, boolean upward, long[] samples) {}
}
