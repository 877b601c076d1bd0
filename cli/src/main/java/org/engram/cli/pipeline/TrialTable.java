package org.engram.cli.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.io.bids.RecordingRun;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.events.Events;

/** What is known about each event. */
final class TrialTable {
    private TrialTable() {}

    static Table of(Recording recording, Events events, RecordingRun run, Optional<Table> sidecar) {
        int count = events.count();
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("subject", same("subject", "sub-" + run.subject(), count));
        run.session().ifPresent(label -> columns.put("session", same("session", "ses-" + label, count)));
        run.task().ifPresent(label -> columns.put("task", same("task", label, count)));
        run.run().ifPresent(label -> columns.put("run", same("run", "run-" + label, count)));
        columns.put("event", Column.ofText("event", events.labels()));
        double rate = recording.samplingRateHz();
        double[] onsets = events.list().stream()
                .mapToDouble(event -> (event.sample() - recording.firstSample()) / rate).toArray();
        columns.put("onset", Column.ofNumbers("onset", onsets));
        sidecar.ifPresent(table -> joined(table, events.list(), onsets, rate, columns));
        return Table.of("trials of " + run.label(), columns.values());
    }

    /** Further columns of events.tsv, found by the onset. */
    private static void joined(Table table, List<TriggerEvent> events, double[] onsets, double rate,
            Map<String, Column> columns) {
        if (!table.has("onset") || !table.column("onset").isNumeric()) {
            return;
        }
        double[] written = table.numbers("onset");
        int[] rows = new int[events.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = -1;
            for (int row = 0; row < written.length && rows[i] < 0; row++) {
                rows[i] = Math.abs(written[row] - onsets[i]) <= 0.5 / rate + 1e-6 ? row : -1;
            }
        }
        for (String name : table.columnNames()) {
            if (!columns.containsKey(name) && !name.equals("sample")) {
                Column column = table.column(name);
                List<String> texts = new ArrayList<>();
                for (int row : rows) {
                    texts.add(row < 0 || column.isMissing(row) ? null : column.text(row));
                }
                columns.put(name, Column.ofText(name, texts));
            }
        }
    }

    private static Column same(String name, String value, int count) {
        return Column.ofText(name, Collections.nCopies(count, value));
    }
}
