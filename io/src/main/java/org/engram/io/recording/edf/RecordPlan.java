package org.engram.io.recording.edf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;

/**
 * How a recording is cut into records: near one second each, of a length that fits all segments and is exact in eight
 * characters; where there is none, records of about a second, the last one filled up.
 *
 * @param samples samples of each channel in a record
 * @param duration of a record, as the header writes it
 * @param count how many records
 * @param interrupted whether gaps between segments are kept
 * @param segments of the recording, where gaps are kept; otherwise one
 * @param rateHz the sampling rate
 */
record RecordPlan(int samples, String duration, long count, boolean interrupted, List<Segment> segments,
        double rateHz) {
    private static final double EXACT = 1e-12;
    private static final int SPAN = 8;

    static RecordPlan of(Recording recording) {
        double rate = recording.samplingRateHz();
        long common = 0;
        for (Segment segment : recording.segments()) {
            common = greatestCommonDivisor(common, segment.sampleCount());
        }
        int samples = exact(common, rate);
        boolean whole = samples > 0;
        if (!whole) {
            samples = (int) Math.max(1, Math.min(Math.rint(rate), 1 << 24));
        }
        boolean interrupted = whole && recording.segments().size() > 1;
        return new RecordPlan(samples, seconds(samples, rate),
                (recording.sampleCount() + samples - 1) / samples, interrupted,
                interrupted
                        ? recording.segments()
                        : List.of(new Segment(0, recording.sampleCount(), 0)),
                rate);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The divisor nearest to one second whose duration is exact; 0 when there is none within a factor of eight. */
    private static int exact(long common, double rate) {
        int best = 0;
        long last = (long) Math.min(Math.min(common, rate * SPAN), 1 << 24);
        for (long samples = Math.max(1, (long) (rate / SPAN)); samples <= last; samples++) {
            boolean nearer = best == 0 || distance(samples, rate) < distance(best, rate);
            if (common % samples == 0 && nearer
                    && Math.abs(samples / Double.parseDouble(seconds(samples, rate)) / rate - 1) < EXACT) {
                best = (int) samples;
            }
        }
        return best;
    }

    private static double distance(long samples, double rate) {
        return Math.abs(Math.log(samples / rate));
    }

    private static String seconds(long samples, double rate) {
        BigDecimal exact = new BigDecimal(samples / rate);
        int whole = Math.max(1, exact.precision() - exact.scale());
        String text = exact.setScale(Math.max(0, 7 - whole), RoundingMode.HALF_EVEN).stripTrailingZeros()
                .toPlainString();
        return text.equals("0") ? exact.round(new MathContext(2)).toString() : text;
    }

    double seconds() {
        return Double.parseDouble(duration);
    }

    boolean isRateKept() { return Math.abs(samples / seconds() / rateHz - 1) < EXACT; }

    /** When a record begins, in seconds after the first sample. */
    double onset(long record) {
        return interrupted ? time(record * samples / rateHz) : record * seconds();
    }

    /** When a moment of the axis of consecutive samples was, in seconds after the first sample. */
    double time(double axis) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).firstSample() / rateHz <= axis + 0.01 / rateHz) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Segment segment = segments.get(low);
        return segment.onsetSeconds() + axis - segment.firstSample() / rateHz;
    }

    /** The record an annotation of the recording is written in, if there is room. */
    long record(Annotation annotation) {
        double sample = annotation.onsetSeconds() * rateHz + 0.01;
        return (long) Math.max(0, Math.min(count - 1, Math.floor(sample / samples)));
    }

    /** Samples that fill the last record. */
    long filling(Recording recording) {
        return count * samples - recording.sampleCount();
    }
}
