package org.engram.io.recording.edf;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.io.recording.Annotation;

/**
 * Annotations as timestamped lists of a fixed number of bytes per record. Each is written in the record in which it
 * begins, or in the next one that has room.
 */
final class AnnotationLists {
    /** Whole samples of two and of three bytes. */
    private static final int UNIT = 6;
    private static final int SMALLEST = 60;

    private final byte[][] records;
    private final int bytes;

    private AnnotationLists(byte[][] records, int bytes) {
        this.records = records;
        this.bytes = bytes;
    }

    /**
     * @param plan the records
     * @param annotations by onset, on the axis of consecutive samples
     * @param origin fraction of a second at which the first record begins
     */
    static AnnotationLists of(RecordPlan plan, List<Annotation> annotations, double origin) {
        int records = Math.toIntExact(plan.count());
        List<byte[]> lists = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int longest = 0;
        for (Annotation annotation : annotations) {
            double onset = plan.time(annotation.onsetSeconds());
            double duration = plan.interrupted()
                    ? Math.max(0, plan.time(annotation.endSeconds()) - onset)
                    : annotation.durationSeconds();
            List<String> channels = annotation.channels().isEmpty() ? List.of("") : annotation.channels();
            for (String channel : channels) {
                String text = annotation.text() + (channel.isEmpty() ? "" : "@@" + channel);
                byte[] list = list(origin + onset, duration, text);
                longest = Math.max(longest, list.length);
                lists.add(list);
                places.add((int) plan.record(annotation));
            }
        }
        byte[][] times = new byte[records][];
        for (int record = 0; record < records; record++) {
            times[record] = list(origin + plan.onset(record), 0, "");
        }
        int size = Math.max(SMALLEST, longest + 32);
        byte[][] packed = null;
        while (packed == null) {
            size = (size + UNIT - 1) / UNIT * UNIT;
            packed = pack(times, lists, places, size);
            size = packed == null ? size + size / 2 : size;
        }
        return new AnnotationLists(packed, size);
    }

    /** Null when there is no room for all. */
    private static byte[][] pack(byte[][] times, List<byte[]> lists, List<Integer> places, int size) {
        byte[][] packed = new byte[times.length][];
        int next = 0;
        for (int record = 0; record < times.length; record++) {
            ByteArrayOutputStream content = new ByteArrayOutputStream(size);
            content.writeBytes(times[record]);
            while (next < lists.size() && places.get(next) <= record
                    && content.size() + lists.get(next).length <= size) {
                content.writeBytes(lists.get(next++));
            }
            packed[record] = content.toByteArray();
        }
        return next == lists.size() ? packed : null;
    }

    private static byte[] list(double onset, double duration, String text) {
        String clean = text.replaceAll("[\\x00\\x14\\x15]", " ");
        String time = (onset < 0 ? "" : "+") + number(onset);
        String length = duration > 0 ? '\u0015' + number(duration) : "";
        return (time + length + '\u0014' + clean + '\u0014' + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** To the nanosecond, without an exponent. */
    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(9, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.toPlainString();
    }

    int bytes() {
        return bytes;
    }

    byte[] record(long record) {
        return Arrays.copyOf(records[(int) record], bytes);
    }
}
