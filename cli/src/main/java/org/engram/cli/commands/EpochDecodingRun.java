package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.engram.cli.results.EpochDecodingFiles;
import org.engram.cli.results.OverTimeFiles;
import org.engram.cli.results.RunRecord;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.simulation.SimulatedOddball;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.covariance.SignalSubspace;
import org.engram.decoders.timeseries.evaluation.EpochDecoding;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.evaluation.OverTimeDecoding;
import org.engram.decoders.timeseries.evaluation.OverTimeResult;
import org.engram.decoders.timeseries.pipelines.EpochPipeline;
import org.engram.decoders.timeseries.pipelines.EpochPipelines;
import org.engram.decoders.timeseries.study.Classes;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.decoders.timeseries.study.SpatialPatterns;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.npz.EpochsNpz;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/** {@code engram decode --epochs}: reads epochs, decodes them by a protocol, or over time, and writes what was found. */
final class EpochDecodingRun {
    private static final String ONE_GROUP = "all trials";
    private static final int DEMO_SUBJECTS = 8;
    private static final int DEMO_TRIALS = 40;
    private static final double DEMO_MICROVOLTS = 9;
    private static final int DEMO_PERMUTATIONS = 50;

    private final DecodeCommand command;
    private final EpochInputOptions input;
    private final EpochDecodingOptions options;
    private final Set<Notice> notices = new LinkedHashSet<>();

    EpochDecodingRun(DecodeCommand command) {
        this.command = command;
        this.input = command.input;
        this.options = command.epochs;
    }

    int run() throws IOException {
        Classes classes = command.ofOptions(() -> Classes.parse(command.fmri.classes));
        requireOptions();
        EpochDecodingFiles.requireWritable(command.target);
        RunRecord record = command.startRecord();
        EpochStudy study = labelled(input.study(), classes, true);
        study.files().forEach(file -> input(record, file));
        notices.addAll(study.notices());
        try {
            if (options.isOverTime()) {
                overTime(study, classes, record);
            } else {
                decode(study, classes, record);
            }
        } catch (EngramException e) {
            throw named(e);
        }
        return 0;
    }

    /** The library says "by name"; here the name is that of an option. */
    private static EngramException named(EngramException e) {
        String words = "allow the leakage by name";
        return e.getMessage() != null && e.getMessage().contains(words)
                ? new EngramException(e.getMessage().replace(words, words + " (--allow-leakage)"), e)
                : e;
    }

