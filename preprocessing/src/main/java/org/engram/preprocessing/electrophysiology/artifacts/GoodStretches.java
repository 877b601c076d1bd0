package org.engram.preprocessing.electrophysiology.artifacts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;

/** The stretches of a recording that no BAD annotation touches. */
public final class GoodStretches {
    private GoodStretches() {}

    /** A channel's samples in each stretch. */
    static double[][] read(Recording recording, int channel, List<long[]> stretches) throws IOException {
        double[][] samples = new double[stretches.size()][];
        for (int s = 0; s < samples.length; s++) {
            long first = stretches.get(s)[0];
            samples[s] = recording.read(new int[] {channel}, first,
                    Math.toIntExact(stretches.get(s)[1] - first))[0];
            for (int i = 0; i < samples[s].length; i++) {
                if (!Double.isFinite(samples[s][i])) {
                    throw new EngramException("channel " + recording.channels().get(channel).name()
                            + " holds "
                            + samples[s][i] + " at sample " + (first + i) + ": annotate that stretch as BAD");
                }
            }
        }
        return samples;
    }

    static double[] filtered(double[][] stretches, SteepBandPass filter) {
        int total = 0;
        for (double[] stretch : stretches) {
            total += stretch.length;
        }
        double[] joined = new double[total];
        int at = 0;
        for (double[] stretch : stretches) {
            double[] part = stretch.length < 2 ? new double[stretch.length] : filter.apply(stretch);
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /**
     * Filters each stretch by itself and joins them.
     *
     * @param recording where from
     * @param channel index of a channel
     * @param stretches first sample and one past the last of each
     * @param filter applied to each stretch
     * @return the samples of all stretches one after another, filtered
     * @throws IOException if samples cannot be read
     */
    public static double[] filtered(Recording recording, int channel, List<long[]> stretches,
            SteepBandPass filter) throws IOException {
        return filtered(read(recording, channel, stretches), filter);
    }

    /** Index in the recording of an index in the joined stretches. */
    static long original(List<long[]> stretches, long joined) {
        long left = joined;
        for (long[] stretch : stretches) {
            long length = stretch[1] - stretch[0];
            if (left < length) {
                return stretch[0] + left;
            }
            left -= length;
        }
        throw new IllegalArgumentException("sample " + joined + " lies past the stretches");
    }

    /**
     * @param recording with annotations
     * @return first sample and one past the last sample of each stretch, in order; those without a duration are kept
     */
    public static List<long[]> of(Recording recording) {
        List<long[]> good = new ArrayList<>();
        good.add(new long[] {0, recording.sampleCount()});
        for (Annotation annotation : recording.annotations()) {
            if (annotation.isBad() && annotation.durationSeconds() > 0) {
                // Rounded as the reference tools round: both ends to the nearest sample.
                long from = (long) Math.rint(annotation.onsetSeconds() * recording.samplingRateHz());
                long to = (long) Math.rint(annotation.endSeconds() * recording.samplingRateHz());
                List<long[]> left = new ArrayList<>();
                for (long[] stretch : good) {
                    if (to <= stretch[0] || from >= stretch[1]) {
                        left.add(stretch);
                        continue;
                    }
                    if (from > stretch[0]) {
                        left.add(new long[] {stretch[0], from});
                    }
                    if (to < stretch[1]) {
                        left.add(new long[] {to, stretch[1]});
                    }
                }
                good = left;
            }
        }
        return good;
    }
}
