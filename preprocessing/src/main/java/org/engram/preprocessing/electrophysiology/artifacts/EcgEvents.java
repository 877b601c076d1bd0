package org.engram.preprocessing.electrophysiology.artifacts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;

/**
 * Heartbeats, as R waves of an ECG channel between 5 and 35 Hz, or of the mean of the magnetometers where there is none.
 * Thresholds from 0.3 to 1.05 of the first maxima are tried; that whose rate lies nearest the median of plausible rates
 * wins.
 *
 * <h2>References</h2> Gratton's detector as used by the MNE tools; W. A. H. Engelse, C. Zeelenberg, Computers in
 * Cardiology 6, 1979.
 */
public final class EcgEvents {
    private static final double LOW_HZ = 5;
    private static final double HIGH_HZ = 35;
    private static final double WINDOW_SECONDS = 0.5;
    private static final int THRESHOLDS = 16;
    private static final double LEVELS = 2.5;
    private static final int CROSSINGS = 3;
    private static final double LOWEST_RATE = 40;
    private static final double HIGHEST_RATE = 160;
    private static final double USUAL_RATE = 80;

    private EcgEvents() {}

    /**
     * @param recording what to look in; its first good ECG channel is used, otherwise the mean of its magnetometers, or
     *     else of its gradiometers; stretches annotated as BAD are left out
     * @return the heartbeats; none when nothing looks like one
     * @throws IOException if samples cannot be read
     */
    public static Heartbeats find(Recording recording) throws IOException {
        int[] ecg = recording.channelsThat(c -> c.type() == ChannelType.ECG && !c.bad());
        if (ecg.length > 0) {
            return find(recording, ecg[0]);
        }
        for (ChannelType type : List.of(ChannelType.MAGNETOMETER, ChannelType.PLANAR_GRADIOMETER,
                ChannelType.AXIAL_GRADIOMETER)) {
            int[] sensors = recording.channelsThat(c -> c.type() == type && !c.bad());
            if (sensors.length > 0) {
                return find(meanOf(recording, sensors), 0);
            }
        }
        throw new EngramException(
                "the recording has neither an ECG channel nor MEG sensors: name a channel that"
                        + " shows the heart");
    }

    /**
     * @param recording what to look in; stretches annotated as BAD are left out
     * @param channel index of a channel that shows the heart
     * @return the heartbeats
     * @throws IOException if samples cannot be read
     */
    public static Heartbeats find(Recording recording, int channel) throws IOException {
        double rate = recording.samplingRateHz();
        List<long[]> stretches = GoodStretches.of(recording);
        double[] ecg = GoodStretches.filtered(GoodStretches.read(recording, channel, stretches),
                SteepBandPass.of(LOW_HZ, Math.min(HIGH_HZ, rate / 2 - 0.75), rate));
        int[] beats = detect(ecg, rate);
        long[] samples = Arrays.stream(beats).mapToLong(at -> GoodStretches.original(stretches, at))
                .toArray();
        double perMinute = ecg.length == 0 ? 0 : 60 * samples.length * rate / ecg.length;
        return new Heartbeats(recording.channels().get(channel).name(), perMinute, samples);
    }

    /** One channel, the mean of some. */
    private static Recording meanOf(Recording recording, int[] sensors) {
        Channel mean = Channel.of("mean of " + recording.channels().get(sensors[0]).type(), ChannelType.ECG);
        return recording.toBuilder().channels(List.of(mean)).projectors(List.of()).compensations(List.of())
                .source((asked, first, count, into, offset) -> {
                    if (asked.length == 0) {
                        return;
                    }
                    double[][] block = recording.read(sensors, first, count);
                    for (int t = 0; t < count; t++) {
                        double sum = 0;
                        for (double[] row : block) {
                            sum += row[t];
                        }
                        into[0][offset + t] = sum / sensors.length;
                    }
                }).build();
    }

    /**
     * @param filtered ECG between 5 and 35 Hz
     * @param rate samples per second
     * @return indices of R waves, ascending
     */
    static int[] detect(double[] filtered, double rate) {
        double[] size = Arrays.stream(filtered).map(Math::abs).toArray();
        int second = (int) rate;
        if (size.length < 3 * second) {
            throw new EngramException("heartbeats need at least 3 s of good samples, found "
                    + size.length / rate + " s");
        }
        double start = 0;
        for (int k = 0; k < 3; k++) {
            start += Arrays.stream(size, k * second, (k + 1) * second).max().orElse(0) / 3;
        }
        int window = (int) Math.rint(WINDOW_SECONDS * rate);
        List<int[]> runs = new ArrayList<>();
        for (int k = 0; k < THRESHOLDS; k++) {
            int[] run = run(size, window, start * (0.3 + 0.05 * k));
            if (run.length > 0) {
                runs.add(run);
            }
        }
        double minutes = size.length / rate / 60;
        double[] plausible = runs.stream().mapToDouble(run -> run.length / minutes)
                .filter(perMinute -> perMinute >= LOWEST_RATE && perMinute <= HIGHEST_RATE).sorted()
                .toArray();
        int middle = plausible.length / 2;
        double ideal = plausible.length == 0
                ? USUAL_RATE
                : plausible.length % 2 == 1
                        ? plausible[middle]
                        : (plausible[middle - 1] + plausible[middle]) / 2;
        int[] best = new int[0];
        double nearest = Double.POSITIVE_INFINITY;
        for (int[] run : runs) {
            double distance = Math.abs(run.length / minutes - ideal);
            if (distance < nearest) {
                nearest = distance;
                best = run;
            }
        }
        return best;
    }

    /** The largest sample of each window that begins above a threshold, unless the window is too strong or too busy. */
    private static int[] run(double[] size, int window, double threshold) {
        List<Integer> times = new ArrayList<>();
        List<Integer> crossings = new ArrayList<>();
        List<Double> strengths = new ArrayList<>();
        for (int at = 0; at < size.length - window;) {
            if (!(size[at] > threshold)) {
                at++;
                continue;
            }
            int highest = at;
            int rises = 0;
            int falls = 0;
            double squares = 0;
            for (int i = at; i < at + window; i++) {
                highest = size[i] > size[highest] ? i : highest;
                squares += size[i] * size[i];
                if (i > at && size[i] > threshold != size[i - 1] > threshold) {
                    if (size[i] > threshold) {
                        rises++;
                    } else {
                        falls++;
                    }
                }
            }
            times.add(highest);
            crossings.add(rises - falls);
            strengths.add(Math.sqrt(squares / window));
            at += window;
        }
        double mean = strengths.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double variance = strengths.stream().mapToDouble(s -> (s - mean) * (s - mean)).average().orElse(0);
        double limit = mean + LEVELS * Math.sqrt(variance);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            if (strengths.get(i) < limit && crossings.get(i) < CROSSINGS) {
                kept.add(times.get(i));
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Heartbeats.
     *
     * @param channel name of the channel they were found in
     * @param perMinute mean rate
     * @param samples index of each R wave, from the first sample of the recording, ascending; not copied
     */
    public record Heartbeats(String channel, double perMinute, long[] samples) {}
}
