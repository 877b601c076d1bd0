package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.events.Events;

/**
 * Cuts stretches of a recording into windows of one length, as networks are trained on. The table of the epochs says of
 * each window which stretch it is from ({@code trial}), which one there ({@code window}) and where it begins
 * ({@code start}, in samples from the begin of the recording).
 *
 * @param size samples of a window
 * @param stride samples from the begin of a window to that of the next
 * @param startOffset added to where a stretch begins, in samples
 * @param stopOffset added to where a stretch ends, in samples
 * @param dropLast whether a rest that does not fill a window is left out; otherwise a last window ends where the stretch
 *     does, and overlaps the one before
 */
public record SlidingWindows(int size, int stride, int startOffset, int stopOffset, boolean dropLast) {
    /** Checks the ranges. */
    public SlidingWindows {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "windows of " + size + " samples every " + stride + ": give at least 1");
        }
    }

    /**
     * @param size samples of a window, which is also the stride
     * @return windows side by side; the rest is left out
     */
    public static SlidingWindows sideBySide(int size) {
        return new SlidingWindows(size, size, 0, 0, true);
    }

    /**
     * @param recording what to cut
     * @param epoching steps done to each window; its own window is not used
     * @return windows over the whole recording, none across a joint
     * @throws IOException if the file cannot be read
     */
    public Epochs ofRecording(Recording recording, Epoching.Builder epoching) throws IOException {
        List<Stretch> stretches = new ArrayList<>();
        for (Segment segment : recording.segments()) {
            long begin = segment.firstSample() + startOffset;
            long end = segment.firstSample() + segment.sampleCount() + stopOffset;
            if (end - begin >= size) {
                stretches.add(new Stretch(begin, end, 1, "window", stretches.size()));
            }
        }
        return cut(recording, stretches, epoching);
    }

    /**
     * @param recording what to cut
     * @param events where stretches begin; their names become those of the windows
     * @param durations samples of each stretch
     * @param epoching steps done to each window; its own window is not used
     * @return windows of all stretches; an error when a stretch is shorter than a window or overlaps the one before
     * @throws IOException if the file cannot be read
     */
    public Epochs ofEvents(Recording recording, Events events, long[] durations, Epoching.Builder epoching)
            throws IOException {
        if (durations.length != events.count()) {
            throw new ShapeException(durations.length + " durations for " + events.count() + " events");
        }
        List<String> labels = events.labels();
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < durations.length; i++) {
            TriggerEvent event = events.list().get(i);
            long onset = event.sample() - recording.firstSample();
            Stretch stretch = new Stretch(onset + startOffset, onset + durations[i] + stopOffset,
                    event.code(),
                    labels.get(i), i);
            if (stretch.end - stretch.begin < size) {
                throw new EngramException("trial " + i + " (" + labels.get(i) + ") has "
                        + (stretch.end - stretch.begin) + " samples, a window " + size
                        + ": use shorter windows or leave the trial out");
            }
            if (i > 0 && stretch.begin < stretches.get(i - 1).end) {
                throw new EngramException("trial " + i + " (" + labels.get(i) + ") begins at sample "
                        + stretch.begin + " before the trial before it ends at " + stretches.get(i - 1).end
                        + ": windows of both would share samples; change the offsets or the durations");
            }
            stretches.add(stretch);
        }
        return cut(recording, stretches, epoching);
    }

    private Epochs cut(Recording recording, List<Stretch> stretches, Epoching.Builder epoching)
            throws IOException {
        List<TriggerEvent> starts = new ArrayList<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        List<double[]> rows = new ArrayList<>();
        for (Stretch stretch : stretches) {
            names.putIfAbsent(stretch.label, stretch.code);
            long[] begins = begins(stretch);
            for (int window = 0; window < begins.length; window++) {
                starts.add(new TriggerEvent(begins[window] + recording.firstSample(), 0, stretch.code));
                rows.add(new double[] {stretch.trial, window, begins[window]});
            }
        }
        Table table = Table.of(column("trial", rows, 0), column("window", rows, 1), column("start", rows, 2));
        double last = (size - 1) / recording.samplingRateHz();
        return epoching.over(0, last).table(table).build().cut(recording, new Events(starts, names));
    }

    private long[] begins(Stretch stretch) {
        long count = (stretch.end - stretch.begin - size) / stride + 1;
        long rest = stretch.begin + (count - 1) * stride + size;
        int extra = !dropLast && rest < stretch.end ? 1 : 0;
        long[] begins = new long[Math.toIntExact(count + extra)];
        for (int i = 0; i < begins.length; i++) {
            begins[i] = i < count ? stretch.begin + (long) i * stride : stretch.end - size;
        }
        return begins;
    }

    private static Column column(String name, List<double[]> rows, int place) {
        return Column.ofNumbers(name, rows.stream().mapToDouble(row -> row[place]).toArray());
    }

    private record Stretch(long begin, long end, int code, String label, int trial) {}
}