    private static void input(RunRecord record, Path file) {
        try {
            if (Files.isRegularFile(file)) {
                record.input(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void requireOptions() {
        if (command.target == null) {
            throw command.wrongUsage("missing --out, the folder for results");
        }
        command.ofOptions(options::pipeline);
        command.ofOptions(options::options);
        command.ofOptions(options::protocol);
        command.ofOptions(input::preparation);
        command.ofOptions(() -> Optional.ofNullable(options.score()));
        if (options.isOverTime()) {
            command.ofOptions(options::isGeneralising);
            if (!input.testFiles.isEmpty() || options.tuned) {
                throw command.wrongUsage((options.tuned ? "--tune" : "--test-epochs")
                        + " does not apply to --over-time");
            }
        } else if (options.windowSeconds != null || options.stepSeconds != null) {
            throw command.wrongUsage("--window and --step belong to --over-time");
        }
        if (!input.testTables.isEmpty() && input.testFiles.isEmpty()) {
            throw command.wrongUsage("--test-trials belongs to --test-epochs");
        }
        if (options.folds != null && options.folds < 2) {
            throw command.wrongUsage("--folds is " + options.folds + ": give 2 or more");
        }
    }

    /** The study with its classes and a group column; says what columns there are when one is not named. */
    private EpochStudy labelled(EpochStudy study, Classes classes, boolean training) {
        Table table = study.table();
        List<String> missing = options.missing();
        if (!missing.isEmpty()) {
            throw command
                    .wrongUsage("missing " + String.join(" and ", missing) + "; the trials have the columns "
                            + ClosestName.list(table.columnNames()));
        }
        EpochStudy labelled = study.with(training
                ? classes.of(table, options.target)
                : classes.withoutCheck(table, options.target));
        return options.group == null
                ? labelled.with(Column.ofText(ONE_GROUP, new ArrayList<>(
                        java.util.Collections.nCopies(table.rowCount(), "all"))))
                : labelled;
    }

    private String group() {
        return options.group == null ? ONE_GROUP : options.group;
    }

    private void decode(EpochStudy study, Classes classes, RunRecord record) throws IOException {
        EpochProtocol protocol = options.protocol();
        EpochPipeline pipeline = EpochPipelines.named(options.pipeline(), options.options());
        Parallelism parallelism = command.parallelismWithAlgebra();
        EpochDecoding.Builder decoding = EpochDecoding.builder(pipeline, protocol).session(options.session)
                .classes(classes.names()).channels(channel -> true).headline(options.score())
                .leakageAllowed(command.validation.allowLeakage).tuned(options.tuned)
                .permutations(command.permutations).seed(command.seed).parallelism(parallelism)
                .progress(command.progress());
        if (options.folds != null) {
            decoding.folds(options.folds).subjectFolds(options.folds);
        }
        EpochDecodingResult result;
        Table tested = study.table();
        if (input.testFiles.isEmpty()) {
            result = decoding.build().decode(study.epochs(), study.table(), options.target, group());
        } else {
            EpochStudy test = labelled(input.testStudy(), classes, false);
            test.files().forEach(file -> input(record, file));
            notices.addAll(test.notices());
            tested = test.table();
            result = decoding.build().transfer(study.epochs(), study.table(), test.epochs(), test.table(),
                    options.target, group());
        }
        notices.addAll(result.notices());
        EpochDecodingFiles files = new EpochDecodingFiles(study, tested, result, options.target, group(),
                List.copyOf(notices), record, patterns(study, classes), input.montage(notices::add));
        files.write(command.target);
        report(files.fields(), files.headline());
    }

    private Optional<SpatialPatterns> patterns(EpochStudy study, Classes classes) throws IOException {
        List<Integer> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        Column target = study.table().column(options.target);
        for (int row = 0; row < target.size(); row++) {
            if (!target.isMissing(row)
                    && (classes.names().isEmpty() || classes.names().contains(target.text(row)))) {
                rows.add(row);
                labels.add(target.text(row));
            }
        }
        return SpatialPatterns.of(options.pipeline(), options.options(), study.epochs(),
                rows.stream().mapToInt(Integer::intValue).toArray(), Labels.of(labels));
    }

    private void overTime(EpochStudy study, Classes classes, RunRecord record) throws IOException {
        Epochs epochs = study.epochs();
        Classifier classifier = EpochPipelines.named(options.pipeline(), options.options()).classifier(
                new TrialShape(epochs.channelCount(), 1), epochs.samplingRateHz(),
                SignalSubspace.all(epochs.channelCount()));
        Progress progress = command.progress();
        OverTimeDecoding.Builder decoding = OverTimeDecoding.builder(classifier, options.protocol())
                .generalising(options.isGeneralising()).session(options.session).classes(classes.names())
                .score(options.score()).leakageAllowed(command.validation.allowLeakage)
                .windows(EpochDecodingOptions.samples(options.windowSeconds, epochs.samplingRateHz()),
                        EpochDecodingOptions.samples(options.stepSeconds, epochs.samplingRateHz()))
                .permutations(command.permutations).seed(command.seed)
                .parallelism(command.parallelismWithAlgebra()).progress(progress);
        if (options.folds != null) {
            decoding.folds(options.folds).subjectFolds(options.folds);
        }
        OverTimeResult result = decoding.build().decode(epochs, study.table(), options.target, group());
        notices.addAll(result.notices());
        OverTimeFiles files = new OverTimeFiles(study, result, options.pipeline(), options.target, group(),
                List.copyOf(notices), record);
        files.write(command.target);
        report(files.fields(), files.headline());
    }

    private void report(java.util.Map<String, Object> fields, String headline) {
        command.print(notices);
        if (command.json) {
            command.out().println(JsonFile.format(fields));
            return;
        }
        command.out().println(headline);
        command.out().println("report: " + command.target.resolve("report.html"));
    }

    /** Writes the simulated experiment into the folder of the results and takes it as input. */
    void useDemo() throws IOException {
        command.target = command.target == null ? Path.of("engram-demo-eeg") : command.target;
        EpochDecodingFiles.requireWritable(command.target);
        Files.createDirectories(command.target);
        Epochs epochs = new SimulatedOddball(DEMO_SUBJECTS, DEMO_TRIALS, DEMO_MICROVOLTS, command.seed)
                .epochs();
        Path file = command.target.resolve("simulated-epochs.npz");
        EpochsNpz.write(epochs, file, Progress.NONE);
        Path table = command.target.resolve("simulated-epochs_trials.csv");
        TableFile.write(table, epochs.table().orElseThrow());
        input.files = List.of(file);
        input.tables = List.of(table);
        options.target = options.target == null ? "stimulus" : options.target;
        options.group = options.group == null ? "subject" : options.group;
        if (!options.isOverTime()) {
            options.pipeline = options.pipeline == null ? "xdawn+lda" : options.pipeline;
            command.permutations = command.permutations == 0 ? DEMO_PERMUTATIONS : command.permutations;
        }
    }
}
