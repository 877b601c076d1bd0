package org.engram.preprocessing.electrophysiology.artifacts;

import java.io.IOException;
import java.util.Arrays;
import org.engram.io.recording.Recording;

/**
 * Replaces the samples around electric or magnetic pulses, in the half-open window from begin to end relative to each
 * pulse, when they are read.
 *
 * @param startSeconds begin of the window relative to the pulse
 * @param endSeconds its end
 * @param filling what takes the place of the samples
 */
public record StimulationArtifact(double startSeconds, double endSeconds, Filling filling) {
    /** What takes the place of samples. */
    public enum Filling {
        /** A straight line from the first sample of the window to the first one after it. */
        LINE,
        /** The samples times a window that is 0 inside and rises to 1 over two samples at each end. */
        WINDOW,
        /** The mean of as many samples before the window as the window has. */
        MEAN
    }

    /** Checks the order. */
    public StimulationArtifact {
        if (!(startSeconds < endSeconds) || Double.isInfinite(startSeconds)
                || Double.isInfinite(endSeconds)) {
            throw new IllegalArgumentException("a window from " + startSeconds + " to " + endSeconds
                    + " s: expected begin < end");
        }
    }

    /**
     * @param recording with pulses
     * @param pulses index of each pulse, from the first sample of the recording; windows must lie within the recording
     * @return it with brain channels filled
     */
    public Recording apply(Recording recording, long... pulses) {
        double rate = recording.samplingRateHz();
        int begin = (int) Math.ceil(rate * startSeconds);
        int end = (int) Math.ceil(rate * endSeconds);
        int length = end - begin;
        if (length < (filling == Filling.WINDOW ? 4 : 1)) {
            throw new IllegalArgumentException("the window has " + length + " samples at " + rate
                    + " samples per second: give a longer one"
                    + (filling == Filling.WINDOW ? ", or LINE" : ""));
        }
        long[] sorted = Arrays.stream(pulses).sorted().toArray();
        int before = filling == Filling.MEAN ? length : 0;
        for (long pulse : sorted) {
            if (pulse + begin - before < 0 || pulse + end >= recording.sampleCount()) {
                throw new IllegalArgumentException("the window of the pulse at sample " + pulse
                        + " leaves the recording of " + recording.sampleCount()
                        + " samples: leave that pulse out");
            }
        }
        return recording.toBuilder().source((asked, first, count, into, offset) -> {
            recording.source().read(asked, first, count, into, offset);
            for (long pulse : sorted) {
                if (pulse + end > first && pulse + begin < first + count) {
                    fill(recording, asked, first, count, into, offset, pulse + begin, length);
                }
            }
        }).build();
    }

    private void fill(Recording recording, int[] asked, long first, int count, double[][] into, int offset,
            long from, int length) throws IOException {
        int[] brain = Arrays.stream(asked)
                .filter(channel -> recording.channels().get(channel).type().isBrain())
                .distinct().toArray();
        int before = filling == Filling.MEAN ? length : 0;
        double[][] around = recording.read(brain, from - before, before + length + 1);
        for (int i = 0; i < asked.length; i++) {
            int place = indexOf(brain, asked[i]);
            if (place < 0) {
                continue;
            }
            double[] row = around[place];
            double mean = before == 0 ? 0 : Arrays.stream(row, 0, before).average().orElse(0);
            for (int k = 0; k < length; k++) {
                long at = from + k - first;
                if (at >= 0 && at < count) {
                    into[i][offset + (int) at] = switch (filling) {
                        case LINE -> row[0] + (row[length] - row[0]) * k / length;
                        case WINDOW -> row[k] * weight(k, length);
                        case MEAN -> mean;
                    };
                }
            }
        }
    }

    /** 1 less a Hann window of 4 points, 0 0.75 0.75 0, split in the middle. */
    private static double weight(int k, int length) {
        int edge = Math.min(k, length - 1 - k);
        return edge == 0 ? 1 : edge == 1 ? 0.25 : 0;
    }

    private static int indexOf(int[] values, int wanted) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
