package org.engram.preprocessing.fmri.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.io.bids.Event;

/**
 * Cuts a run into labelled samples. A volume belongs to an event when the time it was acquired, less the delay, lies in
 * [onset, onset + duration); volume {@code i} is acquired at {@code i * TR}. An event too short to hold a volume takes
 * the first one at or after its (delayed) onset.
 *
 * <p>Events past the end of the run and events whose volumes were all censored give no sample and a notice each.
 *
 * @param unit what becomes one sample
 * @param delaySeconds how long after the event its response is read. The haemodynamic response peaks about 5 s after a
 *     brief event; for blocks of 15 s and more, 0 keeps the whole block
 */
public record EventSampler(SampleUnit unit, double delaySeconds) {
    private static final double SHORT_EVENT_SECONDS = 6;

    /** Checks the delay. */
    public EventSampler {
        if (!Double.isFinite(delaySeconds)) {
            throw new IllegalArgumentException("delay is " + delaySeconds + " s: give a finite number");
        }
    }

    /**
     * @param cleaned kept volumes x features
     * @param keptVolumes the volume index of each row, ascending
     * @param volumeCount volumes of the run before any were dropped
     * @param repetitionTimeSeconds seconds between volumes
     * @param events what happened
     * @param run the name of the run, which becomes the group of its samples
     * @return the samples in order of their events
     */
    public SampleSet sample(Matrix cleaned, int[] keptVolumes, int volumeCount, double repetitionTimeSeconds,
            List<Event> events, String run) {
        if (keptVolumes.length != cleaned.rows()) {
            throw new ShapeException(run + ": " + cleaned.rows() + " rows but " + keptVolumes.length
                    + " kept volumes");
        }
        List<int[]> members = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Double> onsets = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        for (Event event : events) {
            int[] rows = rowsOf(event, keptVolumes, volumeCount, repetitionTimeSeconds, run, notices);
            for (int[] sample : unit == SampleUnit.BLOCK ? block(rows) : singly(rows)) {
                members.add(sample);
                labels.add(event.trialType());
                onsets.add(event.onsetSeconds());
            }
        }
        noticeShortEvents(events, run, notices);
        Matrix features = Matrix.zeros(members.size(), cleaned.columns());
        for (int s = 0; s < members.size(); s++) {
            mean(cleaned, members.get(s), features, s);
        }
        return new SampleSet(features, labels, java.util.Collections.nCopies(labels.size(), run), onsets,
                notices);
    }

    private int[] rowsOf(Event event, int[] keptVolumes, int volumeCount, double repetitionTimeSeconds,
            String run,
            List<Notice> notices) {
        // Times are compared in volumes, with a tolerance that forgives onsets rounded to milliseconds.
        double from = (event.onsetSeconds() + delaySeconds) / repetitionTimeSeconds;
        double to = from + event.durationSeconds() / repetitionTimeSeconds;
        int first = (int) Math.max(0, Math.ceil(from - 1e-3));
        int end = Math.max((int) Math.ceil(to - 1e-3), first + 1);
        String what = run + ": event '" + event.trialType() + "' at " + event.onsetSeconds() + " s";
        if (first >= volumeCount) {
            notices.add(new Notice("event-past-end", what + " begins after the last volume ("
                    + volumeCount * repetitionTimeSeconds + " s) and gives no sample"));
            return new int[0];
        }
        if (end > volumeCount) {
            notices.add(new Notice("event-cut-short", what + " lasts past the end of the run; its first "
                    + (volumeCount - first) + " volumes are used"));
        }
        int[] rows = new int[keptVolumes.length];
        int count = 0;
        for (int r = 0; r < keptVolumes.length; r++) {
            if (keptVolumes[r] >= first && keptVolumes[r] < end) {
                rows[count++] = r;
            }
        }
        if (count == 0) {
            notices.add(
                    new Notice("event-censored", what + " has only censored volumes and gives no sample"));
        }
        return Arrays.copyOf(rows, count);
    }

    private static List<int[]> block(int[] rows) {
        return rows.length == 0 ? List.of() : List.of(rows);
    }

    private static List<int[]> singly(int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> new int[] {row}).toList();
    }

    private void noticeShortEvents(List<Event> events, String run, List<Notice> notices) {
        double longest = events.stream().mapToDouble(Event::durationSeconds).max()
                .orElse(SHORT_EVENT_SECONDS);
        if (longest < SHORT_EVENT_SECONDS && delaySeconds < 2) {
            notices.add(new Notice("short-events-without-delay", run + ": events last at most " + longest
                    + " s, but the BOLD response peaks about 5 s after they begin: consider a delay of 4 to 6 s"));
        }
    }

    private static void mean(Matrix from, int[] rows, Matrix into, int row) {
        int columns = from.columns();
        double[] source = from.data();
        double[] target = into.data();
        int at = row * columns;
        for (int r : rows) {
            int start = r * columns;
            for (int c = 0; c < columns; c++) {
                target[at + c] += source[start + c];
            }
        }
        double weight = 1.0 / rows.length;
        for (int c = 0; c < columns; c++) {
            target[at + c] *= weight;
        }
    }
}
