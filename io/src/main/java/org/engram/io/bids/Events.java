package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.table.TableFormat;

/**
 * The events of one run, ordered by onset, then condition, then duration. Immutable.
 *
 * <p>Rules: onset and duration must be numbers; a duration below zero is an error. Events equal in condition, onset and
 * duration become one whose modulation is their sum. A table without {@code trial_type} gives the single condition
 * {@value #ONLY_CONDITION}; a row whose trial type is {@code n/a} is left out. Each of these, durations of zero and
 * columns that are not used give a {@link Notice}.
 */
public final class Events {
    /** The condition of events that name none. */
    public static final String ONLY_CONDITION = "dummy";

    private static final Set<String> USED = Set.of("onset", "duration", "modulation");
    private static final Comparator<Event> ORDER = Comparator.comparingDouble(Event::onsetSeconds)
            .thenComparing(Event::trialType).thenComparingDouble(Event::durationSeconds);

    private final List<Event> list;
    private final List<Notice> notices;

    private Events(List<Event> list, List<Notice> notices) {
        this.list = list;
        this.notices = notices;
    }

    /**
     * @param file a TSV (or CSV) with the columns onset and duration in seconds, optionally trial_type and modulation
     * @param options which column names the condition, and what to do about similar names
     * @return its events; errors name the file, the line and the column
     * @throws IOException if the file cannot be read
     */
    public static Events read(Path file, EventOptions options) throws IOException {
        TableFormat format = TableFormat.forFile(file).withTextColumns(options.trialTypeColumn());
        return of(TableFile.read(file, format), options);
    }

