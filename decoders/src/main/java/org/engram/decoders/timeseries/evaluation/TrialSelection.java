package org.engram.decoders.timeseries.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.decoders.timeseries.Trials;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * The trials of a file that take part, with their labels and where they come from.
 *
 * @param trials the samples
 * @param channels names of the channels
 * @param samplingRateHz samples per second
 * @param labels the class of each
 * @param origin of each
 * @param rows the row of the table of each
 * @param notices what was left out
 */
record TrialSelection(Trials trials, List<String> channels, double samplingRateHz, List<String> labels,
        TrialOrigin origin, List<Integer> rows, List<Notice> notices) {
    static TrialSelection of(Epochs epochs, Table table, String target, String group,
            Optional<String> session,
            List<String> classes, Predicate<Channel> channels) {
        if (table.rowCount() != epochs.trialCount()) {
            throw new ShapeException(table.source() + ": the table has " + table.rowCount() + " rows for "
                    + epochs.trialCount() + " epochs: give one row per epoch, in their order");
        }
        int[] kept = epochs.channelsThat(channels);
        if (kept.length == 0) {
            throw new EngramException("none of " + epochs.channelCount()
                    + " channels is a good brain channel: name the types (ch_types) or choose channels");
        }
        Column targets = table.column(target);
        Column groups = table.column(group);
        List<Notice> notices = new ArrayList<>();
        int[] rows = IntStream.range(0, table.rowCount())
                .filter(i -> !targets.isMissing(i) && !groups.isMissing(i))
                .filter(i -> classes.isEmpty() || classes.contains(targets.text(i))).toArray();
        requireClasses(targets, rows, classes, target);
        long missing = IntStream.range(0, table.rowCount())
                .filter(i -> targets.isMissing(i) || groups.isMissing(i))
                .count();
        if (missing > 0) {
            notices.add(new Notice("trials-without-label",
                    missing + " trials have no " + target + " or no " + group
                            + " and are left out"));
        }
        List<String> subjects = IntStream.of(rows).mapToObj(groups::text).toList();
        List<String> sessions = session.map(name -> {
            Column column = table.column(name);
            return IntStream.of(rows).mapToObj(column::text).toList();
        }).orElse(List.of());
        return new TrialSelection(Trials.of(epochs, rows, kept),
                IntStream.of(kept).mapToObj(c -> epochs.channels().get(c).name()).toList(),
                epochs.samplingRateHz(), IntStream.of(rows).mapToObj(targets::text).toList(),
                new TrialOrigin(subjects, sessions, samples(epochs, rows), epochs.timeCount()),
                IntStream.of(rows).boxed().toList(), notices);
    }

    private static void requireClasses(Column targets, int[] rows, List<String> classes, String target) {
        HashSet<String> found = new HashSet<>();
        IntStream.of(rows).forEach(i -> found.add(targets.text(i)));
        for (String name : classes) {
            if (!found.contains(name)) {
                HashSet<String> all = new HashSet<>();
                IntStream.range(0, targets.size()).filter(i -> !targets.isMissing(i))
                        .forEach(i -> all.add(targets.text(i)));
                throw new EngramException("no trial has '" + name + "' in column '" + target + "': it holds "
                        + new java.util.TreeSet<>(all).stream().limit(20).toList());
            }
        }
    }

    /** First samples, when every trial has a known place: negative numbers say that it is not known. */
    private static long[] samples(Epochs epochs, int[] rows) {
        long[] samples = IntStream.of(rows).mapToLong(i -> epochs.trials().get(i).sample()).toArray();
        for (long sample : samples) {
            if (sample < 0) {
                return new long[0];
            }
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] += epochs.firstTime();
        }
        return samples;
    }
}
