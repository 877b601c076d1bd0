package org.engram.io.recording.edf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Segment;

/**
 * When the records of an interrupted file were taken, and where a moment lies on the axis of consecutive samples.
 *
 * <p>A gap (or an overlap) is more than half a sample between the end of a record and the beginning of the next. Moments
 * within a gap lie at the joint; the part of an annotation that runs through a gap has no duration.
 */
final class RecordTimes {
    private final List<Segment> segments;
    private final double rateHz;
    private final double origin;

    private RecordTimes(List<Segment> segments, double rateHz, double origin) {
        this.segments = segments;
        this.rateHz = rateHz;
        this.origin = origin;
    }

    /** One stretch without gaps. */
    static RecordTimes continuous(EdfHeader header, int samples, double origin) {
        long count = header.layout().recordCount() * samples;
        return new RecordTimes(List.of(new Segment(0, count, 0)), samples / header.recordSeconds(), origin);
    }

    /**
     * @param onsets of each record, NaN where not known
     * @throws FormatException if an onset is missing or records overlap, unless lenient
     */
    static RecordTimes interrupted(EdfHeader header, int samples, double[] onsets, ReadOptions options,
            Consumer<Notice> notices) {
        Path file = header.layout().file();
        Set<String> said = new HashSet<>();
        Consumer<Notice> firstOfEach = notice -> {
            if (said.add(notice.code())) {
                notices.accept(notice);
            }
        };
        double rate = samples / header.recordSeconds();
        List<Segment> segments = new ArrayList<>();
        double origin = onsets.length == 0 || Double.isNaN(onsets[0]) ? 0 : onsets[0];
        double expected = origin;
        double began = origin;
        int first = 0;
        for (int record = 0; record < header.layout().recordCount(); record++) {
            double onset = onsets.length == 0 ? Double.NaN : onsets[record];
            if (Double.isNaN(onset)) {
                complain(file, options, firstOfEach, "edf-onset-missing",
                        "record " + (record + 1) + " does not say when it began");
                onset = expected;
            }
            double gap = onset - expected;
            if (gap < -0.5 / rate) {
                complain(file, options, firstOfEach, "edf-records-overlap",
                        "record " + (record + 1) + " begins at "
                                + onset + " s, before the one ahead of it ends at " + expected + " s");
            }
            if (Math.abs(gap) > 0.5 / rate) {
                if (record > first) {
                    segments.add(segment(first, record, samples, began - origin));
                }
                first = record;
                began = onset;
            }
            expected = onset + header.recordSeconds();
        }
        segments.add(segment(first, (int) header.layout().recordCount(), samples, began - origin));
        return new RecordTimes(segments, rate, origin);
    }

    private static void complain(Path file, ReadOptions options, Consumer<Notice> told, String code,
            String what) {
        if (!options.lenient()) {
            throw new FormatException(file, what + ", which an interrupted (+D) file must tell soundly:"
                    + " read it leniently to take records as they come");
        }
        told.accept(new Notice(code, file + ": " + what + "; read leniently"));
    }

    private static Segment segment(int first, int end, int samples, double onset) {
        return new Segment((long) first * samples, (long) (end - first) * samples, onset);
    }

    List<Segment> segments() {
        return segments;
    }

    /** Seconds from the start in the header to the first sample. */
    double origin() {
        return origin;
    }

    /** Marks where consecutive samples were not taken one after the other. */
    List<Annotation> joints() {
        return segments.stream().skip(1)
                .map(s -> Annotation.of(s.firstSample() / rateHz, 0, Annotation.ACQUISITION_GAP)).toList();
    }

    /** An annotation in seconds after the start of the header, on the axis of consecutive samples. */
    Annotation onSampleAxis(Annotation annotation) {
        double onset = onSampleAxis(annotation.onsetSeconds() - origin, false);
        double duration = segments.size() == 1
                ? annotation.durationSeconds()
                : Math.max(0, onSampleAxis(annotation.endSeconds() - origin,
                        annotation.durationSeconds() > 0) - onset);
        return new Annotation(onset, duration, annotation.text(), annotation.channels());
    }

    /** The last segment that has begun; a moment that ends something still belongs to the segment before. */
    private double onSampleAxis(double seconds, boolean end) {
        double tolerance = 0.01 / rateHz;
        double moment = end ? seconds - tolerance : seconds + tolerance;
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).onsetSeconds() <= moment) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Segment segment = segments.get(low);
        double within = seconds - segment.onsetSeconds();
        if (low + 1 < segments.size()) {
            within = Math.min(within, segment.sampleCount() / rateHz);
        }
        return segment.firstSample() / rateHz + within;
    }
}
