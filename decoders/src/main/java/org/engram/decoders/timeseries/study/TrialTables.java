package org.engram.decoders.timeseries.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * Finds what is known about the trials of a file: the table given for it, or one beside it ({@code NAME_trials},
 * {@code trials}, as .csv or .tsv), or what the file itself holds (the metadata of its epochs, arrays with a value for each
 * trial, labels and codes).
 */
final class TrialTables {
    private static final Set<String> NOT_PER_TRIAL = Set.of("X", "sfreq", "tmin", "ch_names", "ch_types",
            "units");
    private static final Pattern SUBJECT = Pattern.compile("(?:^|[_-])sub-([A-Za-z0-9]+)");

    private TrialTables() {}

    /** What a file is called without its folder and ending. */
    static String stem(Path file) {
        return file.getFileName().toString()
                .replaceFirst("(?i)(\\.fif\\.gz|\\.[A-Za-z0-9]+)$", "").replaceFirst("([_-]epo)$", "");
    }

    /**
     * @param file epochs
     * @param given the table a person named for it, if any
     * @param files receives the table's file when one is read
     */
    static Table of(Path file, Epochs epochs, Optional<Path> given, List<Path> files) throws IOException {
        Optional<Path> found = given.isPresent() ? given : beside(file);
        Table table;
        if (found.isPresent()) {
            table = TableFile.read(found.get());
            files.add(found.get());
            if (table.rowCount() != epochs.trialCount()) {
                throw new EngramException(found.get() + ": has " + table.rowCount() + " rows, but " + file
                        + " holds " + epochs.trialCount()
                        + " epochs: give a table with one row per epoch, in their order");
            }
        } else {
            table = own(file, epochs);
        }
        return table.has("file") ? table : table.with(same("file", stem(file), epochs.trialCount()));
    }

    private static Optional<Path> beside(Path file) {
        String stem = stem(file);
        for (String name : List.of(stem + "_trials.csv", stem + "_trials.tsv", "trials.csv", "trials.tsv")) {
            Path candidate = file.toAbsolutePath().resolveSibling(name);
            if (Files.isRegularFile(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Table own(Path file, Epochs epochs) throws IOException {
        Map<String, Column> columns = new LinkedHashMap<>();
        if (file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".npz")) {
            for (String name : NpzFile.names(file)) {
                if (!NOT_PER_TRIAL.contains(name)) {
                    column(name, NpzFile.read(file, name), epochs.trialCount())
                            .ifPresent(column -> columns.put(name, column));
                }
            }
        }
        epochs.table().ifPresent(table -> table.columnNames()
                .forEach(name -> columns.put(name, table.column(name))));
        List<Trial> trials = epochs.trials();
        if (trials.stream().anyMatch(trial -> !trial.label().isEmpty())) {
            columns.putIfAbsent("event", Column.ofText("event", trials.stream().map(Trial::label).toList()));
        }
        if (trials.stream().anyMatch(trial -> trial.code() != 0)) {
            columns.putIfAbsent("code",
                    Column.ofNumbers("code", trials.stream().mapToDouble(Trial::code).toArray()));
        }
        Matcher subject = SUBJECT.matcher(file.getFileName().toString());
        if (subject.find()) {
            columns.putIfAbsent("subject", same("subject", subject.group(1), epochs.trialCount()));
        }
        if (columns.isEmpty()) {
            // A table of no column would have no rows.
            columns.put("file", same("file", stem(file), epochs.trialCount()));
        }
        return Table.of(file.toString(), columns.values());
    }

    private static Optional<Column> column(String name, NpyArray array, int trials) {
        if (array.size() != trials || array.type().places() != 1 && !array.type().isText()) {
            return Optional.empty();
        }
        return Optional.of(array.type().isText()
                ? Column.ofText(name, List.of(array.toStrings()))
                : Column.ofNumbers(name, array.toDoubles()));
    }

    static Column same(String name, String value, int count) {
        return Column.ofText(name, new ArrayList<>(java.util.Collections.nCopies(count, value)));
    }
}
