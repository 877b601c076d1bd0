package org.engram.decoders.timeseries.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BidsRecordings;
import org.engram.io.bids.RecordingRun;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.epoching.Duplicates;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.events.Events;

/**
 * Cuts the recordings of a BIDS dataset around the events of their tables. Recordings are filtered before they are cut;
 * columns say subject, session, task and run.
 *
 * @param preparation filter, rate and window
 * @param channels which channels
 * @param pattern which recordings, as {@code task-rest_ses-1}; empty for all
 */
record BidsEpochs(EpochPreparation preparation, ChannelChoice channels, Optional<String> pattern) {
    private static final double START_SECONDS = -0.2;
    private static final double END_SECONDS = 0.5;
    private static final Pattern NOT_AN_EVENT = Pattern.compile("^(bad|edge|boundary)",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> ENTITIES = entities();

    private static Map<String, String> entities() {
        Map<String, String> entities = new LinkedHashMap<>();
        entities.put("sub", "subject");
        entities.put("ses", "session");
        entities.put("task", "task");
        entities.put("run", "run");
        return entities;
    }

    List<EpochStudy> read(Path folder) throws IOException {
        BidsRecordings recordings = BidsDataset.open(folder).recordings();
        List<EpochStudy> parts = new ArrayList<>();
        for (RecordingRun run : recordings.runs(wanted())) {
            Optional<Table> events = recordings.events(run);
            if (events.isPresent() && events.get().has("onset") && events.get().rowCount() > 0) {
                parts.add(cut(recordings, run, events.get()));
            }
        }
        if (parts.isEmpty()) {
            throw new EngramException(folder + ": no recording has an events.tsv with onsets, so there is"
                    + " nothing to cut epochs around");
        }
        return alike(parts);
    }

    /** Every column of one kind, empty where a run lacks it. */
    private static List<EpochStudy> alike(List<EpochStudy> parts) {
        Set<String> names = new LinkedHashSet<>();
        parts.forEach(part -> names.addAll(part.table().columnNames()));
        List<EpochStudy> all = new ArrayList<>();
        for (EpochStudy part : parts) {
            EpochStudy filled = part;
            for (String name : names) {
                if (!part.table().has(name)) {
                    filled = filled.with(TrialTables.same(name, null, part.epochs().trialCount()));
                }
            }
            all.add(filled);
        }
        return all;
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String part : pattern.map(text -> text.split("_")).orElse(new String[0])) {
            int dash = part.indexOf('-');
            if (dash < 1 || dash == part.length() - 1) {
                throw new EngramException("recordings '" + pattern.get()
                        + "': expected BIDS entities such as task-rest_ses-1, but found '" + part + "'");
            }
            wanted.put(part.substring(0, dash), part.substring(dash + 1));
        }
        return wanted;
    }

    /** Bad stretches and joints of a recording are told among the events, but nothing happened there. */
    private static boolean isMark(Table events, int row) {
        return events.has("trial_type") && NOT_AN_EVENT.matcher(events.column("trial_type").text(row)).find();
    }

    private EpochStudy cut(BidsRecordings recordings, RecordingRun run, Table events) throws IOException {
        Set<Notice> notices = new LinkedHashSet<>();
        Recording recording = preparation.filtered(
                recordings.read(run, ReadOptions.DEFAULT, notices::add), notices::add);
        double[] onsets = events.numbers("onset");
        Table timed = events.filter(row -> Double.isFinite(onsets[row]) && !isMark(events, row));
        List<TriggerEvent> list = new ArrayList<>();
        double[] kept = timed.numbers("onset");
        for (double onset : kept) {
            list.add(new TriggerEvent(recording.firstSample()
                    + (long) Math.rint(onset * recording.samplingRateHz()), 0, 1));
        }
        double from = preparation.startSeconds().orElse(START_SECONDS);
        double to = preparation.endSeconds().orElse(END_SECONDS);
        Epochs epochs = Epoching.builder(from, to).table(timed).duplicates(Duplicates.DROP).build()
                .cut(recording, Events.of(list), notices::add);
        if (epochs.trialCount() == 0) {
            throw new EngramException(run.label() + ": none of " + list.size() + " events has a window from "
                    + from + " to " + to + " s free of bad segments within the recording");
        }
        Table table = epochs.table().orElseThrow();
        for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
            String label = run.entities().get(entity.getKey());
            if (label != null) {
                table = table.with(TrialTables.same(entity.getValue(), label, epochs.trialCount()));
            }
        }
        int dropped = epochs.dropped().size();
        if (dropped > 0) {
            notices.add(new Notice("epochs-dropped", run.label() + ": " + dropped + " of " + list.size()
                    + " events gave no epoch (outside the recording, in a bad segment, or at the sample of"
                    + " another event)"));
        }
        EpochPreparation rest = new EpochPreparation(0, Double.POSITIVE_INFINITY, preparation.rateHz(),
                OptionalDouble.empty(), OptionalDouble.empty());
        EpochStudy study = EpochStudyReader.prepared(epochs, table, List.of(run.file()), notices, rest,
                channels);
        EpochPreparation done = new EpochPreparation(preparation.lowHz(), preparation.highHz(),
                preparation.rateHz(), OptionalDouble.of(from), OptionalDouble.of(to));
        return new EpochStudy(study.epochs(), study.table(), study.files(), done.describe(), study.notices());
    }
}
