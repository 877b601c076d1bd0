package org.engram.io.bids;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Recording;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * An {@code events.tsv}: what happened when. Its events take the place of the annotations of the data file, except those
 * that mark gaps, joints and bad stretches. The text is the trial type, or the value where there is none.
 */
record EventSidecar(Table table, Consumer<Notice> notices) {

    Recording apply(Recording recording) {
        List<Annotation> marks = recording.annotations().stream()
                .filter(a -> a.isBad() || a.isDiscontinuity()).toList();
        Set<Annotation> annotations = new LinkedHashSet<>(marks);
        int unnamed = 0;
        int untimed = 0;
        int moved = 0;
        Column onsets = table.column("onset");
        for (int row = 0; row < table.rowCount(); row++) {
            double onset = number(onsets, row);
            String text = text(row);
            unnamed += text.isEmpty() ? 1 : 0;
            untimed += Double.isNaN(onset) ? 1 : 0;
            if (text.isEmpty() || Double.isNaN(onset)) {
                continue;
            }
            double duration = table.has("duration") ? number(table.column("duration"), row) : Double.NaN;
            Annotation event = Annotation.of(onset, duration >= 0 ? duration : 0, text);
            moved += movedBySamples(row, onset * recording.samplingRateHz()) ? 1 : 0;
            if (!stands(event, marks, 1 / recording.samplingRateHz())) {
                annotations.add(event);
            }
        }
        note(unnamed, "bids-events-unnamed", " events have neither trial_type nor value and are left out");
        note(untimed, "bids-events-untimed", " events have no onset and are left out");
        note(moved, "bids-events-samples-differ",
                " events have a sample more than one away from their onset; the onset is believed");
        return recording.toBuilder().annotations(List.copyOf(annotations)).build();
    }

    /** Whether the data file marks the same stretch; formats round its times, to a sample at the most. */
    private static boolean stands(Annotation event, List<Annotation> marks, double sampleSeconds) {
        return (event.isBad() || event.isDiscontinuity()) && marks.stream()
                .anyMatch(mark -> mark.text().equals(event.text())
                        && Math.abs(mark.onsetSeconds() - event.onsetSeconds()) < sampleSeconds
                        && Math.abs(mark.durationSeconds() - event.durationSeconds()) < sampleSeconds);
    }

    private void note(int count, String code, String text) {
        if (count > 0) {
            notices.accept(new Notice(code, table.source() + ": " + count + text));
        }
    }

    private double number(Column column, int row) {
        if (column.isMissing(row)) {
            return Double.NaN;
        }
        if (column.isNumeric()) {
            return finite(column.number(row), column, row);
        }
        try {
            return finite(Double.parseDouble(column.text(row)), column, row);
        } catch (NumberFormatException e) {
            throw wrong(column, row);
        }
    }

    private double finite(double value, Column column, int row) {
        if (Double.isInfinite(value)) {
            throw wrong(column, row);
        }
        return value;
    }

    private FormatException wrong(Column column, int row) {
        return new FormatException(Path.of(table.source()), "line " + (row + 2) + ": "
                + column.name() + " is \"" + column.text(row) + "\"; expected a number of seconds or n/a");
    }

    private String text(int row) {
        for (String name : List.of("trial_type", "value")) {
            if (table.has(name) && !table.column(name).isMissing(row)) {
                return table.column(name).text(row);
            }
        }
        return table.has("trial_type") || table.has("value") ? "" : "event";
    }

    private boolean movedBySamples(int row, double expected) {
        if (!table.has("sample") || !table.column("sample").isNumeric()
                || table.column("sample").isMissing(row)) {
            return false;
        }
        return Math.abs(table.column("sample").number(row) - Math.rint(expected)) > 1;
    }
}
