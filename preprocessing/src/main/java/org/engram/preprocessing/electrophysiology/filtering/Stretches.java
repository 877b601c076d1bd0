package org.engram.preprocessing.electrophysiology.filtering;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;

/**
 * The stretches of a recording across which a filter may run: between the gaps of the acquisition and the joints of
 * pieces, as its segments and annotations say. Samples inside an annotated gap belong to no stretch.
 *
 * @param spans in order, not overlapping
 */
public record Stretches(List<Span> spans) {
    /** Copies. */
    public Stretches {
        spans = List.copyOf(spans);
    }

    /**
     * @param first index of the first sample
     * @param count how many, at least 1
     */
    public record Span(long first, long count) {
        /** @return one past the last sample */
        public long end() {
            return first + count;
        }
    }

    /**
     * @param recording a recording
     * @return its stretches
     */
    public static Stretches of(Recording recording) {
        TreeSet<Long> joints = new TreeSet<>();
        joints.add(0L);
        joints.add(recording.sampleCount());
        for (Segment segment : recording.segments()) {
            joints.add(segment.firstSample());
        }
        List<Span> gaps = new ArrayList<>();
        for (Annotation annotation : recording.annotations()) {
            if (annotation.isDiscontinuity() && !marksJoint(recording, annotation)) {
                long start = clamp(recording, annotation.onsetSeconds());
                long end = clamp(recording, annotation.endSeconds());
                joints.add(start);
                joints.add(end);
                gaps.add(new Span(start, end - start));
            }
        }
        List<Span> spans = new ArrayList<>();
        Long previous = null;
        for (long joint : joints) {
            long first = previous == null ? joint : previous;
            if (joint > first && gaps.stream().noneMatch(gap -> gap.first() <= first && joint <= gap.end())) {
                spans.add(new Span(first, joint - first));
            }
            previous = joint;
        }
        return new Stretches(spans);
    }

    private static long clamp(Recording recording, double seconds) {
        return Math.max(0, Math.min(recording.sampleCount(),
                (long) Math.rint(seconds * recording.samplingRateHz())));
    }

    /** Between segments no samples lie, however long the annotated gap lasted. */
    private static boolean marksJoint(Recording recording, Annotation annotation) {
        List<Segment> segments = recording.segments();
        double sample = 1.5 / recording.samplingRateHz();
        for (int i = 1; i < segments.size(); i++) {
            Segment before = segments.get(i - 1);
            double joint = segments.get(i).firstSample() / recording.samplingRateHz();
            double end = before.onsetSeconds() + before.sampleCount() / recording.samplingRateHz();
            if (Math.abs(annotation.onsetSeconds() - joint) < sample
                    || Math.abs(annotation.onsetSeconds() - end) < sample) {
                return true;
            }
        }
        return false;
    }
}
