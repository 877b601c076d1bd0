package org.engram.preprocessing.electrophysiology.rejection;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;

/** Windows side by side that neither a joint nor a bad annotation touches. */
final class Windows {
    private Windows() {}

    /** First sample of each. */
    static List<Long> of(Recording recording, int length) {
        List<Long> windows = new ArrayList<>();
        for (Segment segment : recording.segments()) {
            long end = segment.firstSample() + segment.sampleCount();
            for (long from = segment.firstSample(); from + length <= end; from += length) {
                double begin = from / recording.samplingRateHz();
                double stop = (from + length) / recording.samplingRateHz();
                if (recording.annotations().stream().noneMatch(annotation -> annotation.isBad()
                        && annotation.onsetSeconds() < stop && annotation.endSeconds() > begin)) {
                    windows.add(from);
                }
            }
        }
        if (windows.isEmpty()) {
            throw new EngramException("no good stretch of the recording holds a window of " + length
                    + " samples: use shorter windows");
        }
        return windows;
    }

    static void requireFinite(Matrix x, Recording recording, int[] channels, long from) {
        int place = x.firstNotFinite();
        if (place >= 0) {
            throw new EngramException(
                    "channel " + recording.channels().get(channels[place / x.columns()]).name()
                            + " is " + x.data()[place] + " at sample " + (from + place % x.columns())
                            + ": mark gaps with a bad annotation");
        }
    }
}