    /**
     * @param table the columns onset and duration in seconds, optionally trial_type and modulation
     * @param options which column names the condition, and what to do about similar names
     * @return its events; errors name the table, the line and the column
     */
    public static Events of(Table table, EventOptions options) {
        String source = table.source();
        List<Notice> notices = new ArrayList<>();
        double[] onsets = complete(table, "onset");
        double[] durations = complete(table, "duration");
        double[] modulations = table.has("modulation") ? complete(table, "modulation") : null;
        String typeColumn = options.trialTypeColumn();
        boolean typed = table.has(typeColumn)
                || !typeColumn.equals(EventOptions.defaults().trialTypeColumn());
        Column types = typed ? table.column(typeColumn) : null;
        if (!typed) {
            notices.add(new Notice("events-without-trial-type", source
                    + ": no column trial_type; all events are taken for one condition, \"" + ONLY_CONDITION
                    + "\""));
        }
        noteUnused(table, typeColumn, notices);
        List<Event> list = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            if (durations[row] < 0) {
                throw new EngramException(
                        source + ": line " + (row + 2) + " has the duration " + durations[row]
                                + " s: durations are 0 or more");
            }
            if (typed && types.isMissing(row)) {
                skipped.add(String.valueOf(row + 2));
            } else {
                list.add(new Event(onsets[row], durations[row], typed ? types.text(row) : ONLY_CONDITION,
                        modulations == null ? 1 : modulations[row]));
            }
        }
        if (!skipped.isEmpty()) {
            notices.add(new Notice("events-row-without-trial-type", source + ": left out " + skipped.size()
                    + " events whose " + typeColumn + " is n/a (lines " + ClosestName.list(skipped) + ")"));
        }
        return of(list, source, options.similarLabels(), notices);
    }

    /**
     * @param list events in any order
     * @param source what messages call them
     * @param similarLabels what to do about conditions whose names differ only in letter case or spaces
     * @return them, checked, merged and ordered
     */
    public static Events of(List<Event> list, String source, EventOptions.SimilarLabels similarLabels) {
        return of(list, source, similarLabels, List.of());
    }

    static Events of(List<Event> list, String source, EventOptions.SimilarLabels similarLabels,
            List<Notice> before) {
        List<Notice> notices = new ArrayList<>(before);
        List<Event> spelled = unifySpelling(list, source, similarLabels, notices);
        List<Event> merged = merge(spelled, source, notices);
        long impulses = merged.stream().filter(event -> event.durationSeconds() == 0).count();
        if (impulses > 0) {
            notices.add(new Notice("events-zero-duration",
                    source + ": " + impulses + " of " + merged.size() + " events last 0 s and are impulses"));
        }
        return new Events(merged.stream().sorted(ORDER).toList(), List.copyOf(notices));
    }

    private static double[] complete(Table table, String name) {
        double[] values = table.numbers(name);
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                throw new EngramException(table.source() + ": line " + (row + 2) + " has no " + name + " ("
                        + table.column(name).text(row) + "); every event needs a finite number there");
            }
        }
        return values;
    }

    private static void noteUnused(Table table, String typeColumn, List<Notice> notices) {
        List<String> unused = table.columnNames().stream()
                .filter(name -> !USED.contains(name) && !name.equals(typeColumn)).toList();
        if (!unused.isEmpty()) {
            notices.add(new Notice("events-columns-unused",
                    table.source() + ": columns not used: " + ClosestName.list(unused)));
        }
    }

    private static List<Event> unifySpelling(List<Event> list, String source,
            EventOptions.SimilarLabels policy, List<Notice> notices) {
        if (policy == EventOptions.SimilarLabels.KEEP_APART) {
            return list;
        }
        Map<String, String> spelling = new LinkedHashMap<>();
        Set<String> others = new TreeSet<>();
        List<Event> out = new ArrayList<>();
        for (Event event : list) {
            String key = event.trialType().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
            String first = spelling.putIfAbsent(key, event.trialType());
            if (first == null || first.equals(event.trialType())) {
                out.add(event);
                continue;
            }
            if (policy == EventOptions.SimilarLabels.REJECT) {
                throw new EngramException(source + ": the conditions \"" + first + "\" and \""
                        + event.trialType()
                        + "\" differ only in letter case or spaces: correct the spelling, or say that they are to be"
                        + " united or kept apart");
            }
            others.add("\"" + event.trialType() + "\" as \"" + first + "\"");
            out.add(new Event(event.onsetSeconds(), event.durationSeconds(), first, event.modulation()));
        }
        if (!others.isEmpty()) {
            notices.add(new Notice("events-labels-united", source + ": took " + String.join(", ", others)));
        }
        return out;
    }

    private static List<Event> merge(List<Event> list, String source, List<Notice> notices) {
        record Key(String trialType, double onset, double duration) {}
        Map<Key, Event> merged = new LinkedHashMap<>();
        for (Event event : list) {
            Key key = new Key(event.trialType(), event.onsetSeconds(), event.durationSeconds());
            merged.merge(key, event, (a, b) -> new Event(a.onsetSeconds(), a.durationSeconds(), a.trialType(),
                    a.modulation() + b.modulation()));
        }
        if (merged.size() < list.size()) {
            notices.add(new Notice("events-duplicates-merged", source + ": " + (list.size() - merged.size())
                    + " events repeat another one's condition, onset and duration; their modulations were added"));
        }
        return List.copyOf(merged.values());
    }

    /** @return the events, ordered by onset, condition and duration */
    public List<Event> list() {
        return list;
    }

    /** @return how many events */
    public int size() {
        return list.size();
    }

    /** @return the conditions in lexicographic order */
    public List<String> conditions() {
        return List.copyOf(new TreeSet<>(list.stream().map(Event::trialType).toList()));
    }

    /**
     * @param condition a trial type
     * @return its events; the error lists the conditions there are
     */
    public List<Event> of(String condition) {
        List<Event> found = list.stream().filter(event -> event.trialType().equals(condition)).toList();
        if (found.isEmpty()) {
            throw new EngramException(
                    "no events of condition \"" + condition + "\"; "
                            + ClosestName.hint(condition, conditions()));
        }
        return found;
    }

    /** @return what was merged, left out or looks odd */
    public List<Notice> notices() {
        return notices;
    }

    /** @return the columns onset, duration, trial_type, modulation */
    public Table toTable() {
        return Table.of(Column.ofNumbers("onset", list.stream().mapToDouble(Event::onsetSeconds).toArray()),
                Column.ofNumbers("duration", list.stream().mapToDouble(Event::durationSeconds).toArray()),
                Column.ofText("trial_type", list.stream().map(Event::trialType).toList()),
                Column.ofNumbers("modulation", list.stream().mapToDouble(Event::modulation).toArray()));
    }

    @Override
    public String toString() {
        return "Events[" + size() + " of " + ClosestName.list(conditions()) + "]";
    }
}
