package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;

/**
 * Marks where a channel stands still or jumps: where the difference of neighbouring samples is at most, or at least, some
 * amount for some time. A channel that does so for much of the recording is bad; stretches of the others are annotated.
 *
 * @param flat largest difference that counts as standing still, for each type, SI units
 * @param peak smallest difference that counts as a jump, for each type
 * @param minimumSeconds shorter runs are left out
 * @param badPercent a channel is bad when so much of the recording is in such runs
 */
public record AmplitudeLimits(Map<ChannelType, Double> flat, Map<ChannelType, Double> peak,
        double minimumSeconds, double badPercent) {
    private static final int BLOCK = 1 << 16;

    /** Copies and checks. */
    public AmplitudeLimits {
        flat = Map.copyOf(flat);
        peak = Map.copyOf(peak);
        if (flat.isEmpty() && peak.isEmpty()) {
            throw new IllegalArgumentException("no limit is given: neither for flat channels nor for jumps");
        }
        if (!(minimumSeconds >= 0) || !(badPercent >= 0 && badPercent <= 100)) {
            throw new IllegalArgumentException("least duration " + minimumSeconds + " s and " + badPercent
                    + " %: give 0 or more, and 0 to 100");
        }
    }

    /**
     * @param flat largest difference that counts as standing still, for each type
     * @param peak smallest difference that counts as a jump, for each type
     * @return those limits for 5 ms at least, and 5 % of the recording for a bad channel
     */
    public static AmplitudeLimits of(Map<ChannelType, Double> flat, Map<ChannelType, Double> peak) {
        return new AmplitudeLimits(flat, peak, 0.005, 5);
    }

    /**
     * @param recording what to look at, block by block; gaps and joints are stepped over
     * @return stretches marked {@code BAD_flat} and {@code BAD_peak}, and names of bad channels
     * @throws IOException if the file cannot be read
     */
    public Found find(Recording recording) throws IOException {
        List<Annotation> annotations = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            BitSet marked = new BitSet(Math.toIntExact(recording.sampleCount()));
            Map<ChannelType, Double> limits = kind == Kind.FLAT ? flat : peak;
            int[] channels = recording
                    .channelsThat(channel -> !channel.bad() && limits.containsKey(channel.type()));
            for (int channel : channels) {
                double limit = limits.get(recording.channels().get(channel).type());
                List<int[]> runs = runs(recording, channel, kind, limit);
                long count = runs.stream().mapToLong(run -> run[1] - run[0]).sum();
                if (count > 0 && (count + 1) * 100.0 / recording.sampleCount() >= badPercent) {
                    bad.add(recording.channels().get(channel).name());
                } else {
                    runs.forEach(run -> marked.set(run[0], run[1]));
                }
            }
            annotations.addAll(annotations(marked, recording.samplingRateHz(), kind));
        }
        return new Found(annotations, bad.stream().distinct().toList());
    }

    private List<int[]> runs(Recording recording, int channel, Kind kind, double limit) throws IOException {
        Run run = new Run(Math.max(1, (int) Math.rint(minimumSeconds * recording.samplingRateHz())));
        BitSet gaps = new BitSet();
        for (Annotation annotation : recording.annotations()) {
            if (annotation.text().equalsIgnoreCase(Annotation.ACQUISITION_GAP)) {
                gaps.set(place(annotation.onsetSeconds(), recording),
                        place(annotation.endSeconds(), recording));
            }
        }
        int[] which = {channel};
        for (Segment segment : recording.segments()) {
            long end = segment.firstSample() + segment.sampleCount();
            for (long from = segment.firstSample(); from + 1 < end; from += BLOCK) {
                double[] x = recording.read(which, from, (int) Math.min(BLOCK + 1L, end - from))[0];
                for (int t = 0; t + 1 < x.length; t++) {
                    int at = Math.toIntExact(from + t);
                    boolean gap = gaps.get(at) || gaps.get(at + 1);
                    requireFinite(gap ? 0 : x[t + 1] - x[t], recording, channel, at);
                    run.next(at, !gap && kind.breaks(Math.abs(x[t + 1] - x[t]), limit));
                }
            }
            run.next(Math.toIntExact(end - 1), false);
        }
        return run.runs;
    }

    private static int place(double seconds, Recording recording) {
        return (int) Math.max(0,
                Math.min(recording.sampleCount(), Math.rint(seconds * recording.samplingRateHz())));
    }

    private static void requireFinite(double difference, Recording recording, int channel, int sample) {
        if (!Double.isFinite(difference)) {
            throw new EngramException("channel " + recording.channels().get(channel).name()
                    + " is not finite at sample " + sample + " or the next: mark the gap with "
                    + Annotation.ACQUISITION_GAP);
        }
    }

    private static List<Annotation> annotations(BitSet marked, double rate, Kind kind) {
        List<Annotation> annotations = new ArrayList<>();
        for (int from = marked.nextSetBit(0); from >= 0;) {
            int to = marked.nextClearBit(from);
            annotations.add(Annotation.of(from / rate, (to - from) / rate, kind.text));
            from = marked.nextSetBit(to);
        }
        return annotations;
    }

    private enum Kind {
        FLAT("BAD_flat"),
        PEAK("BAD_peak");

        private final String text;

        Kind(String text) {
            this.text = Objects.requireNonNull(text);
        }

        private boolean breaks(double difference, double limit) {
            return this == FLAT ? difference <= limit : difference >= limit;
        }
    }

    /** Collects runs that are long enough. */
    private static final class Run {
        private final int least;
        private final List<int[]> runs = new ArrayList<>();
        private int begin = -1;

        Run(int least) {
            this.least = least;
        }

        void next(int at, boolean inside) {
            if (inside && begin < 0) {
                begin = at;
            } else if (!inside && begin >= 0) {
                if (at - begin >= least) {
                    runs.add(new int[] {begin, at});
                }
                begin = -1;
            }
        }
    }

    /**
     * What was found.
     *
     * @param annotations stretches of channels that are else good
     * @param badChannels names of the others
     */
    public record Found(List<Annotation> annotations, List<String> badChannels) {
        /** Copies. */
        public Found {
            annotations = List.copyOf(annotations);
            badChannels = List.copyOf(badChannels);
        }
    }
}
