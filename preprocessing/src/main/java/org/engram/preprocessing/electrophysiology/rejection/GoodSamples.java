package org.engram.preprocessing.electrophysiology.rejection;

import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;

/** Samples that no bad annotation covers. */
final class GoodSamples {
    private GoodSamples() {}

    static boolean[] of(Recording recording) {
        int count = Math.toIntExact(recording.sampleCount());
        boolean[] good = new boolean[count];
        Arrays.fill(good, true);
        for (Annotation annotation : recording.annotations()) {
            if (annotation.isBad()) {
                int from = place(annotation.onsetSeconds(), recording, count);
                int to = place(annotation.endSeconds(), recording, count);
                Arrays.fill(good, from, Math.max(from, to), false);
            }
        }
        return good;
    }

    private static int place(double seconds, Recording recording, int count) {
        return (int) Math.max(0, Math.min(count, Math.rint(seconds * recording.samplingRateHz())));
    }

    static int count(boolean[] good) {
        int count = 0;
        for (boolean one : good) {
            count += one ? 1 : 0;
        }
        return count;
    }

    static void requireFinite(double[] samples, boolean[] good, String channel) {
        for (int t = 0; t < samples.length; t++) {
            if (!Double.isFinite(samples[t])) {
                throw new EngramException("channel " + channel + " is " + samples[t] + " at sample " + t
                        + (good[t] ? ": mark gaps with a bad annotation" : ", in a bad stretch")
                        + "; filters would spread it: fill or cut the gap first");
            }
        }
    }
}
