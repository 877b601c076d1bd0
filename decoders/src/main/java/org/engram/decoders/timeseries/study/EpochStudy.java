package org.engram.decoders.timeseries.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * Epochs and what is known about each.
 *
 * @param epochs the trials
 * @param table one row for each trial, in their order
 * @param files what was read
 * @param preparation what was done to the epochs, to follow "Before decoding, "; empty for nothing
 * @param notices what a person should know
 */
public record EpochStudy(Epochs epochs, Table table, List<Path> files, String preparation,
        List<Notice> notices) {
    private static final long FILE_APART = 1L << 40;

    /** Checks that there is a row for each trial. */
    public EpochStudy {
        Objects.requireNonNull(preparation, "preparation");
        files = List.copyOf(files);
        notices = List.copyOf(notices);
        if (table.rowCount() != epochs.trialCount()) {
            throw new ShapeException(table.source() + ": has " + table.rowCount() + " rows for "
                    + epochs.trialCount() + " epochs of " + (files.isEmpty() ? "memory" : files.get(0))
                    + ": give one row per epoch, in their order");
        }
    }

    /**
     * @param column a column of text for each trial; takes the place of one with its name
     * @return this study with it
     */
    public EpochStudy with(Column column) {
        return new EpochStudy(epochs, table.with(column), files, preparation, notices);
    }

    /**
     * Joins studies into one: trials one after the other, channels that all of them have, in the order of the first, and
     * columns that all of them have.
     *
     * @param parts one or more, with one sampling rate and one window
     * @return them together
     */
    static EpochStudy joined(List<EpochStudy> parts) {
        EpochStudy first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        parts.forEach(part -> requireAlike(first, part));
        List<Notice> notices = new ArrayList<>();
        parts.forEach(part -> part.notices.forEach(notice -> {
            if (!notices.contains(notice)) {
                notices.add(notice);
            }
        }));
        List<String> names = first.epochs.channels().stream().map(Channel::name)
                .filter(name -> parts.stream().allMatch(part -> part.index(name) >= 0)).toList();
        if (names.isEmpty()) {
            throw new EngramException("the files have no channel in common: " + first.files + " and others");
        }
        if (parts.stream().anyMatch(part -> part.epochs.channelCount() > names.size())) {
            notices.add(new Notice("channels-not-shared", "only " + names.size()
                    + " channels are in all files; the others are left out"));
        }
        return new EpochStudy(epochs(parts, names), tables(parts),
                parts.stream().flatMap(part -> part.files.stream()).toList(), first.preparation, notices);
    }

    private int index(String channel) {
        for (int i = 0; i < epochs.channelCount(); i++) {
            if (epochs.channels().get(i).name().equals(channel)) {
                return i;
            }
        }
        return -1;
    }

    private static void requireAlike(EpochStudy first, EpochStudy part) {
        Epochs a = first.epochs;
        Epochs b = part.epochs;
        if (a.samplingRateHz() != b.samplingRateHz() || a.firstTime() != b.firstTime()
                || a.timeCount() != b.timeCount()) {
            throw new EngramException(part.files + " holds " + b.timeCount() + " samples from "
                    + b.firstTimeSeconds() + " s at " + b.samplingRateHz() + " Hz, " + first.files + " "
                    + a.timeCount() + " from " + a.firstTimeSeconds() + " s at " + a.samplingRateHz()
                    + " Hz: bring them to one rate and one window first");
        }
    }

    private static Epochs epochs(List<EpochStudy> parts, List<String> names) {
        List<Epochs> chosen = parts.stream().map(part -> part.epochs.selectChannels(
                names.stream().mapToInt(part::index).toArray())).toList();
        int[] begin = new int[chosen.size() + 1];
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            // Samples count from the begin of each file; far apart they never seem to overlap between files.
            long offset = i * FILE_APART;
            chosen.get(i).trials().forEach(trial -> trials.add(new Trial(
                    trial.sample() < 0 ? -1 : trial.sample() + offset, trial.code(), trial.label())));
            begin[i + 1] = trials.size();
        }
        Epochs like = chosen.get(0);
        return Epochs.builder(like.channels(), like.samplingRateHz(), like.firstTime(), like.timeCount())
                .band(like.band()).trials(trials, (trial, channels, into) -> {
                    int found = Arrays.binarySearch(begin, trial);
                    int part = found >= 0 ? found : -found - 2;
                    while (begin[part + 1] == begin[part]) {
                        part++;
                    }
                    chosen.get(part).source().read(trial - begin[part], channels, into);
                }).build();
    }

    private static Table tables(List<EpochStudy> parts) {
        List<Column> columns = new ArrayList<>();
        for (String name : parts.get(0).table.columnNames()) {
            if (parts.stream().allMatch(part -> part.table.has(name))) {
                columns.add(column(name, parts.stream().map(part -> part.table.column(name)).toList()));
            }
        }
        return Table.of("the tables of " + parts.size() + " files", columns);
    }

    private static Column column(String name, List<Column> parts) {
        if (parts.stream().allMatch(Column::isNumeric)) {
            return Column.ofNumbers(name, parts.stream()
                    .flatMapToDouble(part -> IntStream.range(0, part.size()).mapToDouble(part::number))
                    .toArray());
        }
        List<String> texts = new ArrayList<>();
        parts.forEach(part -> IntStream.range(0, part.size())
                .forEach(row -> texts.add(part.isMissing(row) ? null : part.text(row))));
        return Column.ofText(name, texts);
    }
}
